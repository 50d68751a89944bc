using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Elementwise;

/// <summary>Activations and their gradients for any vector: the one place where their formulas stand.</summary>
internal static class ActivationFunction<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <summary>activation(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(Activation activation, float slope, TVector x) => activation switch
    {
        Activation.Identity => x,
        Activation.Relu => TSimd.Max(x, TSimd.Zero),
        Activation.Relu6 => TSimd.Min(TSimd.Max(x, TSimd.Zero), TSimd.Broadcast(6)),
        Activation.LeakyRelu => TSimd.SelectPositive(x, x, TSimd.Multiply(x, TSimd.Broadcast(slope))),
        Activation.HardSwish => TSimd.Multiply(x, HardSigmoid(x, 1f / 6)),
        Activation.HardSigmoid => HardSigmoid(x, slope),
        Activation.Silu => TSimd.Multiply(x, Exponential<TVector, TSimd>.Sigmoid(x)),
        Activation.Sigmoid => Exponential<TVector, TSimd>.Sigmoid(x),
        Activation.Tanh => Exponential<TVector, TSimd>.Tanh(x),
        Activation.Elu => TSimd.SelectPositive(x, x, TSimd.Multiply(TSimd.Broadcast(slope), Exponential<TVector, TSimd>.ExpMinusOne(TSimd.Min(x, TSimd.Zero)))),
        Activation.Gelu => SmoothActivations<TVector, TSimd>.Gelu(x),
        Activation.GeluTanh => SmoothActivations<TVector, TSimd>.GeluTanh(x),
        Activation.Selu => SmoothActivations<TVector, TSimd>.Selu(x),
        Activation.Softplus => SmoothActivations<TVector, TSimd>.Softplus(x),
        _ => x,
    };

    /// <summary>g · activation' with the derivative from the output y, or from x for those that read it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derive(Activation activation, float slope, TVector y, TVector g) => activation switch
    {
        Activation.Relu => TSimd.SelectPositive(y, g, TSimd.Zero),
        Activation.Relu6 => TSimd.SelectPositive(y, TSimd.SelectPositive(TSimd.Subtract(TSimd.Broadcast(6), y), g, TSimd.Zero), TSimd.Zero),
        Activation.LeakyRelu => TSimd.SelectPositive(y, g, TSimd.Multiply(g, TSimd.Broadcast(slope))),
        Activation.HardSwish => TSimd.Multiply(g, HardSwishSlope(y)),
        Activation.HardSigmoid => TSimd.SelectPositive(TSimd.Multiply(y, TSimd.Subtract(TSimd.Broadcast(1), y)), TSimd.Multiply(g, TSimd.Broadcast(slope)), TSimd.Zero),
        Activation.Silu => TSimd.Multiply(g, SiluSlope(y)),
        Activation.Sigmoid => TSimd.Multiply(TSimd.Multiply(g, y), TSimd.Subtract(TSimd.Broadcast(1), y)),
        Activation.Tanh => TSimd.Multiply(g, TSimd.Subtract(TSimd.Broadcast(1), TSimd.Multiply(y, y))),
        Activation.Elu => TSimd.SelectPositive(y, g, TSimd.Multiply(g, TSimd.Add(y, TSimd.Broadcast(slope)))),
        Activation.Gelu => TSimd.Multiply(g, SmoothActivations<TVector, TSimd>.GeluSlope(y)),
        Activation.GeluTanh => TSimd.Multiply(g, SmoothActivations<TVector, TSimd>.GeluTanhSlope(y)),
        Activation.Selu => TSimd.Multiply(g, SmoothActivations<TVector, TSimd>.SeluSlope(y)),
        Activation.Softplus => TSimd.Multiply(g, SmoothActivations<TVector, TSimd>.SoftplusSlope(y)),
        _ => g,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector HardSigmoid(TVector x, float slope) =>
        TSimd.Min(TSimd.Max(TSimd.MultiplyAdd(x, TSimd.Broadcast(slope), TSimd.Broadcast(0.5f)), TSimd.Zero), TSimd.Broadcast(1));

    // 0 up to −3, x / 3 + ½ between, 1 from 3 on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector HardSwishSlope(TVector x)
    {
        var inside = TSimd.MultiplyAdd(x, TSimd.Broadcast(1f / 3), TSimd.Broadcast(0.5f));
        var outside = TSimd.SelectPositive(x, TSimd.Broadcast(1), TSimd.Zero);
        return TSimd.SelectPositive(TSimd.Add(TSimd.Broadcast(3), TSimd.NegativeAbsolute(x)), inside, outside);
    }

    // s + x · s · (1 − s) with s = sigmoid(x).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SiluSlope(TVector x)
    {
        var s = Exponential<TVector, TSimd>.Sigmoid(x);
        return TSimd.MultiplyAdd(TSimd.Multiply(x, s), TSimd.Subtract(TSimd.Broadcast(1), s), s);
    }
}
