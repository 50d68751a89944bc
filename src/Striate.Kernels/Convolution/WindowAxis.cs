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
    public int Extent => (int)Math.Min((long)Dilation * (Kernel - 1) + 1, int.MaxValue);

    /// <summary>The steps that the window's first tap can take: input + padding + overhang − extent; negative where not one window fits.</summary>
    public int Room => (int)Math.Min((long)Input + PaddingLow + PaddingHigh + Overhang - Extent, int.MaxValue);

    /// <summary>⌊(input + padding − extent) / stride⌋ + 1 (Dumoulin &amp; Visin, relation 15), the overhang counted as padding; 0 where not one window fits.</summary>
    public int Output => Room < 0 ? 0 : (int)Math.Min((long)Room / Stride + 1, int.MaxValue);

    /// <summary>The same axis with a last window that hangs over the end, if one stride further it still starts inside the input or the padding before it (PyTorch's rule).</summary>
    public WindowAxis Ceiling()
    {
        var rest = Room < 0 ? 0 : Room % Stride;
        return rest == 0 || (long)Output * Stride >= (long)Input + PaddingLow ? this : this with { Overhang = Stride - rest };
    }

    /// <summary>The taps of a window that lie inside the input, from the first to the last; none where the last comes before the first.</summary>
    public (int First, int Last) TapsInside(int output)
    {
        var origin = (long)output * Stride - PaddingLow;
        var first = origin >= 0 ? 0 : (-origin + Dilation - 1) / Dilation;
        var last = origin >= Input ? -1 : Math.Min(Kernel - 1, (Input - 1 - origin) / Dilation);
        return ((int)first, (int)last);
    }

    /// <summary>Whether each window has a tap inside the input; others lie in the padding, or step over the input.</summary>
    public bool EveryWindowSeesTheInput()
    {
        if (PaddingLow >= Extent || PaddingHigh + Overhang >= Extent) return false;
        // Taps no farther apart than the input is long cannot step over it.
        if (Dilation <= Input) return true;
        for (var output = 0; output < Output; output++)
        {
            var (first, last) = TapsInside(output);
            if (last < first) return false;
        }
        return true;
    }

    /// <summary>batch · channels · the pixels of three axes, too large to overflow.</summary>
    internal static double Count(int batch, int channels, int depth, int height, int width) => (double)batch * channels * depth * height * width;

    /// <summary>The given numbers, as in <c>input 7, kernel 3, stride 2, dilation 1, padding (0, 1)</c>.</summary>
    public override string ToString() => $"input {Input}, kernel {Kernel}, stride {Stride}, dilation {Dilation}, padding ({PaddingLow}, {PaddingHigh})" + (Overhang == 0 ? "" : $", overhang {Overhang}");
}
