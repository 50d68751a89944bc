namespace Striate.Kernels.Convolution;

/// <summary>One spatial axis of a convolution or pooling: sizes in elements.</summary>
/// <param name="Input">The input size.</param>
/// <param name="Kernel">The number of taps.</param>
/// <param name="Stride">The distance of two neighbouring windows.</param>
/// <param name="Dilation">The distance of two neighbouring taps.</param>
/// <param name="PaddingLow">Elements assumed before the first input.</param>
/// <param name="PaddingHigh">Elements assumed behind the last input.</param>
/// <param name="Overhang">Elements behind the padding over which a last, partial window hangs; they never count.</param>
public readonly record struct WindowAxis(int Input, int Kernel, int Stride = 1, int Dilation = 1, int PaddingLow = 0, int PaddingHigh = 0, int Overhang = 0)
{
    /// <summary>An axis that a lower-dimensional problem does not have: one input, one tap.</summary>
    public static WindowAxis Unit => new(1, 1);

    /// <summary>The number of inputs from the first tap to the last: dilation · (kernel − 1) + 1.</summary>
    public int Extent => Dilation * (Kernel - 1) + 1;

    /// <summary>The steps that the window's first tap can take: input + padding + overhang − extent; negative where not one window fits.</summary>
    public int Room => Input + PaddingLow + PaddingHigh + Overhang - Extent;

    /// <summary>⌊(input + padding − extent) / stride⌋ + 1 (Dumoulin &amp; Visin, relation 15), the overhang counted as padding; 0 where not one window fits.</summary>
    public int Output => Room < 0 ? 0 : Room / Stride + 1;

    /// <summary>The same axis with a last window that hangs over the end, if one stride further it still starts inside the input or the padding before it (PyTorch's rule).</summary>
    public WindowAxis Ceiling()
    {
        var rest = Room < 0 ? 0 : Room % Stride;
        return rest == 0 || Output * Stride >= Input + PaddingLow ? this : this with { Overhang = Stride - rest };
    }
}
