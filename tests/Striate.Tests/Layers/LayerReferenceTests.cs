using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Every layer against its definition in double: forward in training and inference, each gradient by each input and each parameter, and the adjoint of linear ones.</summary>
public class LayerReferenceTests
{
    private static readonly Dictionary<string, LayerCase> Cases = LayerCases.All.SelectMany(pair => pair.Value.Select((test, i) => (Name: $"{pair.Key.Name} {i}", test))).ToDictionary();

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string> LinearNames => [.. Cases.Keys.Where(name => Cases[name].IsLinear)];

    [Fact]
    public void EveryLayerHasACase()
    {
        var layers = typeof(Layer).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(Layer).IsAssignableFrom(type) && !type.IsSubclassOf(typeof(Striate.Layers.Arrays.ArrayLayer)));
        // Layers of arrays are held against the cases of ONNX.
        Assert.Equal([], layers.Except(LayerCases.All.Keys).Select(type => type.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ForwardIsTheDefinition(string name)
    {
        var (test, network, plan) = Build(name);
        plan.Forward(5, 3);
        AssertNear(test.Expected(Read(test, network, plan.Output().ToArray())), plan.Output());
        var inferred = network.Run(network.Inputs.ToDictionary(input => input.Name, input => new Tensor(input.Shape.WithBatch(LayerCase.Batch))))[network.Outputs[0].Name].ToArray();
        AssertNear((test.Inference ?? test.Expected)(Read(test, network, inferred)), inferred);
    }

    // Each number is moved a little in the definition, in double, where the difference quotient has nine good digits.
    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsAreThoseOfTheDefinition(string name)
    {
        const double Delta = 1e-4;
        var (test, network, plan) = Build(name);
        plan.Forward(5, 3);
        var random = new Random(4);
        var dy = Array.ConvertAll(plan.Output().ToArray(), _ => (float)(random.NextDouble() * 2 - 1));
        dy.CopyTo(plan.OutputGradient());
        var output = plan.Output().ToArray();
        plan.Backward();
        var numbers = Read(test, network, output);
        double Loss() => test.Expected(numbers).Zip(dy, (y, d) => y * d).Sum();
        foreach (var parameter in network.Parameters.Where(parameter => !parameter.IsState))
        {
            var values = numbers[parameter.Name];
            var expected = new double[values.Length];
            for (var i = 0; i < values.Length; i++)
            {
                var start = values[i];
                values[i] = start + Delta;
                var high = Loss();
                values[i] = start - Delta;
                expected[i] = (high - Loss()) / (2 * Delta);
                values[i] = start;
            }
            AssertNear(expected, plan.Gradients.Slice(parameter.Offset, parameter.Length), parameter.Name);
        }
    }

    // |⟨Ax, y⟩ − ⟨x, Aᵀy⟩| ≤ 1e-5 · ‖Ax‖ ‖y‖, with A x = f(x) − f(0).
    [Theory]
    [MemberData(nameof(LinearNames))]
    [Trait("Row", "110")]
    public void BackwardIsTheAdjoint(string name)
    {
        var (_, network, plan) = Build(name);
        foreach (var bias in network.Parameters.Where(parameter => parameter.Name == "it.bias")) bias.Values.Clear();
        network.Parameters.MarkChanged();
        plan.Forward(5, 3);
        var random = new Random(4);
        var dy = Array.ConvertAll(plan.Output().ToArray(), _ => (float)(random.NextDouble() * 2 - 1));
        dy.CopyTo(plan.OutputGradient());
        var y = plan.Output().ToArray();
        plan.Backward();
        double right = 0;
        foreach (var input in network.Parameters.Where(parameter => parameter.Name.EndsWith(".value", StringComparison.Ordinal)))
            right += Inner(input.Values, plan.Gradients.Slice(input.Offset, input.Length));
        Assert.InRange(Inner(y, dy) - right, -1e-5 * Math.Sqrt(Inner(y, y) * Inner(dy, dy)), 1e-5 * Math.Sqrt(Inner(y, y) * Inner(dy, dy)));
    }

    private static (LayerCase Test, Network Network, TrainingPlan Plan) Build(string name)
    {
        var test = Cases[name];
        var network = Network.Of(test.Build([.. test.Inputs.Select((shape, i) => Network.Input([.. shape]).Then(new LearntInput(LayerCase.Batch) { Name = $"x{i}" }))]));
        var random = new Random(2);
        foreach (var parameter in network.Parameters)
        {
            // Multiples of 0.0137 and a bit, in random order: no two equal, none at a kink.
            var order = Enumerable.Range(0, parameter.Length).OrderBy(_ => random.Next()).ToArray();
            var range = parameter.Name.EndsWith(".value", StringComparison.Ordinal) ? 8f : 2f;
            for (var i = 0; i < order.Length; i++) parameter.Values[i] = parameter.IsState ? 0.5f + order[i] % 7 * 0.21f : ((order[i] + 0.5137f) / order.Length - 0.5f) * range;
        }
        network.Parameters.MarkChanged();
        var plan = network.CompileTraining(LayerCase.Batch, new PlanOptions { Threads = 2 });
        for (var i = 0; i < test.Inputs.Length; i++) plan.Input(i).Clear();
        return (test, network, plan);
    }

    private static LayerCase.Numbers Read(LayerCase test, Network network, float[] output)
    {
        var blocks = network.Parameters.ToDictionary(parameter => parameter.Name, parameter => Array.ConvertAll(parameter.Values.ToArray(), value => (double)value));
        return new([.. test.Inputs.Select((_, i) => blocks[$"x{i}.value"])], name => blocks[name], output);
    }

    private static void AssertNear(double[] expected, ReadOnlySpan<float> actual, string what = "y")
    {
        Assert.Equal(expected.Length, actual.Length);
        var bound = 2e-6 * Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++)
            if (!(Math.Abs(expected[i] - actual[i]) <= bound)) Assert.Fail($"{what}: {actual[i]} at {i}, not {expected[i]} ± {bound}");
    }

    private static double Inner(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++) sum += (double)a[i] * b[i];
        return sum;
    }
}
