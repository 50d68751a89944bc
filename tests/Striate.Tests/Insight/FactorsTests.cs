using Striate.Insight;
using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Insight;

public class FactorsTests
{
    private static readonly float[] Sobel = [1, 0, -1, 2, 0, -2, 1, 0, -1];

    [Fact]
    [Trait("Row", "87")]
    [Trait("Row", "92")]
    public void SobelIsAColumnTimesARow()
    {
        var factors = KernelFactors.Of(Sobel, 3, 3);
        Assert.Equal((1, true, 6), (factors.Rank, factors.IsSeparable, factors.Cost(1)));
        Assert.Equal(Math.Sqrt(12), factors.SingularValues[0], 1e-12);
        Assert.Equal(0, factors.SingularValues[1], 1e-12);
        Assert.Equal(0, factors.Error(1), 1e-12);
        var (column, row) = factors.Term(0);
        for (var i = 0; i < 9; i++) Assert.Equal(Sobel[i], column[i / 3] * row[i % 3], 1e-12);
        // [1 2 1]ᵀ and [1 0 −1], up to a common factor.
        Assert.Equal([1, 2, 1], column.Select(value => Math.Round(value / column[0], 9)));
        Assert.Equal([1, 0, -1], row.Select(value => Math.Round(value / row[0], 9)));
    }

    [Fact]
    [Trait("Row", "90")]
    [Trait("Row", "91")]
    public void APassOfAColumnAndOneOfARowAreTheKernel()
    {
        // Outer product of a column and a row; the full convolution of both is the kernel itself.
        var random = new Random(1);
        float[] column = [1, -2, 3, 4, 5], row = [2, 0, -1, 3, 1, 4, -2];
        float[] kernel = [.. column.SelectMany(c => row.Select(r => c * r))];
        Assert.True(KernelFactors.Of(kernel, 5, 7).IsSeparable);
        Assert.Equal((12, 35), (KernelFactors.Of(kernel, 5, 7).Cost(1), kernel.Length));
        var x = new Tensor(Shape.Of(1, 12, 14, 1));
        foreach (ref var value in x.Floats) value = random.Next(-8, 9);
        var whole = Network.Sequential(Shape.Of(12, 14, 1), new Convolution(1, (5, 7)) { HasBias = false, Name = "c" });
        whole.Parameters["c.weight"].Set(kernel);
        var passes = Network.Sequential(Shape.Of(12, 14, 1), new Convolution(1, (5, 1)) { HasBias = false, Name = "c" }, new Convolution(1, (1, 7)) { HasBias = false, Name = "r" });
        passes.Parameters["c.weight"].Set(column);
        passes.Parameters["r.weight"].Set(row);
        // I*(u*v) = (I*u)*v, on integers exactly.
        Assert.Equal(whole.Run(x).ToArray(), passes.Run(x).ToArray());
        var full = ConvolutionTrace.Of(Tensor.From(column, 5, 1, 1), Tensor.From(row, 1, 7, 1), flip: true, padding: Padding.Full);
        Assert.Equal(kernel, full.Output.ToArray());
    }

    [Fact]
    [Trait("Row", "92")]
    [Trait("Row", "93")]
    public void ErrorsOfLowerRanks()
    {
        // diag(3, 2, 1): singular values 3, 2, 1 of length √14.
        var factors = KernelFactors.Of([3, 0, 0, 0, 2, 0, 0, 0, 1], 3, 3);
        Assert.Equal([3, 2, 1], factors.SingularValues.Select(value => Math.Round(value, 12)));
        Assert.Equal((3, false), (factors.Rank, factors.IsSeparable));
        Assert.Equal([Math.Sqrt(5 / 14.0), Math.Sqrt(1 / 14.0), 0], new[] { 1, 2, 3 }.Select(factors.Error), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal((0, 0.0), (KernelFactors.Of(new float[4], 2, 2).Rank, KernelFactors.Of(new float[4], 2, 2).Error(1)));
    }

    public static TheoryData<Convolution, int> Layers => new()
    {
        { new Convolution(5, 3) { Padding = Padding.Same, Name = "c" }, 4 },
        { new Convolution(6, (3, 5)) { Stride = (2, 1), Padding = Padding.Of(new AxisSizes(1, 0), new AxisSizes(0, 2)), Dilation = (1, 2), Name = "c" }, 3 },
        { new Convolution(4, (2, 3)) { HasBias = false, Padding = Padding.Full, Name = "c" }, 1 },
        { new Convolution(4, (3, 4)) { Flip = true, Padding = Padding.Same, Name = "c" }, 2 },
        { new Convolution(3, 3) { Padding = Padding.Same with { Mode = PaddingMode.Circular }, Name = "c" }, 2 },
        { new Convolution(3, (3, 5)) { Padding = Padding.Of(new AxisSizes(1, 0), new AxisSizes(2, 3)) with { Mode = PaddingMode.Reflect }, Flip = true, Name = "c" }, 2 },
        { new Convolution(3, 2) { Padding = Padding.Full with { Mode = PaddingMode.Replicate }, BiasSharing = BiasSharing.PerLocation, Name = "c" }, 2 },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    [Trait("Row", "93")]
    public void WithoutErrorTheReplacementsAreTheLayer(Convolution layer, int channels)
    {
        var network = Network.Sequential(Shape.Of(12, 13, channels), layer, new Tanh());
        network.Initialize(3);
        foreach (ref var value in network.Parameters.Values) value += 0.1f;
        var x = new Tensor(Shape.Of(2, 12, 13, channels));
        var random = new Random(1);
        foreach (ref var value in x.Floats) value = (float)(random.NextDouble() * 2 - 1);
        var (expected, factors) = (network.Run(x).ToArray(), network.Factors().Single());
        foreach (var kind in Enum.GetValues<Factorization>())
        {
            var exact = factors.Replacements.Last(replacement => replacement.Kind == kind);
            Assert.Equal(0, exact.Error, 1e-6);
            var rewritten = network.Rewrite(new Dictionary<ConvolutionFactors, LowRankReplacement> { [factors] = exact });
            Assert.Equal(["c.first", "c"], rewritten.Nodes.Where(node => node.Layer is Convolution).Select(node => node.Name));
            Assert.Equal((exact.Weights, exact.MultiplyAccumulates), (rewritten.Parameters.Where(parameter => parameter.Name.EndsWith("weight", StringComparison.Ordinal)).Sum(parameter => parameter.Length), rewritten.Summary().MultiplyAccumulates));
            foreach (var (a, b) in expected.Zip(rewritten.Run(x).ToArray())) Assert.Equal(a, b, 1e-4);
        }
    }

    [Fact]
    [Trait("Row", "93")]
    public void WhatCannotBeTwoPassesIsNot()
    {
        // Threes around the map are not threes behind the first pass: only a depthwise pair is the layer.
        var network = Network.Sequential(Shape.Of(6, 7, 2), new Convolution(3, 3) { Padding = Padding.Same with { Mode = PaddingMode.Constant, Value = 3 }, Name = "c" });
        var factors = network.Factors().Single();
        Assert.All(factors.Replacements, replacement => Assert.Equal(Factorization.Depthwise, replacement.Kind));
        var x = new Tensor(Shape.Of(1, 6, 7, 2));
        var rewritten = network.Rewrite(new Dictionary<ConvolutionFactors, LowRankReplacement> { [factors] = factors.Replacements[^1] });
        foreach (var (a, b) in network.Run(x).ToArray().Zip(rewritten.Run(x).ToArray())) Assert.Equal(a, b, 1e-4);
        // Connection tables and kernels that depend on the place stay as they are.
        var others = Network.Sequential(Shape.Of(14, 14, 6), new Convolution(16, 5) { Connections = ChannelConnections.LeNet5, Name = "c3" }, new UnsharedConvolution(2, 3), new TiledConvolution(2, 3, 2));
        Assert.Empty(others.Factors());
        Assert.Equal(others.Parameters.LearntLength, others.Rewrite(others.Factors().Choose(1)).Parameters.LearntLength);
    }

    [Fact]
    [Trait("Row", "94")]
    public void ADepthwiseSeparableLayerIsFound()
    {
        // 3×3×3×5 made of one kernel for each input channel: 135 weights that are 42 in truth.
        var network = Network.Sequential(Shape.Of(9, 9, 3), new Convolution(5, 3) { HasBias = false, Name = "c" });
        var weights = new float[135];
        for (var i = 0; i < 135; i++) weights[i] = (1 + i / 27 - 2 * (i / 9 % 3)) * (i % 9 - 3 + i / 9 % 3);
        network.Parameters["c.weight"].Set(weights);
        Assert.Equal(1, network.Factors().Single().DepthwiseRank);
        var chosen = Assert.Single(network.Factors().Choose(1e-6)).Value;
        Assert.Equal((Factorization.Depthwise, 1, 42L), (chosen.Kind, chosen.Rank, chosen.Weights));
        Assert.Equal(42, network.Rewrite(network.Factors().Choose(1e-6)).Parameters.LearntLength);
        // Nothing else is cheap enough: other weights stay as they are.
        network.Initialize(1);
        Assert.Empty(network.Factors().Choose(0));
        Assert.Equal(135, network.Rewrite(network.Factors().Choose(0)).Parameters.LearntLength);
    }

    [Fact]
    public void LargeBanksAreDecomposedByTheirGramMatrix()
    {
        // (input channel, row) × (output channel, column) is 120 × 135, of rank 7.
        var random = new Random(1);
        var (left, right) = (Enumerable.Range(0, 840).Select(_ => random.NextDouble() - 0.5).ToArray(), Enumerable.Range(0, 945).Select(_ => random.NextDouble() - 0.5).ToArray());
        var network = Network.Sequential(Shape.Of(5, 5, 40), new Convolution(45, 3) { HasBias = false, Name = "c" });
        var weights = new float[45 * 40 * 9];
        for (var i = 0; i < weights.Length; i++)
        {
            int j = i % 3, r = i / 3 % 3, c = i / 9 % 40, k = i / 360;
            for (var term = 0; term < 7; term++) weights[i] += (float)(left[(c * 3 + r) * 7 + term] * right[(k * 3 + j) * 7 + term]);
        }
        network.Parameters["c.weight"].Set(weights);
        var factors = network.Factors().Single();
        Assert.Equal((7, 120), (factors.Rank, factors.SingularValues.Count));
        var exact = factors.Replacements.Last(replacement => replacement.Kind == Factorization.OneDimensional);
        Assert.Equal((7, 7L * (120 + 135)), (exact.Rank, exact.Weights));
        var x = new Tensor(Shape.Of(1, 5, 5, 40));
        foreach (ref var value in x.Floats) value = (float)random.NextDouble();
        foreach (var (a, b) in network.Run(x).ToArray().Zip(network.Rewrite(network.Factors().Choose(1e-5)).Run(x).ToArray())) Assert.Equal(a, b, 1e-3);
    }

    [Fact]
    public void WhatIsNoKernel()
    {
        Assert.Equal("A kernel of 2×3 has 6 numbers, not 5.", Assert.Throws<ArgumentException>(() => KernelFactors.Of(new float[5], 2, 3)).Message);
        Assert.Equal("A kernel of 1025×1025 is too large to decompose; at most 1024 rows or columns are.", Assert.Throws<ArgumentException>(() => KernelFactors.Of(new float[1025 * 1025], 1025, 1025)).Message);
        Assert.Equal("The error of weights is 0 or more, not -1.", Assert.Throws<ArgumentException>(() => Network.Sequential(Shape.Of(3), new Dense(1)).Factors().Choose(-1)).Message);
    }
}
