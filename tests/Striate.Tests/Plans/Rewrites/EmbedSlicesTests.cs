using Striate.Layers;
using Striate.Networks;
using Striate.Plans;

namespace Striate.Tests.Plans.Rewrites;

public class EmbedSlicesTests
{
    private static Convolution Convolve(int channels, int kernel = 3) => new(channels, kernel) { Padding = Padding.Same };

    // Branches as in Inception: each ends in another kind of step.
    private static Node Branches(Node x) => Node.Concatenate(
        x.Then(Convolve(17, 1), new Relu()),
        x.Then(Convolve(32, 3), new BatchNormalization(), new Relu()),
        x.Then(new MaxPooling(3) { Padding = Padding.Of(1), Stride = 1 }),
        x.Then(new AveragePooling(3) { Padding = Padding.Of(1), Stride = 1 }, Convolve(5, 1)));

    // A growing block as in DenseNet: each concatenation is a slice of the next.
    private static Node Growing(Node x)
    {
        x = x.Then(Convolve(20), new BatchNormalization(), new Relu());
        for (var layer = 0; layer < 3; layer++) x = Node.Concatenate(x, x.Then(new BatchNormalization(), new Relu(), Convolve(16, 1), new BatchNormalization(), new Relu(), Convolve(8)));
        return x;
    }

    // The same as exporters write it: every layer lists all maps before it.
    private static Node Listed(Node x)
    {
        var maps = new List<Node> { x.Then(Convolve(20), new BatchNormalization(), new Relu()) };
        for (var layer = 0; layer < 3; layer++)
        {
            var all = maps.Count == 1 ? maps[0] : Node.Concatenate([.. maps]);
            maps.Add(all.Then(new BatchNormalization(), new Relu(), Convolve(16, 1), new BatchNormalization(), new Relu(), Convolve(8)));
        }
        return Node.Concatenate([.. maps]);
    }

    // Up and joined with its counterpart as in a U-Net; a sum with a slice, and a depthwise convolution of one.
    private static Node Joined(Node x)
    {
        var skip = x.Then(Convolve(24), new BatchNormalization(), new Relu());
        var down = skip.Then(new MaxPooling(2), Convolve(32), new Relu());
        var up = down.Then(new TransposedConvolution(16, 2) { Stride = 2 }, new Relu());
        var merged = Node.Concatenate(up, skip + skip.Then(Convolve(24)), skip.Then(new Convolution(24, 3) { Padding = Padding.Same, Groups = 24 }));
        return merged.Then(Convolve(7));
    }

    private static Network Build(string name)
    {
        var x = Network.Input(12, 12, 6);
        Node Of(Node input) => name switch
        {
            "branches" => Branches(Branches(input)),
            "growing" => Growing(input),
            "listed" => Listed(input),
            _ => Joined(input),
        };
        var network = Network.Of(Of(x).Then(Convolve(4, 1)));
        var random = new Random(5);
        foreach (var parameter in network.Parameters.Where(parameter => parameter.IsState))
            foreach (ref var value in parameter.Values) value = 0.5f + random.NextSingle();
        network.Parameters.MarkChanged();
        return network;
    }

    private static void Fill(Span<float> values, int seed)
    {
        var random = new Random(seed);
        foreach (ref var value in values) value = random.NextSingle() - 0.5f;
    }

    private static string[] Copies(Plan plan) => [.. plan.Steps.Where(step => step.Kind == "copy").Select(step => step.Detail)];

    [Theory]
    [InlineData("branches", 2)]
    [InlineData("growing", 3)]
    [InlineData("listed", 3)]
    [InlineData("joined", 1)]
    public void NothingIsCopied(string name, int concatenations)
    {
        foreach (var plan in new Plan[] { Build(name).CompileInference(2), Build(name).CompileTraining(2) })
            Assert.Equal(Enumerable.Repeat("concatenate in place", concatenations), Copies(plan));
    }

    // Asking for every node's value forbids slices: the outputs must agree, on any number of threads to the bit.
    [Theory]
    [InlineData("branches")]
    [InlineData("growing")]
    [InlineData("listed")]
    [InlineData("joined")]
    public void InferenceEqualsThePlanWithCopies(string name)
    {
        var network = Build(name);
        var apart = network.CompileInference(3, wanted: [.. network.Nodes.Where(node => node.Layer is not null).Select(node => node.Name)]);
        Assert.DoesNotContain("concatenate in place", Copies(apart));
        Fill(apart.Input(), 1);
        apart.Run();
        var expected = apart.Output(network.Nodes.Count(node => node.Layer is not null) - 1).ToArray();
        var scale = expected.Max(Math.Abs);
        float[]? first = null;
        foreach (var threads in new[] { 1, 2, 5 })
        {
            var plan = network.CompileInference(3, new PlanOptions { Threads = threads });
            Fill(plan.Input(), 1);
            plan.Run();
            var actual = plan.Output().ToArray();
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * scale));
            Assert.Equal(first ??= actual, actual);
        }
    }

    [Theory]
    [InlineData("branches")]
    [InlineData("growing")]
    [InlineData("listed")]
    [InlineData("joined")]
    public void GradientsEqualThoseOfThePlanWithCopies(string name)
    {
        float[] Gradients(int threads, bool copies)
        {
            var network = Build(name);
            if (copies) network = Network.Of([network.Outputs[0], .. network.Nodes.Where(node => node.Layer is not null && node != network.Outputs[0])]);
            var plan = network.CompileTraining(3, new PlanOptions { Threads = threads });
            Assert.Equal(copies, !Copies(plan).Contains("concatenate in place"));
            Fill(plan.Input(), 1);
            plan.Forward(1, 1);
            for (var i = 0; i < network.Outputs.Count; i++) plan.OutputGradient(i).Clear();
            Fill(plan.OutputGradient(), 2);
            plan.Backward();
            // Two steps: what the first left in the arena must not be added to.
            plan.Forward(1, 2);
            for (var i = 0; i < network.Outputs.Count; i++) plan.OutputGradient(i).Clear();
            Fill(plan.OutputGradient(), 2);
            plan.Backward();
            return plan.Gradients.ToArray();
        }
        var (expected, actual) = (Gradients(1, copies: true), Gradients(1, copies: false));
        var scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-5 * scale));
        Assert.Equal(actual, Gradients(3, copies: false));
    }

    [Fact]
    public void WhoCannotBeASliceIsCopied()
    {
        static string Only(Node output, bool training = false) => Assert.Single(Copies(training ? Network.Of(output).CompileTraining(1) : Network.Of(output).CompileInference(1)));
        static Node X() => Network.Input(8, 8, 4);
        var x = X();
        Assert.Equal("concatenate 1 of 2", Only(Node.Concatenate(x, x.Then(Convolve(4))).Then(Convolve(2))));
        var twice = X().Then(Convolve(4));
        Assert.Equal("concatenate", Only(Node.Concatenate(twice, twice).Then(Convolve(2))));
        // Resampling writes whole maps only.
        x = X().Then(Convolve(4));
        Assert.Equal("concatenate 1 of 2", Only(Node.Concatenate(x.Then(new MaxPooling(2), new Resampling(2)), x).Then(Convolve(2))));
        // A reader behind the concatenation would be the first to write the slice's gradient.
        foreach (var training in new[] { false, true })
        {
            x = X().Then(Convolve(4));
            var joined = Node.Concatenate(x, x.Then(Convolve(5)));
            Assert.Equal(training ? "concatenate 1 of 2" : "concatenate in place", Only(joined.Then(Convolve(4)) + x.Then(Convolve(4, 1)), training));
        }
    }

    [Fact]
    public void ZerosAndWideMapsAreCopied()
    {
        Assert.Equal(["pad channels"], Copies(Network.Of(Network.Input(8, 8, 4).Then(Convolve(4), new ChannelPadding(2, 2), Convolve(3))).CompileInference(1)));
        // 128 × 128 × 64 floats are 4 MiB: two examples are 8 MiB, three more.
        var x = Network.Input(128, 128, 3);
        var network = Network.Of(Node.Concatenate(x.Then(Convolve(32)), x.Then(Convolve(32))).Then(Convolve(2)));
        Assert.Equal(["concatenate in place"], Copies(network.CompileInference(2)));
        Assert.Equal(["concatenate"], Copies(network.CompileInference(3)));
    }

    [Fact]
    public void AGrowingBlockLivesInOneMap()
    {
        // Five layers of 8 channels on 16: 56 channels side by side, beside one layer's 32 + 16. Copies would hold 48 and 56 at once.
        var x = Network.Input(32, 32, 3).Then(Convolve(16));
        for (var layer = 0; layer < 5; layer++) x = Node.Concatenate(x, x.Then(Convolve(8)));
        var plan = Network.Of(x.Then(Convolve(1, 1))).CompileInference(1);
        Assert.InRange(plan.ArenaBytes, 0, 32 * 32 * (56 + 4) * sizeof(float));
    }
}
