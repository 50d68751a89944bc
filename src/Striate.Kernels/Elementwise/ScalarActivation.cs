namespace Striate.Kernels.Elementwise;

/// <summary>Activations of one number, for tails and references.</summary>
internal static class ScalarActivation
{
    public static float Apply(Activation activation, float slope, float x) => activation switch
    {
        Activation.Relu => MathF.Max(x, 0),
        Activation.LeakyRelu => x > 0 ? x : x * slope,
        Activation.Tanh => MathF.Tanh(x),
        Activation.Sigmoid => 1 / (1 + MathF.Exp(-x)),
        _ => x,
    };
}
