namespace Striate.Kernels.Resampling;

/// <summary>One axis of an enlargement by a whole factor.</summary>
/// <param name="Input">The input size.</param>
/// <param name="Factor">Outputs for each input.</param>
/// <param name="IsLinear">Whether an output lies between two inputs; otherwise it is the nearest.</param>
public readonly record struct ResampleAxis(int Input, int Factor, bool IsLinear)
{
    /// <summary>An axis that a lower-dimensional problem does not have.</summary>
    public static ResampleAxis Unit => new(1, 1, false);

    /// <summary>The output size.</summary>
    public int Output => Input * Factor;

    /// <summary>The two inputs around an output and the share of the second.</summary>
    /// <remarks>Linear: output o lies at (o + ½) / factor − ½, drawn to the first or the last input outside them (PyTorch without align_corners, ONNX's half_pixel).</remarks>
    internal (int First, int Second, float Share) At(int output)
    {
        if (!IsLinear) return (output / Factor, output / Factor, 0);
        // In halves of a factor, so that the position stays a whole number.
        var position = Math.Max(2 * output + 1 - Factor, 0);
        var first = position / (2 * Factor);
        return first + 1 < Input ? (first, first + 1, (position - 2f * Factor * first) / (2 * Factor)) : (Input - 1, Input - 1, 0);
    }
}
