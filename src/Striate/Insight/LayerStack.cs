using Striate.Layers;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>How often one layer can follow itself: convolution without padding makes maps smaller by kernel − 1 a layer, until nothing is left.</summary>
/// <param name="Sizes">The spatial sizes: of the input, then behind each layer.</param>
/// <param name="Fields">What a number sees of the input along each axis: of the input, then behind each layer; empty for transposed convolutions.</param>
/// <param name="IsEndless">Whether as many layers as one likes fit, because maps stay as they are or grow.</param>
public sealed record LayerStack(IReadOnlyList<Shape> Sizes, IReadOnlyList<IReadOnlyList<ReceptiveField>> Fields, bool IsEndless)
{
    /// <summary>The number of layers that were stacked.</summary>
    public int Count => Sizes.Count - 1;

    /// <summary>Stacks a layer on itself until it does not fit, or a number of times.</summary>
    /// <param name="layer">The layer; it keeps its settings, and rows that do not fit are dropped.</param>
    /// <param name="input">The shape of one example, channels last.</param>
    /// <param name="most">The largest number of layers.</param>
    public static LayerStack Of(WindowLayer layer, Shape input, int most)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        // Maps that grow are not followed beyond what fits anywhere.
        const int Largest = 1 << 24;
        var (sizes, endless) = (new List<Shape> { input[..^1] }, false);
        IReadOnlyList<ReceptiveField> field = [.. input[..^1].Select(_ => ReceptiveField.Input)];
        var fields = new List<IReadOnlyList<ReceptiveField>> { field };
        for (var next = input; sizes.Count <= most && next.All(size => size <= Largest);)
        {
            WindowArithmetic step;
            try
            {
                step = WindowArithmetic.Of(layer, next);
            }
            catch (ShapeException) when (sizes.Count > 1)
            {
                // The last map is smaller than a window; the first one must fit.
                break;
            }
            endless |= step.Axes.All(axis => axis.Output >= axis.Input);
            next = step.Output.WithChannels(input.Channels);
            sizes.Add(next[..^1]);
            field = [.. field.Select((one, axis) => one.Behind(step.Axes[axis].Window))];
            fields.Add(field);
        }
        return new LayerStack(sizes, layer is TransposedConvolution ? [] : fields, endless);
    }
}
