using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

public class DeformableTests
{
    // Without offsets it is what the 1×1 convolution behind it makes of an ordinary window.
    [Fact]
    [Trait("Row", "102")]
    public void WithoutOffsetsItIsAConvolution()
    {
        var x = Network.Input(7, 6, 3);
        var offsets = x.Then(new Convolution(2 * 6, (3, 2)) { Stride = (2, 1), Padding = Padding.Of(1, 0), Dilation = (1, 2), WeightInitializer = Initializer.Zeros });
        var sampled = Node.Apply(new DeformableSampling((3, 2)) { Stride = (2, 1), Padding = Padding.Of(1, 0), Dilation = (1, 2) }, x, offsets).Then(new Convolution(5, 1) { Name = "deformed" });
        var network = Network.Of([sampled, x.Then(new Convolution(5, (3, 2)) { Name = "plain", Stride = (2, 1), Padding = Padding.Of(1, 0), Dilation = (1, 2) })]);
        var (deformed, plain) = (network.Parameters["deformed.weight"].ToTensor().Floats.ToArray(), new float[5 * 3 * 6]);
        for (var k = 0; k < 5; k++)
            for (var c = 0; c < 3; c++)
                for (var tap = 0; tap < 6; tap++) plain[(k * 3 + c) * 6 + tap] = deformed[k * 18 + tap * 3 + c];
        network.Parameters["plain.weight"].Set(plain);
        var input = new Tensor(Shape.Of(2, 7, 6, 3));
        for (var i = 0; i < input.Floats.Length; i++) input.Floats[i] = MathF.Sin(i);
        var outputs = network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = input });
        foreach (var (expected, actual) in outputs[network.Outputs[1].Name].ToArray().Zip(outputs[network.Outputs[0].Name].ToArray())) Assert.Equal(expected, actual, 1e-5);
    }

    // 1 2 / 3 4: half way between all four, a quarter to the right of 1, half a pixel off the top edge, and outside.
    [Fact]
    [Trait("Row", "102")]
    public void PlacesBetweenPixels()
    {
        var network = Network.Of(Node.Apply(new DeformableSampling(1), Network.Input(2, 2, 1).Named("x"), Network.Input(2, 2, 2).Named("offsets")));
        var y = network.Run(new Dictionary<string, Tensor> { ["x"] = Tensor.From([1, 2, 3, 4], 1, 2, 2, 1), ["offsets"] = Tensor.From([0.5f, 0.5f, 0, -0.75f, -1.5f, 0, 1, 0], 1, 2, 2, 2) });
        Assert.Equal([2.5f, 1.25f, 0.5f, 0], y[network.Outputs[0].Name].ToArray());
    }

    [Fact]
    public void BadSettings()
    {
        static string Message(DeformableSampling layer, int[] x, int[] offsets) => Assert.Throws<ShapeException>(() => Network.Of(Node.Apply(layer with { Name = "d" }, Network.Input(x), Network.Input(offsets)))).Message;
        Assert.Equal("DeformableSampling 'd' works on 2 spatial axes and channels; its input is 5×3, of rank 2.", Message(new(3), [5, 3], [3, 18]));
        Assert.Equal("DeformableSampling 'd' does not fit: its offsets are 3×3×9; a row and a column for each of 9 taps at 3×3 outputs are 3×3×18.", Message(new(3), [5, 5, 2], [3, 3, 9]));
        Assert.Equal("DeformableSampling 'd' has 2 groups of offsets, which do not divide 3 channels.", Message(new(3) { OffsetGroups = 2 }, [5, 5, 3], [3, 3, 36]));
        Assert.Equal("DeformableSampling 'd' does not fit: its offsets are 3×3×18; a row and a column for each of 2 groups of 9 taps at 3×3 outputs are 3×3×36.", Message(new(3) { OffsetGroups = 2 }, [5, 5, 2], [3, 3, 18]));
        Assert.Equal("DeformableSampling 'd' does not fit: its mask is 3×3×8; a number for each of 9 taps at 3×3 outputs is 3×3×9.",
            Assert.Throws<ShapeException>(() => Network.Of(Node.Apply(new DeformableSampling(3) { Name = "d", HasMask = true }, Network.Input(5, 5, 2), Network.Input(3, 3, 18), Network.Input(3, 3, 8)))).Message);
        Assert.Equal("DeformableSampling 'd' has Fit.Ceiling, which pooling alone has. What would fit: Fit.Floor and padding on the high side.", Message(new(3) { Fit = Fit.Ceiling }, [5, 5, 2], [3, 3, 18]));
    }
}
