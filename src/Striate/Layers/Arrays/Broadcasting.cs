using Striate.Kernels.Arrays;
using Striate.Steps;
using Striate.Steps.Arrays;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>An operation of arrays number by number, where axes of size 1 and axes that are missing in front are repeated (NumPy's and ONNX's broadcasting).</summary>
/// <remarks>
/// <para>All inputs hold one type, the output the same or, of comparisons, truths. Operations that may take their inputs in any order take any number of them, others two.</para>
/// <para>The gradient of an input that was repeated is the sum over its copies.</para>
/// </remarks>
/// <param name="Operation">What is made of two numbers.</param>
/// <example><code>
/// Node differences = Node.Apply(new Broadcasting(BroadcastOperation.Subtract), Network.Input(8, 8, 3), Node.Apply(new ConstantArray(Tensor.From([0.1f, 0.2f, 0.3f], 3))));
/// </code></example>
public sealed record Broadcasting(BroadcastOperation Operation) : ArrayLayer
{
    /// <inheritdoc/>
    public override int InputCount => IsOfMany ? -1 : 2;

    private bool IsOfMany => Operation is BroadcastOperation.Add or BroadcastOperation.Multiply or BroadcastOperation.Minimum or BroadcastOperation.Maximum
        or BroadcastOperation.And or BroadcastOperation.Or or BroadcastOperation.ExclusiveOr;

    private bool IsComparison => Operation >= BroadcastOperation.Equal;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        for (var i = 1; i < inputs.Shapes.Count; i++)
            if (inputs.Type(i) != inputs.Type(0)) throw new ShapeException($"{inputs.Label} takes inputs of one type; they hold {inputs.Type(0)} and {inputs.Type(i)}. What would fit: a Casting before one of them.");
        return Of(inputs, inputs.Shapes);
    }

    /// <inheritdoc/>
    public override ElementType OutputType(in LayerInputs inputs) => IsComparison ? ElementType.Boolean : inputs.Type(0);

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => Operation switch
    {
        <= BroadcastOperation.Slope => type != ElementType.Boolean,
        <= BroadcastOperation.ExclusiveOr => type != ElementType.Float32,
        <= BroadcastOperation.ShiftRight => type is not (ElementType.Float32 or ElementType.Boolean),
        _ => true,
    };

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var result = Ordered(lowering);
        if (lowering.Inputs.Count == 1) return lowering.Reshape(result, result.Shape);
        for (var i = 1; i < lowering.Inputs.Count; i++)
        {
            var next = Ordered(lowering, i);
            var shape = Of(lowering.Shapes, [result.Shape, next.Shape]);
            var output = lowering.NewValue(shape, type: OutputType(lowering.Shapes), batch: Math.Max(result.Batch, next.Batch));
            result = lowering.Add(new BroadcastStep(Operation, result, next, output));
        }
        return result;
    }

    /// <summary>The shape to which all are repeated.</summary>
    internal static Shape Of(in LayerInputs inputs, IReadOnlyList<Shape> shapes)
    {
        var sizes = new int[shapes.Max(shape => shape.Rank)];
        Array.Fill(sizes, 1);
        foreach (var shape in shapes)
            for (var axis = 1; axis <= shape.Rank; axis++)
            {
                ref var size = ref sizes[^axis];
                if (size != 1 && shape[^axis] != 1 && shape[^axis] != size)
                    throw new ShapeException($"{inputs.Label} sets {string.Join(" and ", shapes)} against each other; {size} along an axis does not meet {shape[^axis]}. What would fit: the same size, or 1.");
                if (shape[^axis] != 1) size = shape[^axis];
            }
        return Shape.Of(sizes);
    }
}
