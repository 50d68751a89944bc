using System.Collections.Immutable;
using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Inputs and outputs as arrays of any axes.</summary>
internal sealed partial class NodeReader
{
    /// <summary>An input, constants among them, with all its axes in whatever order they lie; a graph that is read for a number of examples has those as an axis.</summary>
    public OnnxValue Array(int index)
    {
        var value = Value(index);
        // What a function of ours made stays as the layer had it, with or without examples: the next function takes it so.
        if (import.IsOwn && value.Order.SequenceEqual(OnnxValue.MapOrder(value.Rank))) return value;
        return import.Complete(value.Examples == OnnxValue.Free ? value : import.Whole(value, data.OpType));
    }

    /// <summary>An input as it is, axes of size 1 perhaps missing.</summary>
    public OnnxValue Value(int index) => !HasInput(index)
        ? throw Unsupported($"without input {index}")
        : import.Value(data.Input[index], IsFolded) ?? throw new InvalidDataException($"{data.OpType} '{data.Name}' reads '{data.Input[index]}', which nothing makes");

    // What is made of constants alone becomes one: arithmetic with shapes may count the examples.
    private bool IsFolded => data.Input.All(name => name.Length == 0 || import.TryConstant(name, out _, out _));

    /// <summary>What the elements of a value are.</summary>
    public ElementType TypeOf(OnnxValue value) => import.TypeOf(value.Node);

    /// <summary>Whether an input holds floats.</summary>
    public bool IsFloat(int index) => TypeOf(Value(index)) == ElementType.Float32;

    /// <summary>An input with its axes in ONNX's order.</summary>
    public OnnxValue Plain(int index) => import.Arrange(Array(index));

    /// <summary>An input with no axis for the examples alone: one example holds them all.</summary>
    /// <exception cref="NeedsExamplesException">Their number is free.</exception>
    public OnnxValue Whole(int index) => import.Arrange(import.Whole(Array(index), data.OpType));

    /// <summary>An input as maps: examples, spatial axes of any size, channels.</summary>
    public Node Map(int index) => import.Map(Array(index)).Node;

    /// <summary>An input of a function of ours: maps, or what all examples share, as the layer had it.</summary>
    public Node Exact(int index)
    {
        var value = Value(index);
        // What a function of ours made for all examples has no axis for them.
        if (!value.IsBatched) return value.Rank > 0 && !value.Order.Contains(0) ? value.Node : import.Arrange(value).Node;
        return value.Order is [1] ? value.Node : import.Map(value).Node;
    }

    /// <summary>The place of one of ONNX's axes in a node's example.</summary>
    /// <exception cref="NeedsExamplesException">It is the axis of the examples.</exception>
    public int Place(OnnxValue value, long axis)
    {
        var normal = Axis(value.Rank, axis);
        if (normal == 0 && value.IsBatched) throw new NeedsExamplesException($"{data.OpType} works along the examples");
        return value.Order.IndexOf(normal);
    }

    /// <summary>An axis counted from the front.</summary>
    public int Axis(int rank, long axis) => axis >= -rank && axis < Math.Max(rank, 1)
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw new InvalidDataException($"{data.OpType} '{data.Name}' has axis {axis} of an array with {rank} axes");

    /// <summary>The sizes of an input as ONNX has them; <see cref="OnnxImport.Examples"/> for examples whose number is free.</summary>
    public long[] Sizes(OnnxValue value) => [.. Enumerable.Range(0, value.Rank).Select(axis => import.SizeOf(value, axis))];

    /// <summary>A layer of nodes without parameters.</summary>
    public Node Make(Layer layer, params IReadOnlyList<Node> inputs) => import.Make(import.Restore(layer with { Name = layer.Name ?? Name() }), inputs);

    /// <summary>Sets an output of the same axes as another value.</summary>
    public void Set(int output, Node node, OnnxValue like) => Set(output, like with { Node = node });

    /// <summary>Sets an output.</summary>
    public void Set(int output, OnnxValue value)
    {
        if (output < data.Output.Count && data.Output[output].Length > 0) import.SetValue(data.Output[output], value);
    }

    /// <summary>Sets an output that is a constant.</summary>
    public void SetConstant(int output, Tensor tensor)
    {
        if (output < data.Output.Count && data.Output[output].Length > 0) import.SetConstant(data.Output[output], tensor, data.Output[output]);
    }

    /// <summary>The number of outputs that the node names.</summary>
    public int OutputCount => data.Output.Count;

    /// <summary>The name of an output.</summary>
    public string OutputName(int index) => data.Output[index];

    /// <summary>Whether an output is asked for.</summary>
    public bool HasOutput(int index) => index < data.Output.Count && data.Output[index].Length > 0;

    /// <summary>Values that are broadcast against each other: nodes whose examples have the same number of axes, in one order.</summary>
    /// <returns>The nodes, and the rank and order of the result.</returns>
    public (Node[] Nodes, OnnxValue Like) Align(params ReadOnlySpan<OnnxValue> values)
    {
        // The order of the largest decides: maps stay maps, and constants are turned once.
        var like = values[0];
        foreach (var value in values)
            if (value.Rank > like.Rank || value.Rank == like.Rank && (value.IsBatched && !like.IsBatched || value.IsBatched == like.IsBatched && import.ShapeOf(value.Node).Length > import.ShapeOf(like.Node).Length)) like = value;
        // Axes of size 1 that it leaves out may be longer in another.
        foreach (var value in values)
            if (value.Order.Any(axis => axis + like.Rank - value.Rank is var place && !like.Order.Contains(place) && !(place == 0 && like.IsBatched))) like = import.Complete(like);
        var nodes = new Node[values.Length];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = AlignTo(values[i], like).Node;
        return (nodes, like);
    }

    private OnnxValue AlignTo(OnnxValue value, OnnxValue like)
    {
        if (value.IsBatched && value.Rank < like.Rank) throw new NeedsExamplesException($"{data.OpType} sets the examples of one input against another axis of the other");
        var missing = like.Rank - value.Rank;
        // A shared array beside examples has an axis for them only if it is of size 1.
        if (like.IsBatched && !value.IsBatched && missing == 0 && value.Rank > 0 && import.SizeOf(value, 0) != 1) throw new NeedsExamplesException($"{data.OpType} has a constant for each example");
        var order = value.Order.Select(axis => axis + missing).Where(axis => !(like.IsBatched && axis == 0)).ToArray();
        var raised = value with { Rank = like.Rank, Order = [.. order], Examples = like.IsBatched && !value.IsBatched ? OnnxValue.Shared : value.Examples };
        // Axes that are left out are of size 1, whoever the value belongs to.
        ImmutableArray<int> all = [.. like.Order.Where(axis => !order.Contains(axis)), .. order];
        var shape = import.ShapeOf(value.Node);
        int[] dropped = [.. value.Order.Select((axis, place) => (axis: axis + missing, place)).Where(pair => !(like.IsBatched && pair.axis == 0)).Select(pair => shape[pair.place])];
        var node = raised.Node;
        int[] sizes = [.. Enumerable.Repeat(1, all.Length - dropped.Length), .. dropped];
        if (!shape.SequenceEqual(sizes)) node = import.Make(new Layers.Arrays.Reshaping([.. sizes]), node);
        if (!all.SequenceEqual(like.Order)) node = import.Make(new Layers.Arrays.Transposition([.. like.Order.Select(axis => all.IndexOf(axis))]), node);
        return raised with { Node = node, Order = like.Order };
    }
}
