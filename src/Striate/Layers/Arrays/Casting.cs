using Striate.Steps;
using Striate.Steps.Arrays;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>The same numbers as elements of another type: fractions are dropped, what is too large keeps its lowest bits, truth is 1, and whatever is not 0 is true.</summary>
/// <remarks>No gradient goes through other types than floats.</remarks>
/// <param name="Type">What the output holds.</param>
/// <example><code>
/// var layer = new Casting(ElementType.Int64);
/// </code></example>
public sealed record Casting(ElementType Type) : ArrayLayer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs) => inputs.Shape;

    /// <inheritdoc/>
    public override ElementType OutputType(in LayerInputs inputs) => Type;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var input = Ordered(lowering);
        return input.Type == Type ? lowering.Reshape(input, input.Shape) : lowering.Add(new CastStep(input, NewOutput(lowering)));
    }
}
