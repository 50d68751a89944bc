using Striate.Kernels.Convolution;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y = the mean of each window, weighted by the distance from its centre.</summary>
/// <remarks>An input at distance d from the window's centre, in pixels, weighs exp(−d² / 2σ²); σ is a quarter of the window along each axis unless it is set.
/// Weights of the inputs in a window sum to 1: padding and what hangs over weigh nothing.</remarks>
/// <example><code>
/// var pool = new DistanceWeightedPooling(4) { Sigma = 1.5f };
/// </code></example>
public sealed record DistanceWeightedPooling : PoolingLayer
{
    /// <summary>Windows of a size, side by side unless a stride is set.</summary>
    public DistanceWeightedPooling(AxisSizes kernel) : base(kernel)
    {
    }

    /// <summary>σ in pixels, more than 0; null takes a quarter of the window, dilation included, along each axis.</summary>
    public float? Sigma { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (Sigma is { } sigma && !(sigma > 0)) throw new ShapeException($"{inputs.Label} has a sigma of {sigma}; it must be more than 0. What would fit: null, for a quarter of the window.");
        return base.OutputShape(inputs);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var output = lowering.NewValue(OutputShape(lowering.Shapes));
        var matrix = PixelMatrices.OfAxes([.. Windows(lowering.Shapes).Select(axis => (axis.Input, Weights(axis)))]);
        return lowering.Add(new PixelSumStep(matrix, "weighted by distance", lowering.Training, lowering.InOrder(lowering.Input), output));
    }

    /// <summary>The weights of the taps of one axis, the nearest to the centre 1; a tap of a window weighs their product over the axes, divided by the sum of those that meet an input.</summary>
    public IReadOnlyList<double> TapWeights(WindowAxis axis)
    {
        var sigma = Sigma ?? axis.Extent / 4.0;
        var distances = Enumerable.Range(0, axis.Kernel).Select(tap => (tap - (axis.Kernel - 1) / 2.0) * axis.Dilation).ToArray();
        // Relative to the nearest: a common factor, by which not all vanish.
        var nearest = distances.Min(distance => distance * distance);
        return [.. distances.Select(distance => Math.Exp((nearest - distance * distance) / (2 * sigma * sigma)))];
    }

    /// <summary>The weights of one axis: for each output its inputs, which sum to 1.</summary>
    private IReadOnlyList<(int Pixel, double Weight)>[] Weights(WindowAxis axis)
    {
        var weights = TapWeights(axis);
        var rows = new IReadOnlyList<(int Pixel, double Weight)>[axis.Output];
        for (var output = 0; output < rows.Length; output++)
        {
            var (first, last) = axis.TapsInside(output);
            var (origin, sum) = (output * axis.Stride - axis.PaddingLow, weights.Skip(first).Take(last - first + 1).Sum());
            // A sharp window that has lost its middle: its nearest input alone.
            if (sum == 0) rows[output] = [(origin + (first > 0 ? first : last) * axis.Dilation, 1)];
            else rows[output] = [.. Enumerable.Range(first, last - first + 1).Select(tap => (origin + tap * axis.Dilation, weights[tap] / sum))];
        }
        return rows;
    }
}
