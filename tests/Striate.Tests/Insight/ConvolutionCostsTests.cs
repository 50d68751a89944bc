using Striate.Insight;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Insight;

public class ConvolutionCostsTests
{
    [Fact]
    [Trait("Row", "27")]
    [Trait("Row", "28")]
    public void TheEdgeDetector()
    {
        // 280 rows of 320: each output subtracts a neighbour, two multiplications and an addition (Goodfellow, Bengio, Courville 2016, figure 9.6).
        var layer = new Convolution(1, (1, 2));
        Assert.Equal(Shape.Of(280, 319, 1), WindowArithmetic.Of(layer, Shape.Of(280, 320, 1)).Output);
        var costs = ConvolutionCosts.Alternatives(layer, Shape.Of(280, 320, 1));
        Assert.Equal((2, 178_640, 267_960), (costs[0].Weights, costs[0].MultiplyAccumulates, costs[0].Operations));
        Assert.Equal((178_640, 178_640), (Cost(costs, "unshared").Weights, Cost(costs, "unshared").MultiplyAccumulates));
        Assert.Equal((8_003_072_000, 8_003_072_000), (Cost(costs, "dense").Weights, Cost(costs, "dense").MultiplyAccumulates));
    }

    [Theory]
    [Trait("Row", "90")]
    [Trait("Row", "91")]
    [Trait("Row", "177")]
    [InlineData("3x3", 9, 6, "(3 + 3)·1·1")]
    [InlineData("5x5x5", 125, 15, "(5 + 5 + 5)·1·1")]
    [InlineData("5x7", 35, 12, "(5 + 7)·1·1")]
    public void SeparableKernels(string kernel, int taps, int vectors, string formula)
    {
        var sizes = kernel.Split('x').Select(int.Parse).ToArray();
        var costs = ConvolutionCosts.Alternatives(new Convolution(1, new AxisSizes(sizes)) { Padding = Padding.Same }, Shape.Of([.. sizes.Select(_ => 20), 1]));
        Assert.Equal((taps, vectors, formula), (costs[0].Weights, Cost(costs, "separable").Weights, Cost(costs, "separable").Formula));
        // With padding every pass makes a whole map: so many products a pixel.
        var pixels = Math.Pow(20, sizes.Length);
        Assert.Equal((taps * pixels, vectors * pixels), (costs[0].MultiplyAccumulates, Cost(costs, "separable").MultiplyAccumulates));
    }

    [Fact]
    [Trait("Row", "91")]
    public void PassesWithoutPaddingCountTheMapBetween()
    {
        // 7×7 by 3×3: 5×7 sums of 3, then 5×5 sums of 3.
        var separable = Cost(ConvolutionCosts.Alternatives(new Convolution(1, 3), Shape.Of(7, 7, 1)), "separable");
        Assert.Equal((180, 35 * 5 + 25 * 5), (separable.MultiplyAccumulates, separable.Operations));
    }

    [Fact]
    [Trait("Row", "93")]
    public void LowerRanksCostTheirShare()
    {
        var costs = ConvolutionCosts.Alternatives(new Convolution(1, 5) { Padding = Padding.Same }, Shape.Of(8, 8, 1));
        Assert.Equal([10, 20, 30, 40], new[] { "separable", "rank 2", "rank 3", "rank 4" }.Select(name => Cost(costs, name).Weights));
    }

    [Theory]
    [Trait("Row", "94")]
    [Trait("Row", "95")]
    [InlineData(3, 3, 5, 135, 42, "3·3·3 + 3·5")]
    [InlineData(5, 64, 128, 204_800, 9_792, "5·5·64 + 64·128")]
    public void DepthwiseSeparableKernels(int kernel, int inputs, int outputs, int weights, int separable, string formula)
    {
        var costs = ConvolutionCosts.Alternatives(new Convolution(outputs, kernel), Shape.Of(9, 9, inputs));
        Assert.Equal((weights, separable, formula), (costs[0].Weights, Cost(costs, "depthwise separable").Weights, Cost(costs, "depthwise separable").Formula));
        // As the library's own layers count them.
        var network = Network.Sequential(Shape.Of(9, 9, inputs), new Convolution(inputs, kernel) { Groups = inputs, HasBias = false }, new Convolution(outputs, 1) { HasBias = false });
        Assert.Equal((separable, network.Summary().MultiplyAccumulates), (network.Parameters.LearntLength, (long)Cost(costs, "depthwise separable").MultiplyAccumulates));
    }

    [Fact]
    [Trait("Row", "100")]
    public void APointwiseKernelIsADenseLayerAtEachPixel()
    {
        Assert.Equal(6 * 4, Cost(ConvolutionCosts.Alternatives(new Convolution(4, 3), Shape.Of(5, 5, 6)), "pointwise (1×1)").Weights);
        var pointwise = Network.Sequential(Shape.Of(5, 5, 6), new Convolution(4, 1) { Name = "c" });
        var dense = Network.Sequential(Shape.Of(6), new Dense(4) { Name = "c" });
        var random = new Random(1);
        foreach (var name in new[] { "c.weight", "c.bias" })
        {
            var values = Enumerable.Range(0, pointwise.Parameters[name].Length).Select(_ => (float)random.Next(-8, 9)).ToArray();
            pointwise.Parameters[name].Set(values);
            dense.Parameters[name].Set(values);
        }
        var x = Enumerable.Range(0, 150).Select(_ => (float)random.Next(-8, 9)).ToArray();
        // Each pixel as an example of a batch of 25.
        Assert.Equal(dense.Run(Tensor.From(x, 25, 6)).ToArray(), pointwise.Run(Tensor.From(x, 1, 5, 5, 6)).ToArray());
    }

    [Fact]
    [Trait("Row", "101")]
    public void APlaneAndADepthInsteadOfACube()
    {
        var costs = ConvolutionCosts.Alternatives(new Convolution(1, 3), Shape.Of(8, 8, 8, 1));
        Assert.Equal((27, 12), (costs[0].Weights, Cost(costs, "planar and depth").Weights));
    }

    [Theory]
    [Trait("Row", "103")]
    [InlineData(5, 2, 18, 25)]
    [InlineData(7, 3, 27, 49)]
    public void StacksOfThreesSeeWhatALargeKernelSees(int kernel, int layers, int stacked, int single)
    {
        var costs = ConvolutionCosts.Alternatives(new Convolution(16, kernel), Shape.Of(32, 32, 16));
        Assert.Equal((single * 256, stacked * 256), (costs[0].Weights, Cost(costs, $"stack of {layers} × 3×3").Weights));
        Assert.Equal(kernel, LayerStack.Of(new Convolution(1, 3), Shape.Of(32, 32, 1), layers).Fields[^1][0].Size);
        var network = Network.Sequential(Shape.Of(32, 32, 16), [.. Enumerable.Repeat(new Convolution(16, 3) { HasBias = false }, layers)]);
        Assert.Equal((network.Parameters.LearntLength, network.Summary().MultiplyAccumulates), ((long)Cost(costs, $"stack of {layers} × 3×3").Weights, (long)Cost(costs, $"stack of {layers} × 3×3").MultiplyAccumulates));
    }

    [Fact]
    [Trait("Row", "127")]
    [Trait("Row", "175")]
    public void StridesSaveWorkAndMemory()
    {
        // 7×7 by 3×3 kernels, 8 of 4 channels: 5×5, 3×3 and 2×2 outputs of 36 products each.
        var costs = ConvolutionCosts.Strides(new Convolution(8, 3), Shape.Of(7, 7, 4));
        Assert.Equal([(1, 25 * 8 * 36L, 25 * 8 * 4L), (2, 9 * 8 * 36, 9 * 8 * 4), (3, 4 * 8 * 36, 4 * 8 * 4)], costs.Select(cost => (cost.Stride, cost.MultiplyAccumulates, cost.Bytes)));
        // Pooling every k pixels leaves the next layer about k times fewer inputs an axis.
        Assert.Equal([30, 15, 10], ConvolutionCosts.Strides(new MaxPooling(1), Shape.Of(30, 1)).Select(cost => cost.Output[0]));
    }

    private static CostAlternative Cost(IReadOnlyList<CostAlternative> costs, string name) => Assert.Single(costs, cost => cost.Name == name);
}
