using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>The numbers of the lectures about pooling, through the whole library.</summary>
public class PoolingNumberTests
{
    [Fact]
    [Trait("Row", "123")]
    public void PaddingIsLeftOutOfTheMeanUnlessAsked()
    {
        // 3 and 6 with a zero on each side, windows of 3: (3 + 6) / 2, or (0 + 3 + 6) / 3.
        Assert.Equal([4.5f, 4.5f], Run(new AveragePooling(3) { Stride = 1, Padding = Padding.Of(1) }, [3, 6], 2));
        Assert.Equal([3, 3], Run(new AveragePooling(3) { Stride = 1, Padding = Padding.Of(1), CountPadding = true }, [3, 6], 2));
    }

    [Fact]
    [Trait("Row", "126")]
    public void ASmallerLastRegion()
    {
        float[] detector = [0.1f, 1, 0.2f, 0.1f, 0, 0.1f];
        var pooling = new MaxPooling(3) { Stride = 2, Fit = Fit.Ceiling };
        Assert.Equal([1, 0.2f, 0.1f], Run(pooling, detector, 6));
        Assert.Equal([1, 0.2f], Run(pooling with { Fit = Fit.Floor }, detector, 6));
        // No window starts in the padding behind: 5 inputs, one zero on each side, windows of 2 at −1, 1 and 3, none at 5.
        Assert.Equal([1, 3, 5], Run(new MaxPooling(2) { Padding = Padding.Of(1), Fit = Fit.Ceiling }, [1, 2, 3, 4, 5], 5));
        // The mean of a partial window is over its inputs.
        Assert.Equal([2, 4, 5.5f], Run(new AveragePooling(3) { Stride = 2, Fit = Fit.Ceiling }, [1, 2, 3, 4, 5, 6], 6));
    }

    [Fact]
    [Trait("Row", "75")]
    public void FourQuadrantsOfAnySize()
    {
        foreach (var (height, width) in new[] { (2, 2), (5, 4), (31, 17) })
            Assert.Equal(Shape.Of(2, 2, 3), Network.Sequential(Shape.Of(height, width, 3), AdaptiveMaxPooling.Quadrants).OutputShape);
        // 5 numbers: PyTorch's windows [0, 3) and [2, 5) share the middle, disjoint halves [0, 2) and [2, 5) do not.
        Assert.Equal([30, 50], Run(new AdaptiveMaxPooling(2), [10, 20, 30, 40, 50], 5));
        Assert.Equal([20, 40], Run(new AdaptiveAveragePooling(2), [10, 20, 30, 40, 50], 5));
        Assert.Equal([20, 50], Run(AdaptiveMaxPooling.Quadrants, [10, 20, 30, 40, 50], 5));
        Assert.Equal([15, 40], Run(AdaptiveAveragePooling.Quadrants, [10, 20, 30, 40, 50], 5));
        // 3×3: one pixel, one row of two, one column of two, four pixels.
        Assert.Equal([0, 1.5f, 4.5f, 6], Run(AdaptiveAveragePooling.Quadrants, [0, 1, 2, 3, 4, 5, 6, 7, 8], 3, 3));
    }

    [Fact]
    [Trait("Row", "140")]
    public void TheStrideIsTheWindowUnlessSaid()
    {
        foreach (var pooling in new PoolingLayer[] { new MaxPooling((2, 3)), new AveragePooling((2, 3)), new SumPooling((2, 3)), new LpPooling((2, 3)) })
            Assert.Equal(Shape.Of(3, 2, 1), Network.Sequential(Shape.Of(6, 6, 1), pooling).OutputShape);
    }

    private static float[] Run(Layer layer, float[] values, params int[] sizes) =>
        Network.Sequential(Shape.Of([.. sizes, 1]), layer).Run(Tensor.From(values, [1, .. sizes, 1])).ToArray();
}
