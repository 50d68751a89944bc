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

    [Fact]
    [Trait("Row", "122")]
    public void WeightsFallWithTheDistanceFromTheCentreAndSumToOne()
    {
        // Of one pixel at a time: the weights of a window of 3×3, σ = 3 / 4. Neighbours weigh e^(−8/9), corners e^(−16/9).
        var (side, corner) = (Math.Exp(-8 / 9.0), Math.Exp(-16 / 9.0));
        var sum = 1 + 4 * side + 4 * corner;
        var weights = Enumerable.Range(0, 9).Select(place => Run(new DistanceWeightedPooling(3), [.. Enumerable.Range(0, 9).Select(i => i == place ? 1f : 0)], 3, 3)[0]).ToArray();
        foreach (var (expected, actual) in new[] { corner, side, corner, side, 1, side, corner, side, corner }.Zip(weights)) Assert.Equal(expected / sum, actual, 1e-6);
        // Ones stay ones in whole, padded and partial windows: the weights of the inputs in a window sum to 1.
        foreach (var pooling in new[] { new DistanceWeightedPooling(3), new DistanceWeightedPooling(3) { Padding = Padding.Of(1), Stride = 1 }, new DistanceWeightedPooling(4) { Fit = Fit.Ceiling, Sigma = 0.01f } })
            Assert.All(Run(pooling, [.. Enumerable.Repeat(1f, 49)], 7, 7), value => Assert.Equal(1, value, 1e-6));
        // A wide Gaussian is the average.
        Assert.Equal(4, Run(new DistanceWeightedPooling(3) { Sigma = 1e4f }, [0, 1, 2, 3, 4, 5, 6, 7, 8], 3, 3)[0], 1e-5);
    }

    [Fact]
    [Trait("Row", "133")]
    public void AFixedPositionAndZerosEverywhereElse()
    {
        Assert.Equal([1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0], Run(new FixedUnpooling(2), [1, 2, 3, 4], 2, 2));
        Assert.Equal([0, 0, 1, 0, 0, 2], Run(new FixedUnpooling(3) { Position = 2 }, [1, 2], 2));
    }

    // Figure 9.9: three filters, each for a digit 5 turned otherwise; whichever fits, the unit answers.
    [Fact]
    [Trait("Row", "128")]
    public void AMaxoutUnitAnswersToAnyOfItsFilters()
    {
        Assert.Equal([0.9f, 0.8f], Run(new ChannelMaxPooling(3), Tensor.From([0.9f, 0.1f, 0.2f, 0.8f, 0.3f, 0.1f], 1, 1, 2, 3)));
        var network = Network.Sequential(Shape.Of(2, 2, 1), new Convolution(3, 2) { Name = "c", HasBias = false }, new ChannelMaxPooling(3));
        // Upright, sideways and diagonal strokes.
        network.Parameters["c.weight"].Set([1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1]);
        foreach (var picture in new float[][] { [1, 0, 1, 0], [1, 1, 0, 0], [1, 0, 0, 1] })
            Assert.Equal([2], network.Run(Tensor.From(picture, 1, 2, 2, 1)).ToArray());
    }

    [Fact]
    [Trait("Row", "129")]
    public void SomeChannelsArePooledAndOthersKeepTheirPlaces()
    {
        // Channel 0 is pooled; channel 1 keeps its pixel in the middle of each window, here the second of three.
        float[] x = [1, 10, 2, 20, 3, 30, 6, 40, 5, 50, 4, 60];
        Assert.Equal([3, 20, 6, 50], Run(new PartialPooling(new MaxPooling(3), 1), Tensor.From(x, 1, 6, 2)));
        // Of an even window, the lower of its two middles; with stride 1 and a border nothing moves.
        Assert.Equal([2, 10, 6, 30, 5, 50], Run(new PartialPooling(new MaxPooling(2), 1), Tensor.From(x, 1, 6, 2)));
        Assert.Equal([2, 10, 3, 20, 6, 30, 6, 40, 6, 50, 5, 60], Run(new PartialPooling(new MaxPooling(3) { Stride = 1, Padding = Padding.Same }, 1), Tensor.From(x, 1, 6, 2)));
    }

    // Three groups of two features; in the second picture they lie elsewhere, and so do the regions.
    [Fact]
    [Trait("Row", "130")]
    public void RegionsFollowTheFeaturesOfEachImage()
    {
        var pictures = new Tensor(Shape.Of(2, 9, 9, 2));
        void Put(int picture, int row, int column, float first, float second)
        {
            var pixel = pictures.Floats.Slice(((picture * 9 + row) * 9 + column) * 2, 2);
            (pixel[0], pixel[1]) = (first, second);
        }
        Put(0, 0, 6, 5, 1);
        Put(0, 0, 8, 3, 4);
        Put(0, 4, 0, 7, 0);
        Put(0, 6, 1, 1, 5);
        Put(0, 8, 8, 2, 2);
        Put(0, 8, 6, 6, 3);
        Put(1, 0, 0, 9, 1);
        Put(1, 1, 2, 2, 8);
        Put(1, 0, 8, 4, 4);
        Put(1, 2, 8, 5, 1);
        Put(1, 8, 3, 6, 6);
        Put(1, 8, 5, 7, 2);
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var pooled = Run(new ClusterPooling(3) { Features = 6, Seed = (ulong)seed }, pictures);
            // Centres of the first picture: (0, 7), (5, 0.5), (8, 7); of the second: (0.5, 1), (1, 8), (8, 4).
            Assert.Equal([5, 4, 7, 5, 6, 3, 9, 8, 5, 4, 7, 6], pooled);
        }
        // Only the strongest count: 9, 8 and 7 of the sums, one a cluster.
        Assert.Equal([4, 4, 7, 0, 6, 3], Run(new ClusterPooling(3) { Features = 3 }, Only(pictures, (0, 8, 4, 4))));
    }

    private static Tensor Only(Tensor pictures, (int Row, int Column, float First, float Second) change)
    {
        var first = Tensor.From(pictures.Floats[..162].ToArray(), 1, 9, 9, 2);
        (first.Floats[(change.Row * 9 + change.Column) * 2], first.Floats[(change.Row * 9 + change.Column) * 2 + 1]) = (change.First, change.Second);
        return first;
    }

    [Fact]
    [Trait("Row", "131")]
    public void OneSetOfRegionsIsLearntForAllImages()
    {
        var network = Network.Sequential(Shape.Of(4, 4, 1), new LearnedPooling(2) { Name = "pool" });
        Assert.Equal(4 * 16, network.Parameters.LearntLength);
        // At first four soft quadrants: each weighs the middle of its own cell most, 0.5 pixels off, and weights sum to 1.
        var start = network.Run(Tensor.From([.. Enumerable.Repeat(3f, 16)], 1, 4, 4, 1)).ToArray();
        Assert.All(start, value => Assert.Equal(3, value, 1e-5));
        Assert.Equal([-0.25f, -0.25f, -1.25f, -3.25f], network.Parameters["pool.weight"].Values[..4].ToArray());
        // Learnt from examples of one rule, y = the pixels (0, 0), (1, 3), (2, 2) and (3, 1): no fixed pooling could.
        var random = new Random(1);
        var inputs = Enumerable.Range(0, 64 * 16).Select(_ => (float)random.NextDouble()).ToArray();
        int[] places = [0, 7, 10, 13];
        var targets = inputs.Chunk(16).SelectMany(x => places.Select(place => x[place])).ToArray();
        var plan = network.CompileTraining(64);
        for (var step = 0; step < 400; step++)
        {
            inputs.CopyTo(plan.Input());
            plan.Forward(0, step);
            for (var i = 0; i < targets.Length; i++) plan.OutputGradient()[i] = 2 * (plan.Output()[i] - targets[i]);
            plan.Backward();
            var values = network.Parameters["pool.weight"].Values;
            for (var i = 0; i < values.Length; i++) values[i] -= 0.2f * plan.Gradients[i];
            network.Parameters.MarkChanged();
        }
        float[] picture = [.. Enumerable.Range(0, 16)];
        foreach (var (expected, actual) in places.Zip(network.Run(Tensor.From(picture, 1, 4, 4, 1)).ToArray())) Assert.Equal(expected, actual, 0.25);
    }

    // The slide's mask marks (0,2), (1,0), (2,1) and (3,2); the last value cannot be read on it and is 0.7 here.
    [Fact]
    [Trait("Row", "132")]
    public void ValuesGoBackToTheirPlacesAndZerosElsewhere()
    {
        float[] map = [0.1f, 0.2f, 0.5f, 0.3f, 1.3f, 0.4f, 0.1f, 0.2f, 0.3f, 0.4f, 0.2f, 0.1f, 0.1f, 0.2f, 0.7f, 0.6f];
        Assert.Equal([1.3f, 0.5f, 0.4f, 0.7f], Run(new MaxPooling(2), map, 4, 4));
        Assert.Equal([1 * 4 + 0, 0 * 4 + 2, 2 * 4 + 1, 3 * 4 + 2], Run(new MaxPoolingIndices(2), map, 4, 4));
        var x = Network.Input(4, 4, 1);
        var network = Network.Of(Node.Apply(new MaxUnpooling(2), x.Then(new MaxPooling(2)), x));
        Assert.Equal([0, 0, 0.5f, 0, 1.3f, 0, 0, 0, 0, 0.4f, 0, 0, 0, 0, 0.7f, 0], network.Run(Tensor.From(map, 1, 4, 4, 1)).ToArray());
    }

    [Fact]
    public void OfEqualNumbersTheFirstIsThePlace()
    {
        Assert.Equal([0, 3], Run(new MaxPoolingIndices(2), [5, 5, 1, 2], 4));
        Assert.Equal([1, 2], Run(new MaxPoolingIndices(2), [5, float.NaN, float.NaN, float.PositiveInfinity], 4));
    }

    private static float[] Run(Layer layer, Tensor input) => Network.Sequential(Shape.Of([.. input.Shape.Skip(1)]), layer).Run(input).ToArray();

    private static float[] Run(Layer layer, float[] values, params int[] sizes) => Run(layer, Tensor.From(values, [1, .. sizes, 1]));
}
