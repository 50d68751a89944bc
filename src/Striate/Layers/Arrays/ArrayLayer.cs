using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>A layer for arrays of any rank and axes of any meaning, as imported graphs have them beside maps: its axes are those of one example.</summary>
/// <remarks>An array that is part of the network (<see cref="ConstantArray"/>) stands for all examples; beside inputs with an example each it is repeated for every one.</remarks>
public abstract record ArrayLayer : Layer
{
    /// <inheritdoc/>
    public override Reach Reach => Reach.Everything;

    /// <inheritdoc/>
    public override bool MixesShared => true;

    internal override bool MayBeEmpty => true;

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => true;

    /// <inheritdoc/>
    public override ElementType OutputType(in LayerInputs inputs) => inputs.Type(0);

    /// <summary>An input with memory in the order of its shape.</summary>
    private protected static Value Ordered(Lowering lowering, int input = 0) => lowering.InOrder(lowering.Inputs[input]);

    /// <summary>A new value for the output.</summary>
    private protected Value NewOutput(Lowering lowering) => lowering.NewValue(OutputShape(lowering.Shapes), type: OutputType(lowering.Shapes));

    /// <summary>The place of an axis; negative ones count from the end.</summary>
    /// <exception cref="ShapeException">The shape has no such axis.</exception>
    private protected static int Axis(in LayerInputs inputs, int axis, int rank)
    {
        if (axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
        throw new ShapeException($"{inputs.Label} has axis {axis}; its input {inputs.Shape} has {rank} {(rank == 1 ? "axis" : "axes")}. What would fit: {-rank} to {rank - 1}.");
    }
}
