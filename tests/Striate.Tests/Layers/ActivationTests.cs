using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Activations against their formulas in double, alone and in every epilogue.</summary>
public class ActivationTests
{
    private static readonly Dictionary<string, (Layer Layer, Func<double, double> Formula)> Cases = new()
    {
        ["relu"] = (new Relu(), x => Math.Max(x, 0)),
        ["relu6"] = (new Relu6(), x => Math.Min(Math.Max(x, 0), 6)),
        ["leaky"] = (new LeakyRelu(0.2f), x => x > 0 ? x : 0.2f * x),
        ["tanh"] = (new Tanh(), Math.Tanh),
        ["sigmoid"] = (new Sigmoid(), Sigmoid),
        ["silu"] = (new Silu(), x => x * Sigmoid(x)),
        ["hardsigmoid"] = (new HardSigmoid(), x => Math.Clamp(x / 6 + 0.5, 0, 1)),
        ["hardsigmoid of onnx"] = (new HardSigmoid(0.2f), x => Math.Clamp(0.2f * x + 0.5, 0, 1)),
        ["hardswish"] = (new HardSwish(), x => x * Math.Clamp(x + 3, 0, 6) / 6),
        ["elu"] = (new Elu(1.5f), x => x > 0 ? x : 1.5 * (Math.Exp(x) - 1)),
        ["gelu"] = (new Gelu(), x => x * Definition.Normal(x)),
        ["gelu with tanh"] = (new Gelu { Approximate = true }, GeluTanh),
        ["selu"] = (new Selu(), Selu),
        ["softplus"] = (new Softplus(), Softplus),
    };

    // The numbers of torch.nn.functional.gelu(x), gelu(x, approximate='tanh'), selu and softplus at −1 and 1.
    [Fact]
    public void SmoothActivationsArePyTorchs()
    {
        foreach (var (layer, low, high) in new (Layer, double, double)[]
        {
            (new Gelu(), -0.15865525, 0.84134475),
            (new Gelu { Approximate = true }, -0.15880801, 0.84119199),
            (new Selu(), -1.11133074, 1.05070099),
            (new Softplus(), 0.31326169, 1.31326169),
        })
        {
            var y = Network.Sequential(Shape.Of(2), layer).Run(Tensor.From([-1, 1], 1, 2)).ToArray();
            Assert.Equal(low, y[0], 2e-7);
            Assert.Equal(high, y[1], 2e-7);
        }
    }

    internal static double GeluTanh(double x) => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));

    internal static double Selu(double x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1));

    internal static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));


    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ValuesAreTheFormulas(string name)
    {
        var (layer, formula) = Cases[name];
        var x = Points();
        var y = Network.Sequential(Shape.Of(x.Length), layer).Run(Tensor.From(x, 1, x.Length)).ToArray();
        for (var i = 0; i < x.Length; i++) Assert.Equal(formula(x[i]), y[i], 1e-6 * Math.Max(1, Math.Abs(x[i])));
        Assert.True(float.IsNaN(Network.Sequential(Shape.Of(1), layer).Run(Tensor.From([float.NaN], 1, 1)).ToArray()[0]));
    }

    // A convolution by the identity: its epilogue in inference must do what the layer alone does, in whole vectors and in the tail.
    [Theory]
    [MemberData(nameof(Names))]
    public void EpiloguesGiveTheSame(string name)
    {
        var (layer, formula) = Cases[name];
        const int Channels = 37;
        var network = Network.Sequential(Shape.Of(3, Channels), new Convolution(Channels, 1) { Name = "c" }, layer);
        var weights = network.Parameters["c.weight"].Values;
        weights.Clear();
        for (var c = 0; c < Channels; c++) weights[c * Channels + c] = 1;
        network.Parameters.MarkChanged();
        Assert.Single(network.CompileInference(1).Steps);
        var x = Points()[..(3 * Channels)];
        var y = network.Run(Tensor.From(x, 1, 3, Channels)).ToArray();
        for (var i = 0; i < x.Length; i++) Assert.Equal(formula(x[i]), y[i], 1e-6 * Math.Max(1, Math.Abs(x[i])));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsAreTheDerivatives(string name)
    {
        var (layer, formula) = Cases[name];
        var x = Points().Where(value => Math.Abs(value) is > 0.01f and < 5.9f && Math.Abs(Math.Abs(value) - 3) > 0.01f && Math.Abs(Math.Abs(value) - 2.5f) > 0.01f).ToArray();
        // A convolution by 1, channel by channel: the gradient of its bias is that of its output.
        var network = Network.Sequential(Shape.Of(1, x.Length), new Convolution(x.Length, 1) { Name = "c", Groups = x.Length }, layer);
        network.Parameters["c.weight"].Values.Fill(1);
        network.Parameters.MarkChanged();
        var plan = network.CompileTraining(1);
        x.CopyTo(plan.Input());
        plan.Forward(0, 0);
        var trained = plan.Output().ToArray();
        plan.OutputGradient().Fill(1);
        plan.Backward();
        var bias = network.Parameters["c.bias"];
        var gradient = plan.Gradients.Slice(bias.Offset, bias.Length);
        var inferred = network.Run(Tensor.From(x, 1, 1, x.Length)).ToArray();
        for (var i = 0; i < x.Length; i++)
        {
            Assert.Equal((formula(x[i] + 1e-4) - formula(x[i] - 1e-4)) / 2e-4, gradient[i], 1e-4);
            Assert.Equal(trained[i], inferred[i], 1e-6 * Math.Max(1, Math.Abs(x[i])));
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static float[] Points() =>
        [0, -0f, 1, -1, 3, -3, 6, -6, 88, -88, 100, -100, 1e-6f, -1e-6f, 1e4f, -1e4f, .. Enumerable.Range(0, 200).Select(i => (i - 100) * 0.0713f)];
}
