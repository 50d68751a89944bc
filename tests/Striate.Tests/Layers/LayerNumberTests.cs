using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>The numbers of the lectures, through the whole library.</summary>
public class LayerNumberTests
{
    private static readonly float[] Nine = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly float[] Sixteen = [12, 20, 30, 0, 8, 12, 2, 0, 34, 70, 37, 4, 112, 100, 25, 12];

    [Fact]
    [Trait("Row", "118")]
    public void PoolingOfTwoByTwo()
    {
        Assert.Equal([20, 30, 112, 37], Run(new MaxPooling(2), Sixteen, 4, 4));
        Assert.Equal([13, 8, 79, 19.5f], Run(new AveragePooling(2), Sixteen, 4, 4));
    }

    [Fact]
    [Trait("Row", "118")]
    [Trait("Row", "121")]
    public void NormsOfTwoByTwo()
    {
        foreach (var (expected, actual) in new[] { 27.423, 30.067, 169.115, 46.411 }.Zip(Run(new LpPooling(2), Sixteen, 4, 4))) Assert.Equal(expected, actual, 5e-4);
        // Of the first window, 12 20 8 12: 52 with p = 1, ∛(1728 + 8000 + 512 + 1728) with p = 3; large p gives the largest magnitude.
        Assert.Equal(52, Run(new LpPooling(2, 1), Sixteen, 4, 4)[0]);
        Assert.Equal(Math.Cbrt(11968), Run(new LpPooling(2, 3), Sixteen, 4, 4)[0], 1e-4);
        Assert.Equal([4, 5, 7, 8], Run(new LpPooling(2, 40) { Stride = 1 }, Nine, 3, 3).Select(value => MathF.Round(value)));
        Assert.Equal([4, 5, 7, 8], Run(new LpPooling(2, float.PositiveInfinity) { Stride = 1 }, [.. Nine.Select(value => -value)], 3, 3));
        // Nothing overflows on the way: 4 times 10³⁰ to the fifth power, and its root.
        Assert.Equal(1e30 * Math.Pow(4, 0.2), Run(new LpPooling(2, 5), [1e30f, 1e30f, -1e30f, 1e30f], 2, 2)[0], 1e24);
    }

    [Fact]
    [Trait("Row", "120")]
    public void SumsOfTwoByTwo()
    {
        Assert.Equal([52, 32, 316, 78], Run(new SumPooling(2), Sixteen, 4, 4));
        // Overlapping: windows of 2, one apart.
        Assert.Equal([8, 12, 20, 24], Run(new SumPooling(2) { Stride = 1 }, Nine, 3, 3));
    }

    [Fact]
    [Trait("Row", "119")]
    public void MaximumWithStrideOne() => Assert.Equal([4, 5, 7, 8], Run(new MaxPooling(2) { Stride = 1 }, Nine, 3, 3));

    [Fact]
    [Trait("Row", "140")]
    public void PoolingStridesByItsWindow() => Assert.Equal(new AxisSizes(3), new MaxPooling(3).Stride);

    [Fact]
    [Trait("Row", "44")]
    public void FullPaddingVisitsEveryInputWithEveryTap() => Assert.Equal(Shape.Of(7, 1), Network.Sequential(Shape.Of(5, 1), new Convolution(1, 3) { Padding = Padding.Full }).OutputShape);

    [Fact]
    [Trait("Row", "48")]
    public void SamePaddingOfOddKernels()
    {
        foreach (var (kernel, zeros) in new[] { (3, 1), (5, 2), (7, 3) }) Assert.Equal((zeros, zeros), Padding.Same.Resolve(0, 32, kernel, 1));
        Assert.Equal((0, 1), Padding.Same.Resolve(0, 32, 2, 1));
    }

    [Fact]
    [Trait("Row", "62")]
    [Trait("Row", "63")]
    public void FiltersAndTheirParameters()
    {
        Assert.Equal(Shape.Of(28, 28, 6), Network.Sequential(Shape.Of(32, 32, 3), new Convolution(6, 5)).OutputShape);
        var ten = Network.Sequential(Shape.Of(32, 32, 3), new Convolution(10, 5) { Padding = Padding.Of(2) });
        Assert.Equal(Shape.Of(32, 32, 10), ten.OutputShape);
        Assert.Equal(760, ten.Parameters.LearntLength);
    }

    [Fact]
    [Trait("Row", "64")]
    public void FlattenIsChannelMajor()
    {
        Assert.Equal(Shape.Of(4900), Network.Sequential(Shape.Of(7, 7, 100), new Flatten()).OutputShape);
        // Two pixels of three channels, 1 2 3 and 4 5 6, become channel after channel.
        Assert.Equal([1, 4, 2, 5, 3, 6], Network.Sequential(Shape.Of(1, 2, 3), new Flatten()).Run(Tensor.From([1, 2, 3, 4, 5, 6], 1, 1, 2, 3)).ToArray());
    }

    [Fact]
    [Trait("Row", "172")]
    public void PoolingLearnsNothing()
    {
        var x = Network.Input(4, 4, 6);
        foreach (var layer in new Layer[] { new MaxPooling(2), new AveragePooling(2), new SumPooling(2), new LpPooling(2), new DistanceWeightedPooling(2), new MaxPoolingIndices(2), new GlobalAveragePooling(),
            new AdaptiveMaxPooling(3), AdaptiveAveragePooling.Quadrants, new ChannelMaxPooling(2), new PartialPooling(new MaxPooling(2), 3), new ClusterPooling(2), new FixedUnpooling(2) })
            Assert.Equal(0, Network.Of(x.Then(layer)).Parameters.LearntLength);
        Assert.Equal(0, Network.Of(Node.Apply(new MaxUnpooling(2), x.Then(new MaxPooling(2)), x)).Parameters.LearntLength);
    }

    [Fact]
    [Trait("Row", "142")]
    public void ActivationsAtAFewPoints()
    {
        Assert.Equal([0.5f], Run(new Sigmoid(), [0], 1, 1));
        Assert.Equal([0, 0, 2], Run(new Relu(), [-1, 0, 2], 1, 3));
        Assert.True(float.IsNaN(Run(new Relu(), [float.NaN], 1, 1)[0]));
        Assert.Equal([-0.5f, 2], Run(new LeakyRelu(0.25f), [-2, 2], 1, 2));
    }

    [Fact]
    [Trait("Row", "144")]
    [Trait("Row", "145")]
    public void BatchNormalizationInTrainingAndInference()
    {
        var network = Network.Sequential(Shape.Of(2, 1), new BatchNormalization { Name = "bn", Epsilon = 0, Momentum = 0.1f });
        network.Parameters["bn.weight"].Values[0] = 3;
        network.Parameters["bn.bias"].Values[0] = 1;
        network.Parameters.MarkChanged();
        var plan = network.CompileTraining(2);
        new float[] { 1, 3, 5, 7 }.CopyTo(plan.Input());
        plan.Forward(0, 0);
        // Mean 4, biased variance 5: (x − 4) · 3 / √5 + 1.
        foreach (var (expected, actual) in new[] { 1 - 9 / Math.Sqrt(5), 1 - 3 / Math.Sqrt(5), 1 + 3 / Math.Sqrt(5), 1 + 9 / Math.Sqrt(5) }.Zip(plan.Output().ToArray())) Assert.Equal(expected, actual, 1e-5);
        // Running: 0.9 · 0 + 0.1 · 4 and 0.9 · 1 + 0.1 · 20/3 (unbiased).
        Assert.Equal(0.4, network.Parameters["bn.running_mean"].Values[0], 1e-6);
        Assert.Equal(0.9 + 2 / 3.0, network.Parameters["bn.running_var"].Values[0], 1e-6);
    }

    [Fact]
    [Trait("Row", "73")]
    public void TheSameWeightsOnInputsOfAnySize()
    {
        var network = Network.Sequential(Shape.Of(28, 28, 1), new Convolution(4, 3), new GlobalAveragePooling(), new Dense(2));
        Assert.Equal(Shape.Of(3, 2), network.Run(new Tensor(Shape.Of(3, 40, 64, 1))).Shape);
    }

    [Fact]
    [Trait("Row", "147")]
    public void AResidualBlockWhoseBranchIsZeroIsTheIdentity()
    {
        var x = Network.Input(3, 3, 2);
        var network = Network.Of(x.Then(new Convolution(2, 3) { Padding = Padding.Same, WeightInitializer = Striate.Parameters.Initializer.Zeros }) + x);
        var input = Tensor.From([.. Enumerable.Range(-9, 18).Select(i => (float)i)], 1, 3, 3, 2);
        Assert.Equal(input.ToArray(), network.Run(input).ToArray());
    }

    private static float[] Run(Layer layer, float[] values, int height, int width) =>
        Network.Sequential(Shape.Of(height, width, 1), layer).Run(Tensor.From(values, 1, height, width, 1)).ToArray();
}
