using Striate.Filters;
using Striate.Insight;
using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Tensors;

namespace Striate.Tests.Insight;

public class FilteringTests
{
    /// <summary>The lecture's picture: zeros; rows 2 to 6 and columns 3 to 7 are 90 but for (5, 4); (8, 2) is 90.</summary>
    private static Tensor Picture()
    {
        var picture = new Tensor(Shape.Of(10, 10, 1));
        for (var i = 0; i < 100; i++) picture.Floats[i] = i / 10 is >= 2 and <= 6 && i % 10 is >= 3 and <= 7 || i == 82 ? 90 : 0;
        picture.Floats[54] = 0;
        return picture;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Row", "78")]
    public void TheMovingAverage(bool passes)
    {
        float[] expected =
        [
            0, 10, 20, 30, 30, 30, 20, 10,
            0, 20, 40, 60, 60, 60, 40, 20,
            0, 30, 60, 90, 90, 90, 60, 30,
            0, 30, 50, 80, 80, 90, 60, 30,
            0, 30, 50, 80, 80, 90, 60, 30,
            0, 20, 30, 50, 50, 60, 40, 20,
            10, 20, 30, 30, 30, 30, 20, 10,
            10, 10, 10, 0, 0, 0, 0, 0,
        ];
        var run = Filter.Box(3, 3).Apply(Picture(), padding: Padding.Valid, passes: passes);
        Assert.Equal(Shape.Of(8, 8, 1), run.Output.Shape);
        Assert.Equal(passes ? 6 : 9, run.Products);
        for (var i = 0; i < 64; i++) Assert.Equal(expected[i], run.Output.Floats[i], 1e-4f);
    }

    [Fact]
    [Trait("Row", "82")]
    [Trait("Row", "83")]
    public void IdentityAndShift()
    {
        var x = Random(7, 9, 2);
        Assert.Equal(x.ToArray(), Filter.Identity().Apply(x).Output.ToArray());
        // The 1 to the right of the centre: what stood to the right comes here.
        var (left, right) = (Filter.Shift(0, 1).Apply(x).Output, Filter.Shift(0, 1).Apply(x, flip: true).Output);
        for (var row = 0; row < 7; row++)
        {
            for (var column = 0; column < 9; column++)
            {
                float At(Tensor map, int at) => map.Floats[(row * 9 + at) * 2 + 1];
                if (column < 8) Assert.Equal(At(x, column + 1), At(left, column));
                if (column > 0) Assert.Equal(At(x, column - 1), At(right, column));
            }
        }
        // Down two and to the left one.
        var moved = Filter.Shift(-2, 1).Apply(x).Output;
        Assert.Equal(x.Floats[(1 * 9 + 4) * 2], moved.Floats[(3 * 9 + 3) * 2]);
    }

    [Fact]
    [Trait("Row", "80")]
    [Trait("Row", "14")]
    public void AnyKernelIsTheSumOfProducts()
    {
        var (x, random) = (Random(6, 5, 1), new Random(2));
        var filter = new Filter("h", Shape.Of(3, 3), [.. Enumerable.Range(0, 9).Select(_ => (float)random.Next(-8, 9))]);
        var (correlated, convolved) = (filter.Apply(x, padding: Padding.Valid).Output, filter.Apply(x, flip: true, padding: Padding.Valid).Output);
        for (var i = 0; i < 12; i++)
        {
            double Sum(Func<int, int, int> tap) => Enumerable.Range(0, 9).Sum(t => (double)x.Floats[(i / 3 + t / 3) * 5 + i % 3 + t % 3] * filter.Values[tap(t / 3, t % 3)]);
            Assert.Equal(Sum((u, v) => u * 3 + v), correlated.Floats[i]);
            Assert.Equal(Sum((u, v) => (2 - u) * 3 + 2 - v), convolved.Floats[i]);
        }
        Assert.Equal(convolved.ToArray(), filter.Reversed().Apply(x, padding: Padding.Valid).Output.ToArray());
    }

    [Fact]
    [Trait("Row", "15")]
    public void SymmetricKernelsGiveTheSameBits()
    {
        foreach (var filter in new[] { Filter.Box(3, 3), Filter.Gaussian(5, 1.0), Filter.Laplacian, Filter.Sharpen() })
            foreach (var passes in new[] { true, false }) Assert.Equal(filter.Apply(Random(12, 9, 3), passes: passes).Output.ToArray(), filter.Apply(Random(12, 9, 3), flip: true, passes: passes).Output.ToArray());
        Assert.NotEqual(Filter.Sobel.Apply(Random(12, 9, 1)).Output.ToArray(), Filter.Sobel.Apply(Random(12, 9, 1), flip: true).Output.ToArray());
    }

    public static TheoryData<Filter, bool> Separable => new()
    {
        { Filter.Sobel, false }, { Filter.Sobel, true }, { Filter.Gaussian(7, 1.5), false }, { Filter.Box(5, 7), false }, { Filter.Gaussian(5, 1, 3), false }, { Filter.Box(2, 3, 4), true }, { Filter.Dct(6, 2, 3), true },
    };

    [Theory]
    [MemberData(nameof(Separable))]
    [Trait("Row", "90")]
    [Trait("Row", "91")]
    [Trait("Row", "92")]
    public void PassesOfVectorsAreTheKernelWhateverStandsAround(Filter filter, bool flip)
    {
        var x = filter.Shape.Rank == 2 ? Random(12, 15, 2) : Random(7, 8, 9, 1);
        Padding[] paddings = [Padding.Valid, Padding.Same, Padding.Full, .. Enum.GetValues<PaddingMode>().Select(mode => Padding.Same with { Mode = mode, Value = mode == PaddingMode.Constant ? 3 : 0 })];
        foreach (var padding in paddings)
        {
            var (passes, whole) = (filter.Apply(x, flip, padding), filter.Apply(x, flip, padding, passes: false));
            Assert.Equal((filter.Shape.Length, filter.Shape.Sum(), filter.Shape.Length), (passes.WholeProducts, passes.Products, whole.Products));
            Assert.Equal(whole.Output.Shape, passes.Output.Shape);
            foreach (var (a, b) in whole.Output.ToArray().Zip(passes.Output.ToArray())) Assert.Equal(a, b, 1e-4f);
        }
    }

    [Fact]
    [Trait("Row", "28")]
    public void NeighboursSubtractedAreVerticalEdges()
    {
        // 320 columns become 319; the edge between columns 99 and 100 alone is seen.
        var x = new Tensor(Shape.Of(4, 320, 1));
        for (var i = 0; i < x.Floats.Length; i++) x.Floats[i] = i % 320 < 100 ? 10 : 50;
        var edges = Filter.Edge.Apply(x, padding: Padding.Valid).Output;
        Assert.Equal(Shape.Of(4, 319, 1), edges.Shape);
        for (var i = 0; i < edges.Floats.Length; i++) Assert.Equal(i % 319 == 99 ? 40 : 0, edges.Floats[i]);
    }

    [Fact]
    [Trait("Row", "86")]
    public void FiltersTakeNoiseAwayAndFindEdgesAndTexture()
    {
        var random = new Random(1);
        double Spread(Tensor map) => Math.Sqrt(map.ToArray().Average(value => Math.Pow(value - 100, 2)));
        var noise = new Tensor(Shape.Of(64, 64, 1));
        for (var i = 0; i < noise.Floats.Length; i++) noise.Floats[i] = 100 + random.Next(-20, 21);
        // The mean of 25 has a fifth of the deviation.
        Assert.InRange(Spread(Filter.Box(5, 5).Apply(noise, padding: Padding.Valid).Output) / Spread(noise), 0.15, 0.25);
        // Half a picture of vertical stripes and half of horizontal ones: each Gabor filter answers in its half.
        var texture = new Tensor(Shape.Of(32, 64, 1));
        for (var i = 0; i < texture.Floats.Length; i++) texture.Floats[i] = (i % 64 < 32 ? i % 64 : i / 64) / 2 % 2 == 0 ? 1 : -1;
        double Energy(double degrees, int from) => Filter.Gabor(9, 4, degrees).Apply(texture, padding: Padding.Valid).Output.ToArray().Where((_, i) => i % 56 >= from && i % 56 < from + 20).Average(value => value * value);
        Assert.True(Energy(0, 2) > 10 * Energy(0, 34) && Energy(90, 34) > 10 * Energy(90, 2));
    }

    [Fact]
    public void WhatDoesNotFitIsSaid()
    {
        Assert.Equal("The kernel box 3 has 1 axis; the map is 7×9×2, channels last.", Assert.Throws<ArgumentException>(() => Filter.Box(3).Apply(Random(7, 9, 2))).Message);
        Assert.Equal("box does not fit: input 2×9, kernel 3×3, stride 1: the window spans 3, the padded input 2. What would fit: an input of 3 or more, 1 more padding on each side, or a smaller kernel.",
            Assert.Throws<ShapeException>(() => Filter.Box(3, 3).Apply(Random(2, 9, 1), padding: Padding.Valid)).Message);
    }

    private static Tensor Random(params int[] sizes)
    {
        var (tensor, random) = (new Tensor(Shape.Of(sizes)), new Random(7));
        foreach (ref var value in tensor.Floats) value = random.Next(-8, 9);
        return tensor;
    }
}
