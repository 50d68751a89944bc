using System.Numerics;
using Striate.Insight;
using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Insight;

/// <summary>Matrices, patches, traces and counts of layers whose border is no zeros, whose kernel is reversed or depends on the place.</summary>
public class PaddedInsightTests
{
    private static readonly Shape ThreeByThree = Shape.Of(3, 3, 1);

    public static TheoryData<WindowLayer> Layers => [.. All()];

    public static TheoryData<Convolution> Convolutions => [.. All().OfType<Convolution>().Where(layer => layer.Connections is null && layer.BiasSharing == BiasSharing.PerChannel)];

    [Theory]
    [MemberData(nameof(Layers))]
    [Trait("Row", "18")]
    [Trait("Row", "38")]
    [Trait("Row", "58")]
    public void TheMatrixIsTheLayer(WindowLayer layer)
    {
        var shape = Shape.Of(4, 5, 2);
        var network = Network.Sequential(shape, layer);
        var random = new Random(3);
        foreach (ref var value in network.Parameters.Values) value = random.Next(-8, 9);
        network.Parameters.MarkChanged();
        var x = new Tensor(shape.WithBatch(1));
        foreach (ref var value in x.Floats) value = random.Next(-8, 9);
        var y = network.Run(x);
        var matrix = LayerMatrix.Of(network.Nodes[1]);
        double[] vector = [.. Enumerable.Range(0, 40).Select(i => (double)x.Floats[i % 20 * 2 + i / 20])];
        var (channels, pixels) = (network.OutputShape.Channels, (int)(network.OutputShape.Length / network.OutputShape.Channels));
        var made = matrix.Apply(vector);
        for (var i = 0; i < made.Length; i++) Assert.Equal(y.Floats[i % pixels * channels + i / pixels], made[i], layer is AveragePooling ? 1e-5 : 0);
        // Down the columns the same numbers stand in another order.
        var down = LayerMatrix.Of(network.Nodes[1], VectorOrder.ColumnMajor);
        Assert.Equal((matrix.NonZeros, matrix.FreeParameters, matrix.Rank()), (down.NonZeros, down.FreeParameters, down.Rank()));
        Assert.Equal(matrix.FreeParameters, network.Parameters.Where(parameter => parameter.Name.EndsWith("weight", StringComparison.Ordinal)).Sum(parameter => parameter.Length));
    }

    [Fact]
    [Trait("Row", "20")]
    public void ACircularConvolutionLayerIsDiagonalisedByTheFourierTransform()
    {
        // y[p] = Σ k[t] · x[p − t]: true convolution whose first number lies at the origin, so one row and one column stand before the map.
        var layer = new Convolution(1, 2) { Flip = true, Padding = Padding.Of(new AxisSizes(1), new AxisSizes(0)) with { Mode = PaddingMode.Circular } };
        var (height, width) = (4, 3);
        var matrix = LayerMatrix.Of(layer, Shape.Of(height, width, 1));
        Assert.Equal(("doubly block circulant", 12, 12, 48, 4), (matrix.Structure(), matrix.Rows, matrix.Columns, matrix.NonZeros, matrix.FreeParameters));
        var count = height * width;
        Complex Wave(int frequency, int place) => Complex.FromPolarCoordinates(1, -2 * Math.PI * ((double)(frequency / width) * (place / width) / height + (double)(frequency % width) * (place % width) / width));
        for (var u = 0; u < count; u++)
        {
            for (var v = 0; v < count; v++)
            {
                Complex sum = 0, transform = 0;
                for (var i = 0; i < count; i++)
                    for (var j = 0; j < count; j++) sum += Wave(u, i) * matrix[i, j] * Complex.Conjugate(Wave(v, j)) / count;
                // The kernel 1 2 / 3 4.
                for (var t = 0; t < 4; t++) transform += (t + 1) * Wave(u, t / 2 * width + t % 2);
                Assert.Equal(0, (sum - (u == v ? transform : 0)).Magnitude, 1e-10);
            }
        }
        // Along one axis: circulant.
        Assert.Equal("circulant", LayerMatrix.Of(layer, Shape.Of(6, 1)).Structure());
    }

    [Fact]
    [Trait("Row", "22")]
    [Trait("Row", "108")]
    public void DenseUnsharedTiledAndShared()
    {
        var shared = LayerMatrix.Of(new Convolution(1, 2), ThreeByThree);
        var unshared = LayerMatrix.Of(new UnsharedConvolution(1, 2), ThreeByThree);
        Assert.Equal([36, 16, 16, 8, 4, 4], new[]
        {
            shared.Dense(), shared.Unshared(), unshared, LayerMatrix.Of(new TiledConvolution(1, 2, (2, 1)), ThreeByThree), LayerMatrix.Of(new TiledConvolution(1, 2, 1), ThreeByThree), shared,
        }.Select(matrix => matrix.FreeParameters));
        for (var i = 0; i < 36; i++)
        {
            // The same connections; each number of the unshared one stands once, in the order of places and taps, as in the view of the shared one.
            Assert.Equal(shared.Unshared().TieAt(i / 9, i % 9), unshared.TieAt(i / 9, i % 9));
            Assert.Equal(shared.TieAt(i / 9, i % 9), LayerMatrix.Of(new TiledConvolution(1, 2, 1), ThreeByThree).TieAt(i / 9, i % 9));
        }
        // Counted down the columns, a place's kernel is too: 1 2 / 3 4 becomes k1 k3 / k2 k4.
        Assert.StartsWith(" k1  k2   0  k3  k4", LayerMatrix.Of(new UnsharedConvolution(1, 2), ThreeByThree, VectorOrder.ColumnMajor).ToSymbols(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    [Trait("Row", "23")]
    [Trait("Row", "58")]
    public void PatchesTimesWeightsAreTheLayer(Convolution layer)
    {
        var (network, x) = Filled(layer);
        var lowering = PatchLowering.Of(layer, x.Reshape(4, 5, 2), network.Parameters[0].Values.ToArray());
        Assert.Equal(network.Run(x).ToArray().Select(value => (double)value), lowering.Multiply());
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    [Trait("Row", "58")]
    [Trait("Row", "67")]
    public void ATraceIsTheLayer(Convolution layer)
    {
        var (network, x) = Filled(layer with { Channels = 1 });
        var (weights, kernel) = (network.Parameters[0].Values.ToArray(), new Tensor(Shape.Of(layer.Kernel.At(0), layer.Kernel.At(1), 2)));
        for (var i = 0; i < weights.Length; i++) kernel.Floats[i % (weights.Length / 2) * 2 + i / (weights.Length / 2)] = weights[i];
        var trace = ConvolutionTrace.Of(x.Reshape(4, 5, 2), kernel, layer.Flip, layer.Padding, layer.Stride, layer.Dilation);
        Assert.Equal(network.Run(x).ToArray(), trace.Output.ToArray());
        // Channels alone sum to the layer, whatever stands around.
        Assert.Equal(trace.Output.ToArray(), trace.PartialMap(0).ToArray().Zip(trace.PartialMap(1).ToArray(), (a, b) => a + b));
        Assert.Contains("</svg>", trace.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "58")]
    public void ATraceNamesTheCellThatACopyIs()
    {
        ConvolutionTrace Of(PaddingMode mode, float value = 0) => ConvolutionTrace.Of(Tensor.From([5, 6, 7, 8], 4, 1), Tensor.From([1, 10, 100], 3, 1), padding: Padding.Same with { Mode = mode, Value = value });
        Assert.StartsWith("y1 = x4·k1 + x1·k2 + x2·k3 = 658\n", Of(PaddingMode.Circular).ToSymbols(), StringComparison.Ordinal);
        Assert.StartsWith("y1 = x2·k1 + x1·k2 + x2·k3 = 656\n", Of(PaddingMode.Reflect).ToSymbols(), StringComparison.Ordinal);
        Assert.StartsWith("y1 = x1·k1 + x1·k2 + x2·k3 = 655\n", Of(PaddingMode.Replicate).ToSymbols(), StringComparison.Ordinal);
        Assert.StartsWith("y1 = 2·k1 + x1·k2 + x2·k3 = 652\n", Of(PaddingMode.Constant, 2).ToSymbols(), StringComparison.Ordinal);
        Assert.StartsWith("y1 = x1·k2 + x2·k3 = 650\n", Of(PaddingMode.Zero).ToSymbols(), StringComparison.Ordinal);
        Assert.Contains("  x[-1]·w[0] = 8·1 = 8, sum 8 (padding)\n", Of(PaddingMode.Circular).ToText(), StringComparison.Ordinal);
        Assert.Contains("class=\"pad\"", Of(PaddingMode.Circular).ToSvg(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 3, 1, 1, 1, 1)]
    [InlineData(7, 3, 2, 1, 2, 1)]
    [InlineData(6, 4, 1, 2, 3, 5)]
    [InlineData(9, 3, 3, 1, 0, 2)]
    [Trait("Row", "51")]
    [Trait("Row", "58")]
    public void VisitsOfCopiesAreThoseCountedOneByOne(int input, int kernel, int stride, int dilation, int low, int high)
    {
        foreach (var mode in new[] { PaddingMode.Reflect, PaddingMode.Replicate, PaddingMode.Circular, PaddingMode.Constant })
        {
            var layer = new Convolution(1, kernel) { Stride = stride, Dilation = dilation, Padding = Padding.Of(new AxisSizes(low), new AxisSizes(high)) with { Mode = mode } };
            var axis = WindowArithmetic.Of(layer, Shape.Of(input, 1)).Axes[0];
            var (visits, support, place) = (new int[input], new int[axis.Output], new PaddingAxis(input, low, high));
            for (var output = 0; output < axis.Output; output++)
            {
                for (var tap = 0; tap < kernel; tap++)
                {
                    if (place.Source(output * stride + tap * dilation, mode) is not (>= 0 and var at)) continue;
                    visits[at]++;
                    support[output]++;
                }
            }
            Assert.Equal(visits, axis.Visits());
            Assert.Equal(support, axis.Support());
        }
    }

    [Fact]
    public void WhatIsNoProductOfPatchesIsSaid() => Assert.Equal("A convolution with a connection table is no product with one matrix of weights; take a layer without.",
        Assert.Throws<ArgumentException>(() => PatchLowering.Of(new Convolution(1, 1) { Connections = new ChannelConnections([0]) }, new Tensor(ThreeByThree), [1])).Message);

    private static IEnumerable<WindowLayer> All()
    {
        foreach (var mode in Enum.GetValues<PaddingMode>())
        {
            var padding = Padding.Of(new AxisSizes(1, 2), new AxisSizes(2, 0)) with { Mode = mode, Value = mode == PaddingMode.Constant ? 3 : 0 };
            yield return new Convolution(2, (3, 2)) { Padding = padding, Flip = true };
            yield return new Convolution(2, (2, 3)) { Padding = padding, Stride = (1, 2), Dilation = (2, 1) };
            yield return new Convolution(3, 2) { Padding = padding, Connections = new ChannelConnections([0], [1], [0, 1]) };
            yield return new Convolution(2, 2) { Padding = padding, BiasSharing = BiasSharing.PerLocation };
            yield return new UnsharedConvolution(2, (2, 3)) { Padding = padding };
            yield return new TiledConvolution(2, 3, (2, 1)) { Padding = padding, Stride = 2 };
        }
        yield return new AveragePooling(3) { Stride = 2, Padding = Padding.Of(1) };
        yield return new AveragePooling(2) { Padding = Padding.Of(1), CountPadding = true };
    }

    private static (Network Network, Tensor X) Filled(Convolution layer)
    {
        var network = Network.Sequential(Shape.Of(4, 5, 2), layer with { HasBias = false });
        var (random, x) = (new Random(4), new Tensor(Shape.Of(1, 4, 5, 2)));
        foreach (ref var value in network.Parameters.Values) value = random.Next(-8, 9);
        network.Parameters.MarkChanged();
        foreach (ref var value in x.Floats) value = random.Next(-8, 9);
        return (network, x);
    }
}
