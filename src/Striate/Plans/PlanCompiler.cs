using Striate.Kernels.Convolution;
using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Plans.Rewrites;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Plans;

/// <summary>From a network to a list of fused steps with placed buffers: (1) lower, (2) rewrite, (3) join slices, (4) decide gradients, (5) place.</summary>
internal sealed class PlanCompiler
{
    private static readonly IRewrite[] Rewrites = [new ChainConcatenations(), new FoldBatchNormalization(), new FuseAddend(), new FuseActivation(), new FuseInputMap()];

    private readonly Dictionary<Node, Value> _values = new(ReferenceEqualityComparer.Instance);
    private readonly List<Step> _steps = [];

    public PlanCompiler(Network network, IReadOnlyList<Shape> inputShapes, IReadOnlyList<Node> wanted, int batch, bool training, PlanOptions options)
    {
        if (batch < 1) throw new ArgumentOutOfRangeException(nameof(batch), $"The batch must hold 1 example or more, not {batch}.");
        Lower(network, network.InferShapes(inputShapes), Needed(network, wanted), batch, training, options.Algorithms);
        Inputs = [.. network.Inputs.Select(input => _values.GetValueOrDefault(input) ?? new Value(input.Name, batch, input.Shape, input.Shape, input.Type))];
        Outputs = [.. wanted.Select(node => InOrder(_values[node]))];
        var graph = new StepGraph(_steps, Outputs, training);
        Rewrite(graph);
        EmbedSlices.Apply(graph);
        OverwriteInputs.Apply(graph, Inputs);
        if (training) SharedStatistics.Assign(_steps);
        RunsBackward = training ? DecideGradients() : [];
        Recomputation = new Recomputation(_steps, Outputs, RunsBackward, training && options.Recompute);
        Placement = new Placement(_steps, Inputs, Outputs, RunsBackward, Recomputation, training);
    }

    public IReadOnlyList<Step> Steps => _steps;

    public IReadOnlyList<Value> Inputs { get; }

    public IReadOnlyList<Value> Outputs { get; }

    public IReadOnlyList<bool> RunsBackward { get; }

    public Recomputation Recomputation { get; }

    public Placement Placement { get; }

    private static HashSet<Node> Needed(Network network, IReadOnlyList<Node> wanted)
    {
        var needed = new HashSet<Node>(wanted, ReferenceEqualityComparer.Instance);
        foreach (var node in network.Nodes.Reverse())
            if (needed.Contains(node)) needed.UnionWith(node.Inputs);
        return needed;
    }

    private void Lower(Network network, IReadOnlyDictionary<Node, Shape> shapes, HashSet<Node> needed, int batch, bool training, Algorithms algorithms)
    {
        foreach (var node in network.Nodes.Where(needed.Contains))
        {
            if (node.Layer is null)
            {
                _values[node] = new Value(node.Name, batch, shapes[node], shapes[node], node.Type);
                continue;
            }
            var context = new LayerInputs(Node.Label(node.Layer, node.Name), [.. node.Inputs.Select(input => shapes[input])]) { Types = [.. node.Inputs.Select(input => input.Type)] };
            // Before tables of such a size are made.
            if (shapes[node].Length > Array.MaxLength) throw new ShapeException($"{context.Label} makes {shapes[node]} of an example, {shapes[node].Length} numbers; the most is {Array.MaxLength}.");
            var specs = node.Layer.Parameters(context);
            Parameter Find(string local)
            {
                for (var i = 0; i < specs.Count; i++)
                    if (specs[i].Name == local) return node.Parameters[i];
                throw new ArgumentException($"{context.Label} lowers with a parameter '{local}' that its specification does not have.");
            }
            // What all examples share is one example, whatever the batch.
            var examples = node.Inputs.Count == 0 ? 1 : node.Inputs.Max(input => _values[input].Batch);
            var lowering = new Lowering(context, [.. node.Inputs.Select(input => _values[input])], node.Name, examples, training, _steps, Find, network.PackedWeights, algorithms);
            var value = node.Layer.Lower(lowering);
            if (value.Shape != shapes[node]) throw new ShapeException($"{context.Label} says that its output is {shapes[node]} but lowers to {value.Shape}.");
            _values[node] = value;
        }
    }

    private Value InOrder(Value value)
    {
        if (value.IsInOrder) return value;
        var ordered = new Value(value.Name, value.Batch, value.Shape, value.Shape) { NeedsGradient = value.NeedsGradient };
        _steps.Add(new ReorderStep(value, ordered));
        return ordered;
    }

    private static void Rewrite(StepGraph graph)
    {
        graph.DropUnread();
        foreach (var rewrite in Rewrites)
        {
            for (var i = 0; i < graph.Steps.Count; i++)
            {
                if (rewrite.TryApply(graph, graph.Steps[i])) i = Math.Max(i - 2, -1);
            }
        }
    }

    // Backwards through the steps: the first to write a gradient overwrites, the others add; what the loss cannot reach is skipped.
    private bool[] DecideGradients()
    {
        var runs = new bool[_steps.Count];
        var written = new HashSet<Value>(Outputs.Select(output => output.Root));
        var learnt = new HashSet<Parameter>();
        for (var i = _steps.Count - 1; i >= 0; i--)
        {
            var step = _steps[i];
            runs[i] = written.Contains(step.Output.Root) && step.Output.NeedsGradient;
            step.SetModes(
                [.. step.Inputs.Select(input => !runs[i] || !input.NeedsGradient ? GradientMode.Skip : written.Add(input.Root) ? GradientMode.Write : GradientMode.Accumulate)],
                [.. step.Parameters.Select(p => !runs[i] || p.IsState || p.IsFrozen ? GradientMode.Skip : learnt.Add(p) ? GradientMode.Write : GradientMode.Accumulate)]);
        }
        return runs;
    }
}
