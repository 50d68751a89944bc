using Striate.Layers;
using Striate.Models;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Plans.Rewrites;

public class FuseInputMapTests
{
    private static Network Build(string name)
    {
        var x = Network.Input(12, 11, 5).Then(new Convolution(20, 3) { Padding = Padding.Same }, new Relu());
        var y = name switch
        {
            "normalized" => Node.Concatenate(x, x.Then(new MaxPooling(3) { Stride = 1, Padding = Padding.Of(1) })).Then(new BatchNormalization(), new Relu(), new Convolution(9, 1)),
            "linear" => x.Then(new BatchNormalization(), new Convolution(9, 1), new Tanh()),
            "scaled" => SqueezeExcitation.Behind(x, 20, 5).Then(new Convolution(9, 1) { HasBias = false }, new BatchNormalization()),
            _ => SqueezeExcitation.Behind(x, 20, 5).Then(new Convolution(20, 1), new BatchNormalization()) + x,
        };
        var network = Network.Of(y.Then(new Convolution(3, 3)));
        var random = new Random(7);
        foreach (var parameter in network.Parameters.Where(parameter => parameter.IsState))
            foreach (ref var value in parameter.Values) value = 0.5f + random.NextSingle();
        network.Parameters.MarkChanged();
        return network;
    }

    private static float[] Run(InferencePlan plan, int output)
    {
        var random = new Random(1);
        foreach (ref var value in plan.Input()) value = random.NextSingle() - 0.5f;
        plan.Run();
        return plan.Output(output).ToArray();
    }

    [Theory]
    [InlineData("normalized", "normalized")]
    [InlineData("linear", "normalized")]
    [InlineData("scaled", "scaled")]
    [InlineData("scaled and added", "scaled")]
    public void NoPassIsLeftAndTheNumbersAgree(string name, string word)
    {
        var network = Build(name);
        var nodes = network.Nodes.Where(node => node.Layer is not null).Select(node => node.Name).ToArray();
        var expected = Run(network.CompileInference(3, wanted: nodes), nodes.Length - 1);
        var plan = network.CompileInference(3);
        Assert.DoesNotContain(plan.Steps, step => step.Kind is "normalize" or "multiply");
        Assert.Single(plan.Steps, step => step.Detail.Split(' ').Contains(word));
        var actual = Run(plan, 0);
        var scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * scale));
        foreach (var threads in new[] { 1, 3 }) Assert.Equal(actual, Run(network.CompileInference(3, new PlanOptions { Threads = threads }), 0));
    }

    [Fact]
    public void RunningStatisticsThatMovedAreSeen()
    {
        var network = Build("normalized");
        var plan = network.CompileInference(2);
        var before = Run(plan, 0);
        foreach (ref var value in network.Parameters.First(parameter => parameter.IsState).Values) value += 1;
        network.Parameters.MarkStatesChanged();
        var after = Run(plan, 0);
        Assert.NotEqual(before, after);
        Assert.Equal(Run(network.CompileInference(2), 0), after);
    }

    [Fact]
    public void OthersKeepTheirPass()
    {
        static string[] Kinds(bool training, params Layer[] layers) =>
            [.. (training ? (Plan)Network.Sequential(Shape.Of(12, 12, 20), layers).CompileTraining(1) : Network.Sequential(Shape.Of(12, 12, 20), layers).CompileInference(1)).Steps.Select(step => step.Kind)];
        Assert.Equal(["convolve"], Kinds(false, new BatchNormalization(), new Convolution(4, 1)));
        // A larger window would normalise each pixel several times; other activations are not worth the code; training needs the normalised map again.
        Assert.Equal(["normalize", "convolve"], Kinds(false, new BatchNormalization(), new Convolution(4, 3)));
        Assert.Equal(["normalize", "convolve"], Kinds(false, new BatchNormalization(), new Silu(), new Convolution(4, 1)));
        Assert.Equal(["normalize", "convolve"], Kinds(true, new BatchNormalization(), new Convolution(4, 1)));
    }
}
