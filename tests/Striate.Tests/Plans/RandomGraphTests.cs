using Striate.Kernels.Convolution;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Plans;

/// <summary>Whatever is fused, folded, joined in place or computed again: the numbers are those of one layer after the other.</summary>
public class RandomGraphTests
{
    private const int Batch = 3;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void InferenceIsOneLayerAfterTheOther(int seed)
    {
        var network = RandomGraph.Build(seed, smooth: false);
        var input = Input(network, seed);
        var expected = LayerByLayer(network, input);
        Near(expected, network.Run(input).ToArray(), 1e-4, $"seed {seed}");
        Near(expected, Run(network, input, new PlanOptions { Algorithms = Algorithms.Direct, Threads = 3 }), 1e-4, $"seed {seed}, direct");
        // Every node asked for: nothing may disappear into its neighbour.
        Near(expected, network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = input }, [.. network.Nodes.Select(node => node.Name)])[network.Outputs[0].Name].ToArray(), 1e-4, $"seed {seed}, all nodes");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void TrainingGivesTheSameBitsInEveryWay(int seed)
    {
        var network = RandomGraph.Build(seed, smooth: false);
        var input = Input(network, seed);
        var one = Train(network, input, new PlanOptions { Threads = 1 });
        Assert.Equal(one, Train(RandomGraph.Build(seed, smooth: false), input, new PlanOptions { Threads = 3 }));
        Assert.Equal(one, Train(RandomGraph.Build(seed, smooth: false), input, new PlanOptions { Threads = 2, Recompute = true }));
    }

    // (L(θ + εd) − L(θ − εd)) / 2ε = Σ gradient · d, for L = Σ c · y; batch statistics move with θ.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void GradientsAreDerivatives(int seed)
    {
        var network = RandomGraph.Build(seed, smooth: true);
        var input = Input(network, seed);
        var plan = network.CompileTraining(Batch, PlanOptions.Default);
        var random = new Random(seed);
        var weights = Enumerable.Range(0, plan.Output().Length).Select(_ => random.NextSingle() - 0.5f).ToArray();
        double Loss()
        {
            network.Parameters.MarkChanged();
            input.Floats.CopyTo(plan.Input());
            plan.Forward(1, 0);
            double sum = 0;
            for (var i = 0; i < weights.Length; i++) sum += (double)weights[i] * plan.Output()[i];
            return sum;
        }
        Loss();
        weights.CopyTo(plan.OutputGradient());
        plan.Backward();
        var (gradients, start) = (plan.Gradients.ToArray(), network.Parameters.Values.ToArray());
        // Along the gradient, half of each number at random: a long derivative, which rounding does not hide.
        var direction = gradients.Select(g => random.Next(2) == 0 ? 0 : g).ToArray();
        var norm = Math.Sqrt(direction.Sum(d => (double)d * d));
        const double Epsilon = 2e-3;
        double At(double step)
        {
            for (var i = 0; i < start.Length; i++) network.Parameters.Values[i] = (float)(start[i] + step * direction[i] / norm);
            return Loss();
        }
        var numeric = (At(Epsilon) - At(-Epsilon)) / (2 * Epsilon);
        var analytic = gradients.Zip(direction, (g, d) => (double)g * d).Sum() / norm;
        Assert.True(Math.Abs(numeric - analytic) <= 0.01 * Math.Abs(analytic) + 1e-4, $"seed {seed}: {numeric} by differences, {analytic} by the plan");
    }

    private static float[] LayerByLayer(Network network, Tensor input)
    {
        var values = new Dictionary<Node, Tensor> { [network.Inputs[0]] = input };
        foreach (var node in network.Nodes.Where(node => !node.IsInput))
        {
            var inputs = node.Inputs.Select((from, i) => Network.Input(from.Shape.AsSpan()).Named($"in{i}")).ToArray();
            var alone = Network.Of(Node.Apply(node.Layer! with { Name = "alone" }, inputs));
            foreach (var (to, from) in alone.Parameters.Zip(node.Parameters)) from.Values.CopyTo(to.Values);
            alone.Parameters.MarkChanged();
            alone.Parameters.MarkStatesChanged();
            var given = inputs.Select((one, i) => (one.Name, Value: values[node.Inputs[i]])).ToDictionary(pair => pair.Name, pair => pair.Value);
            values[node] = alone.Run(given, options: new PlanOptions { Algorithms = Algorithms.Direct })[alone.Outputs[0].Name];
        }
        return values[network.Outputs[0]].ToArray();
    }

    private static float[] Run(Network network, Tensor input, PlanOptions options) => network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = input }, options: options)[network.Outputs[0].Name].ToArray();

    private static float[] Train(Network network, Tensor input, PlanOptions options)
    {
        var plan = network.CompileTraining(Batch, options);
        var results = new List<float>();
        for (var step = 0; step < 2; step++)
        {
            input.Floats.CopyTo(plan.Input());
            plan.Forward(7, step);
            results.AddRange(plan.Output());
            var random = new Random(step);
            foreach (ref var value in plan.OutputGradient()) value = random.NextSingle() - 0.5f;
            plan.Backward();
            results.AddRange(plan.Gradients);
            results.AddRange(network.Parameters.States);
        }
        return [.. results];
    }

    private static Tensor Input(Network network, int seed)
    {
        var random = new Random(1000 + seed);
        return Tensor.From<float>(Enumerable.Range(0, (int)network.InputShape.Length * Batch).Select(_ => 2 * random.NextSingle() - 1).ToArray(), network.InputShape.WithBatch(Batch));
    }

    private static void Near(float[] expected, float[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = expected.Max(Math.Abs) + 1e-3;
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * scale, $"{what}: output {i} is {actual[i]}, layer by layer {expected[i]}");
    }
}
