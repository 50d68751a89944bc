using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>Channels of zeros before and behind a map's own: the parameter-free shortcut of He et al. 2015, section 3.3, option A.</summary>
/// <param name="Before">Channels before the map's own.</param>
/// <param name="Behind">Channels behind them.</param>
/// <example><code>
/// var layer = new ChannelPadding(8, 8);
/// </code></example>
public sealed record ChannelPadding(int Before, int Behind) : Layer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (inputs.Shape.Rank < 1) throw new ShapeException($"{inputs.Label} works along channels; its input is a single number.");
        if (Before < 0 || Behind < 0) throw new ShapeException($"{inputs.Label} adds {Before} and {Behind} channels; both must be 0 or more.");
        return inputs.Shape.WithChannels(checked(inputs.Shape.Channels + Before + Behind));
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.Add(new ConcatenateStep([lowering.InOrder(lowering.Input)], Before, lowering.NewValue(OutputShape(lowering.Shapes))));
    }
}
