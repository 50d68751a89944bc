using System.Collections.Immutable;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Values as arrays: their shapes, and their axes brought into an order.</summary>
internal sealed partial class OnnxImport
{
    private readonly Dictionary<Node, (Shape Shape, ElementType Type, int Examples)> _described = new(ReferenceEqualityComparer.Instance);

    /// <summary>The shape of one example of a node that is no part of a network yet.</summary>
    public Shape ShapeOf(Node node) => Describe(node).Shape;

    /// <summary>What the elements of a node are.</summary>
    public ElementType TypeOf(Node node) => Describe(node).Type;

    /// <summary>What the first axis of a node's value is.</summary>
    public int ExamplesOf(Node node) => Describe(node).Examples;

    /// <summary>The size of one of ONNX's axes; <see cref="Examples"/> for examples whose number is free.</summary>
    public long SizeOf(OnnxValue value, int axis)
    {
        if (axis == 0 && value.IsBatched) return value.Examples == OnnxValue.Free ? Examples : value.Examples;
        var place = value.Order.IndexOf(axis);
        return place < 0 ? 1 : ShapeOf(value.Node)[place];
    }

    /// <summary>Every axis in the place that it has in ONNX, or an order that is asked for.</summary>
    public OnnxValue Arrange(OnnxValue value, ImmutableArray<int>? order = null)
    {
        value = Complete(value);
        var wanted = order ?? OnnxValue.PlainOrder(value.Rank, value.IsBatched);
        if (value.Order.SequenceEqual(wanted)) return value;
        int[] places = [.. wanted.Select(axis => value.Order.IndexOf(axis))];
        return value with { Node = Make(new Transposition([.. places]), value.Node), Order = wanted };
    }

    /// <summary>The value with its axes of size 1 that were left out.</summary>
    public OnnxValue Complete(OnnxValue value)
    {
        if (value.IsFull) return value;
        ImmutableArray<int> order = [.. OnnxValue.PlainOrder(value.Rank, value.IsBatched).Where(axis => !value.Order.Contains(axis)), .. value.Order];
        var sizes = order.Select(axis => checked((int)SizeOf(value, axis))).ToArray();
        return value with { Node = Make(new Reshaping([.. sizes]), value.Node), Order = order };
    }

    /// <summary>The examples as an axis of one example.</summary>
    /// <exception cref="NeedsExamplesException">Their number is free.</exception>
    public OnnxValue Whole(OnnxValue value, string who)
    {
        if (!value.IsBatched) return value;
        if (value.Examples == OnnxValue.Free) throw new NeedsExamplesException($"{who} looks at the examples as at any axis");
        return value with { Node = Make(new BatchToAxis(value.Examples), value.Node), Order = [0, .. value.Order], Examples = OnnxValue.Shared };
    }

    /// <summary>The first axis as the examples.</summary>
    public OnnxValue Batched(OnnxValue value)
    {
        if (value.IsBatched) return value;
        if (value.Rank == 0) throw new UnsupportedOperatorException("a number where maps are needed");
        value = Complete(value);
        if (value.Order[0] != 0) value = Arrange(value);
        var count = checked((int)SizeOf(value, 0));
        return value with { Node = Make(new AxisToBatch(count), value.Node), Order = value.Order[1..], Examples = count };
    }

    /// <summary>Channels last, with an example each.</summary>
    public OnnxValue Map(OnnxValue value)
    {
        value = Batched(value);
        return Arrange(value, OnnxValue.MapOrder(value.Rank));
    }

    /// <summary>A layer of nodes whose shape is known at once; what depends on constants alone is computed.</summary>
    public Node Make(Layer layer, params IReadOnlyList<Node> inputs)
    {
        var node = Node.Apply(layer, inputs);
        Describe(node);
        if (inputs.Count == 0 || inputs.Any(input => input.Layer is not ConstantArray) || layer is AxisToBatch) return node;
        RequireFoldable(node);
        return Make(new ConstantArray(Evaluate(node)));
    }

    /// <summary>The numbers of a node that depends on constants alone.</summary>
    public static Tensor Evaluate(Node node)
    {
        var result = Network.Of(node).Run(new Dictionary<string, Tensor>()).Values.Single();
        return result.Reshape([.. result.Shape.Skip(1)]);
    }

    // A few bytes of a file may say: join with itself, forty times over.
    private void RequireFoldable(Node node)
    {
        var (shape, type, _) = Describe(node);
        var bytes = shape.Aggregate((UInt128)type.Size(), (product, size) => product * (uint)size);
        var most = OnnxOperators.MostBytes + 16 * _initializerBytes;
        if (bytes > (UInt128)(most - _foldedBytes)) throw new InvalidDataException($"{node.Layer!.Kind} of constants makes an array of {shape}; all that is made of constants would take more than {most >> 20} MB");
        _foldedBytes += (long)bytes;
    }

    private (Shape Shape, ElementType Type, int Examples) Describe(Node node)
    {
        if (_described.TryGetValue(node, out var known)) return known;
        if (node.Layer is not { } layer) return _described[node] = (node.Shape, node.Type, _isWhole ? OnnxValue.Shared : OnnxValue.Free);
        // Behind the nodes that were made before: as deep as a graph has nodes whose shape nobody asked for.
        var inputs = new LayerInputs(layer.Kind, [.. node.Inputs.Select(input => Describe(input).Shape)]) { Types = [.. node.Inputs.Select(input => Describe(input).Type)] };
        try
        {
            return _described[node] = (layer.OutputShape(inputs), layer.OutputType(inputs), ExamplesOf(layer, [.. node.Inputs.Select(input => Describe(input).Examples)]));
        }
        catch (ShapeException)
        {
            // The network's own message calls the layer by its name.
            Network.Of(node);
            throw;
        }
    }

    private static int ExamplesOf(Layer layer, int[] inputs) => layer switch
    {
        AxisToBatch split => split.Count,
        BatchToAxis => OnnxValue.Shared,
        _ => inputs.FirstOrDefault(count => count != OnnxValue.Shared, OnnxValue.Shared),
    };
}
