using Striate.Insight;
using Striate.Layers;
using Striate.Models;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Plans;

public class PlanTests
{
    [Theory]
    [InlineData("lenet5", 61_706)]
    [InlineData("resnet20", 272_474)]
    [Trait("Row", "149")]
    public void ParameterCounts(string name, int count) => Assert.Equal(count, ModelZoo.Build(name).Parameters.LearntLength);

    [Fact]
    public void PaddedShortcutsHaveNoParameters() => Assert.Equal(269_722, CifarResNet.ResNet20(Shape.Of(32, 32, 3), 10, Shortcut.Padded).Parameters.LearntLength);

    // Asking for every node's value forbids all fusion: the plan before the rewrites. The outputs must agree.
    [Theory]
    [InlineData("lenet5")]
    [InlineData("simplenet")]
    [InlineData("resnet20")]
    public void FusionChangesNoNumbers(string name)
    {
        var network = ModelZoo.Build(name);
        var random = new Random(1);
        foreach (var parameter in network.Parameters.Where(parameter => parameter.IsState))
            foreach (ref var value in parameter.Values) value = 0.5f + (float)random.NextDouble();
        network.Parameters.MarkChanged();
        var input = new Tensor(network.InputShape.WithBatch(3));
        foreach (ref var value in input.Floats) value = (float)random.NextDouble();
        var all = network.Run(new Dictionary<string, Tensor> { ["input"] = input }, [.. network.Nodes.Select(node => node.Name)]);
        var (plain, fused) = (all[network.Outputs[0].Name].ToArray(), network.Run(input).ToArray());
        var scale = plain.Max(Math.Abs);
        for (var i = 0; i < plain.Length; i++) Assert.Equal(plain[i], fused[i], 1e-4 * scale);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void ATransposedConvolutionTakesItsNormalisation(int groups, bool hasBias)
    {
        var network = Network.Sequential(Shape.Of(5, 6, 4), new TransposedConvolution(6, 3) { Stride = 2, Groups = groups, HasBias = hasBias }, new BatchNormalization(), new Silu());
        var random = new Random(1);
        foreach (var parameter in network.Parameters)
            foreach (ref var value in parameter.Values) value = 0.5f + (float)random.NextDouble();
        network.Parameters.MarkChanged();
        var input = new Tensor(network.InputShape.WithBatch(2));
        foreach (ref var value in input.Floats) value = (float)random.NextDouble() - 0.5f;
        var all = network.Run(new Dictionary<string, Tensor> { ["input"] = input }, [.. network.Nodes.Select(node => node.Name)]);
        var (plain, fused) = (all[network.Outputs[0].Name].ToArray(), network.Run(input).ToArray());
        for (var i = 0; i < plain.Length; i++) Assert.Equal(plain[i], fused[i], 1e-5 * plain.Max(Math.Abs));
        Assert.Single(network.CompileInference(1).Steps);
    }

    [Fact]
    public void EachRewriteLeavesFewerSteps()
    {
        static string[] Kinds(Network network, bool training) => [.. (training ? (Plan)network.CompileTraining(1) : network.CompileInference(1)).Steps.Select(step => $"{step.Kind} {step.Detail}".Trim())];
        var chain = Network.Sequential(Shape.Of(8, 8, 2), new Convolution(4, 3), new BatchNormalization(), new Relu());
        Assert.Matches(@"^convolve \S+ \+bias \+batch-norm \+relu$", Assert.Single(Kinds(chain, training: false)));
        Assert.Equal(["convolve", "normalize"], Kinds(chain, training: true).Select(kind => kind.Split(' ')[0]));
        Assert.Equal("normalize +relu", Kinds(chain, training: true)[1]);
        // Silu's gradient reads its input; behind frozen layers alone nobody asks for it.
        foreach (var frozen in new[] { true, false })
        {
            var stem = Network.Sequential(Shape.Of(8, 8, 2), new Convolution(4, 3) { Frozen = frozen }, new Silu(), new Convolution(2, 3));
            Assert.Equal(frozen ? ["convolve", "convolve"] : ["convolve", "activate", "convolve"], Kinds(stem, training: true).Select(kind => kind.Split(' ')[0]));
        }
        var up = Network.Sequential(Shape.Of(8, 8, 2), new TransposedConvolution(4, 2) { Stride = 2 }, new BatchNormalization(), new Relu());
        Assert.Matches(@"^convolve transposed \S+ \+bias \+batch-norm \+relu$", Assert.Single(Kinds(up, training: false)));
        var x = Network.Input(8, 8, 2);
        var residual = Network.Of((x.Then(new Convolution(2, 3) { Padding = Padding.Same }) + x).Then(new Relu()));
        Assert.Matches(@"^convolve \S+ \+bias \+add \+relu$", Assert.Single(Kinds(residual, training: false)));
    }

    [Fact]
    public void AStepOfAPlanAllocatesNothing()
    {
        var plan = ModelZoo.Build("resnet20").CompileTraining(2);
        void Step()
        {
            plan.Forward(1, 1);
            plan.OutputGradient().Fill(0.1f);
            plan.Backward();
        }
        for (var i = 0; i < 50; i++) Step();
        // The test host allocates now and then: the quietest of many steps is the plan's own.
        var least = long.MaxValue;
        for (var window = 0; window < 200 && least > 0; window++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Step();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        Assert.Equal(0, least);
    }

    [Fact]
    public void RunIsSafeFromManyThreads()
    {
        var network = ModelZoo.Build("lenet5");
        var inputs = Enumerable.Range(0, 8).Select(seed =>
        {
            var tensor = new Tensor(Shape.Of(2, 28, 28, 1));
            var random = new Random(seed);
            foreach (ref var value in tensor.Floats) value = (float)random.NextDouble();
            return tensor;
        }).ToArray();
        var alone = inputs.Select(input => network.Run(input).ToArray()).ToArray();
        Parallel.For(0, 200, i => Assert.Equal(alone[i % 8], network.Run(inputs[i % 8]).ToArray()));
    }

    [Fact]
    public void PlacementSharesMemoryButNeverTooMuch()
    {
        // Each value in memory of its own would take the sum; the arena must be smaller and the numbers the same.
        var network = ModelZoo.Build("resnet20");
        var plan = network.CompileInference(2);
        var sum = plan.Steps.Sum(step => step.Output.Length) * sizeof(float);
        Assert.InRange(plan.ArenaBytes, 1, sum / 4);
    }

    [Fact]
    [Trait("Row", "29")]
    public void ReceptiveFieldsOfThreeByThreeStacks()
    {
        var network = Network.Sequential(Shape.Of(32, 32, 1), new Convolution(1, 3), new Convolution(1, 3), new Convolution(1, 3));
        Assert.Equal([1L, 3, 5, 7], network.Summary().Layers.Select(layer => layer.ReceptiveFields[0].Size));
    }

    [Fact]
    public void SharedInitialisationDoesNotDependOnOtherLayers()
    {
        var small = Network.Sequential(Shape.Of(4), new Dense(3) { Name = "a" });
        var large = Network.Sequential(Shape.Of(4), new Dense(3) { Name = "a" }, new Dense(5));
        Assert.Equal(small.Parameters["a.weight"].Values.ToArray(), large.Parameters["a.weight"].Values.ToArray());
    }
}
