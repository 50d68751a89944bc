using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>Numbers that are part of the network and are not learnt: anchors, means, masks, indices.</summary>
/// <param name="Values">The numbers, which nothing may change from now on.</param>
/// <example><code>
/// Node half = Node.Apply(new ConstantArray(Tensor.From([0.5f], 1)));
/// </code></example>
public sealed record ConstantArray(Tensor Values) : ArrayLayer
{
    /// <inheritdoc/>
    public override int InputCount => 0;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs) => Values.Shape;

    /// <inheritdoc/>
    public override ElementType OutputType(in LayerInputs inputs) => Values.Type;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.Add(new Steps.Arrays.ConstantStep(Values, NewOutput(lowering)));
    }

    /// <summary>Whether both hold the same bits under the same shape.</summary>
    public bool Equals(ConstantArray? other) =>
        base.Equals(other) && Values.Type == other.Values.Type && Values.Shape == other.Values.Shape && Values.Bytes.SequenceEqual(other.Values.Bytes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Values.Shape, Values.Type);
}
