using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>What layers that read at places and along axes say of inputs they do not fit.</summary>
public class SamplingMessageTests
{
    [Fact]
    public void GridSamplings()
    {
        static string Message(GridSampling layer, int[] x, int[] places) => Assert.Throws<ShapeException>(() => Network.Of(Node.Apply(layer with { Name = "g" }, Network.Input(x), Network.Input(places)))).Message;
        Assert.Equal("GridSampling 'g' works on 1 to 3 spatial axes and channels; its input is 5, of rank 1.", Message(new(), [5], [3, 1]));
        Assert.Equal("GridSampling 'g' does not fit: its places are 3×3×3; each needs 2 numbers along the last axis, one for each spatial axis of the map 5×5×2.", Message(new(), [5, 5, 2], [3, 3, 3]));
        Assert.Equal("GridSampling 'g' has Area interpolation, which is that of maps as a whole. What would fit: Nearest, Linear or Cubic.", Message(new() { Interpolation = Interpolation.Area }, [5, 5, 2], [3, 3, 2]));
        Assert.Equal("GridSampling 'g' has Asymmetric coordinates, which have no ends. What would fit: HalfPixel or AlignCorners.", Message(new() { Coordinates = Coordinates.Asymmetric }, [5, 5, 2], [3, 3, 2]));
    }

    [Fact]
    public void SumsAndSpectra()
    {
        static string Message(Layer layer, params int[] x) => Assert.Throws<ShapeException>(() => Network.Of(Network.Input(x).Then(layer with { Name = "a" }))).Message;
        Assert.Equal("AxisSums 'a' sums 2 numbers along axis 0; its input 3×4 has 3 there.", Message(AxisSums.Of(0, [[1, 2]]), 3, 4));
        Assert.Equal("AxisSums 'a' has axis 2; its input 3×4 has 2 axes. What would fit: -2 to 1.", Message(AxisSums.Of(2, [[1, 2]]), 3, 4));
        Assert.Equal("Sums along an axis need a row of weights or more.", Assert.Throws<ArgumentException>(() => AxisSums.Of(0, [])).Message);
        Assert.Equal("Spectrum 'a' has a length of 0 and a step of 0; the length must be 1 or more, the step 0 or more.", Message(new Spectrum(0), 4, 1));
        Assert.Equal("Spectrum 'a' has a window of 2 numbers for frames of 3.", Message(new Spectrum(3) { Step = 1, Window = [1, 2] }, 4, 1));
        Assert.Equal("Spectrum 'a' takes … × time × 1 or 2, real numbers or real and imaginary parts; its input is 4×3.", Message(new Spectrum(3), 4, 3));
        Assert.Equal("Spectrum 'a' makes a real signal of half a spectrum, which has real and imaginary parts; its input is 4×1.", Message(new Spectrum(3) { IsInverse = true, IsOneSided = true }, 4, 1));
        Assert.Equal("Spectrum 'a' has frames of 5; its input 4×1 has 4. What would fit: frames of 4 or less.", Message(new Spectrum(5) { Step = 1 }, 4, 1));
    }

    [Fact]
    public void Unpooling()
    {
        static Network Of(IndexUnpooling layer, int[] x, int[] indices) => Network.Of(Node.Apply(layer with { Name = "u" }, Network.Input(x).Named("x"), Network.Input(ElementType.Int64, indices).Named("i")));
        string Message(IndexUnpooling layer, int[] x, int[] indices) => Assert.Throws<ShapeException>(() => Of(layer, x, indices)).Message;
        Assert.Equal("IndexUnpooling 'u' has values of 2×1 and indices of 3×1; each value needs an index.", Message(new([4], [4]), [2, 1], [3, 1]));
        Assert.Equal("IndexUnpooling 'u' spreads maps of 4 over 3; its input has 1 spatial axis, each of which needs sizes of 1 or more, the second as large as the first.", Message(new([4], [3]), [2, 1], [2, 1]));
        var inputs = new Dictionary<string, Tensor> { ["x"] = Tensor.From([1, 2], 1, 2, 1), ["i"] = Tensor.From<long>([3, 4], Shape.Of(1, 2, 1)) };
        Assert.Equal("The index 4 of 'u' lies outside 1×1×4.", Assert.Throws<ArgumentException>(() => Of(new([4], [5]), [2, 1], [2, 1]).Run(inputs)).Message);
    }
}
