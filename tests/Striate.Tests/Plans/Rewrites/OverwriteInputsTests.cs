using Striate.Layers;
using Striate.Networks;
using Striate.Plans;

namespace Striate.Tests.Plans.Rewrites;

public class OverwriteInputsTests
{
    private static Convolution Convolve(int channels, int kernel = 3) => new(channels, kernel) { Padding = Padding.Same };

    // Sums by 3×3, 1×1 and depthwise convolutions, of maps, behind normalisations, products; some addends are read later, one is a slice.
    private static Network Build()
    {
        var x = Network.Input(14, 13, 32);
        var y = x.Then(Convolve(32)) + x;
        y = (y.Then(Convolve(40, 1), new Relu(), Convolve(32)) + y).Then(new Relu());
        y = y.Then(new Convolution(32, 3) { Padding = Padding.Same, Groups = 32 }) + y;
        y = y.Then(new MaxPooling(3) { Stride = 1, Padding = Padding.Of(1) }) + y.Then(new AveragePooling(3) { Stride = 1, Padding = Padding.Of(1) });
        y = y.Then(new BatchNormalization(), new Silu());
        y = y.Then(Convolve(32, 1)) + y.Then(new BatchNormalization());
        var early = y.Then(Convolve(32, 1)) + y;
        var late = y.Then(new MaxPooling(3) { Stride = 1, Padding = Padding.Of(1) });
        var slice = early.Then(Convolve(8));
        var joined = Node.Concatenate(slice, late * early);
        var sum = joined.Then(Convolve(40)) + joined;
        return Network.Of((sum.Then(Convolve(8, 1)) + slice).Then(new Sigmoid()));
    }

    private static void Fill(Span<float> values)
    {
        var random = new Random(3);
        foreach (ref var value in values) value = random.NextSingle() - 0.5f;
    }

    [Fact]
    public void NumbersEqualThoseOfThePlanWithoutSharing()
    {
        var network = Build();
        var nodes = network.Nodes.Where(node => node.Layer is not null).Select(node => node.Name).ToArray();
        var apart = network.CompileInference(2, wanted: nodes);
        Fill(apart.Input());
        apart.Run();
        var expected = apart.Output(nodes.Length - 1).ToArray();
        foreach (var algorithms in new[] { Kernels.Convolution.Algorithms.Fastest, Kernels.Convolution.Algorithms.Direct })
        {
            float[]? first = null;
            foreach (var threads in new[] { 1, 2, 4 })
            {
                var plan = network.CompileInference(2, new PlanOptions { Threads = threads, Algorithms = algorithms });
                Fill(plan.Input());
                plan.Run();
                var actual = plan.Output().ToArray();
                Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
                Assert.Equal(first ??= actual, actual);
            }
        }
    }

    [Fact]
    public void AResidualChainTakesTwoMaps()
    {
        var x = Network.Input(32, 32, 3).Then(Convolve(16));
        for (var block = 0; block < 4; block++) x = (x.Then(Convolve(16), new Relu(), Convolve(16)) + x).Then(new Relu());
        var network = Network.Of(x.Then(new GlobalAveragePooling()));
        // The sum and what is between its two convolutions; a third map where the sum lay apart. Large maps have a gap behind them.
        const int Map = (32 * 32 * 16 + 272) * sizeof(float);
        Assert.InRange(network.CompileInference(1).ArenaBytes, 2 * Map, 2.5 * Map);
    }

    // The outputs of a batch in parts lie elsewhere than the values between.
    [Fact]
    public void SumsThatAreOutputsStayApart()
    {
        var x = Network.Input(128, 128, 8);
        var y = x.Then(Convolve(32));
        var network = Network.Of([y.Then(Convolve(32)) + y, (y.Then(Convolve(32, 1)) + y).Then(Convolve(2))]);
        var whole = network.CompileInference(8);
        Assert.InRange(whole.Part, 1, 7);
        Fill(whole.Input());
        whole.Run();
        var one = network.CompileInference(1);
        for (var example = 0; example < 8; example++)
        {
            whole.Input().Slice(example * one.Input().Length, one.Input().Length).CopyTo(one.Input());
            one.Run();
            for (var output = 0; output < 2; output++)
            {
                var length = one.Output(output).Length;
                Assert.All(one.Output(output).ToArray().Zip(whole.Output(output).Slice(example * length, length).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
            }
        }
    }
}
