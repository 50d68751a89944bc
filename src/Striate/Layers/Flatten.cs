using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>A map becomes a vector in channel-major order (C · H · W), as in every library, whatever the order in memory.</summary>
/// <example><code>
/// var layer = new Flatten();
/// </code></example>
public sealed record Flatten : Layer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs) => Shape.Of(checked((int)inputs.Shape.Length));

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.View(lowering.Input, OutputShape(lowering.Shapes));
    }
}
