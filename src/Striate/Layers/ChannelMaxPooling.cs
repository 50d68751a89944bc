using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>Maxout: y = the largest of each run of neighbouring channels, so that a unit may answer to whichever of its filters fits. No parameters.</summary>
/// <remarks>x is <c>… × C</c>, y is <c>… × C / size</c>: y[…, g] = max over j below size of x[…, g · size + j] (Goodfellow et al. 2013, "Maxout networks", section 3).
/// NaN stays NaN; the gradient goes to the first largest.</remarks>
/// <param name="Size">Channels of a run; it divides the number of channels.</param>
/// <example><code>
/// var unit = new ChannelMaxPooling(3);
/// </code></example>
public sealed record ChannelMaxPooling(int Size) : Layer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (inputs.Shape.Rank < 1) throw new ShapeException($"{inputs.Label} works along channels; its input is a single number.");
        var channels = inputs.Shape.Channels;
        if (Size < 1 || channels % Size != 0)
            throw new ShapeException($"{inputs.Label} has a size of {Size}, which does not divide {channels} channels. What would fit: {string.Join(", ", Divisors.Of(channels))}.");
        return inputs.Shape.WithChannels(channels / Size);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.Add(new ChannelMaximumStep(Size, lowering.InOrder(lowering.Input), lowering.NewValue(OutputShape(lowering.Shapes))));
    }
}
