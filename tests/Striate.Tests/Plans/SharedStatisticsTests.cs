using Striate.Layers;
using Striate.Networks;
using Striate.Plans;

namespace Striate.Tests.Plans;

/// <summary>Who computes the statistics of a batch, and that they are those of the map.</summary>
public class SharedStatisticsTests
{
    // Three normalisations see the first convolution's channels, two the second's: alone and beside others.
    private static Network Dense()
    {
        var x = Network.Input(12, 10, 3);
        var a = x.Then(new Convolution(16, 3) { Padding = Padding.Same });
        var b = a.Then(new BatchNormalization(), new Relu(), new Convolution(8, 3) { Padding = Padding.Same });
        var ab = Node.Concatenate(a, b);
        var c = ab.Then(new BatchNormalization(), new Relu(), new MaxPooling(3) { Stride = 1, Padding = Padding.Same });
        var all = Node.Concatenate(ab, c);
        // The maps that are normalised are outputs too, so that a test can see them.
        return Network.Of([a, ab, all, all.Then(new BatchNormalization(), new Relu(), new GlobalAveragePooling(), new Dense(4))]);
    }

    [Fact]
    public void AConvolutionTakesTheStatisticsOfItsOutput()
    {
        var steps = Dense().CompileTraining(2).Steps;
        Assert.Equal(2, steps.Count(step => step.Detail.EndsWith("+statistics", StringComparison.Ordinal)));
        Assert.DoesNotContain(Dense().CompileInference(2).Steps, step => step.Detail.Contains("statistics", StringComparison.Ordinal));
    }

    [Fact]
    public void StatisticsAreThoseOfTheMap()
    {
        var network = Dense();
        var plan = network.CompileTraining(3);
        var random = new Random(5);
        foreach (ref var value in plan.Input()) value = (float)random.NextDouble() + 2;
        plan.Forward(0, 0);
        foreach (var node in network.Nodes.Where(node => node.Layer is BatchNormalization))
        {
            var map = plan.Output(network.Outputs.ToList().IndexOf(node.Inputs[0]));
            var channels = node.Shape.Channels;
            var (mean, variance) = (node.Parameters[2], node.Parameters[3]);
            for (var c = 0; c < channels; c++)
            {
                var numbers = new double[360];
                for (var pixel = 0; pixel < 360; pixel++) numbers[pixel] = map[pixel * channels + c];
                var average = numbers.Average();
                var square = numbers.Sum(number => (number - average) * (number - average)) / 359;
                // running ← 0.9 · (0 and 1) + 0.1 · batch, the variance unbiased.
                Assert.Equal(0.1 * average, mean.Values[c], 1e-6 * Math.Max(1, Math.Abs(average)));
                Assert.Equal(0.9 + 0.1 * square, variance.Values[c], 1e-6 * Math.Max(1, square));
            }
        }
    }
}
