namespace Striate.Kernels.Convolution;

/// <summary>One spatial axis of a convolution or pooling: sizes in elements.</summary>
/// <param name="Input">The input size.</param>
/// <param name="Kernel">The number of taps.</param>
/// <param name="Stride">The distance of two neighbouring windows.</param>
/// <param name="Dilation">The distance of two neighbouring taps.</param>
/// <param name="PaddingLow">Elements assumed before the first input.</param>
/// <param name="PaddingHigh">Elements assumed behind the last input.</param>
public readonly record struct WindowAxis(int Input, int Kernel, int Stride = 1, int Dilation = 1, int PaddingLow = 0, int PaddingHigh = 0)
{
    /// <summary>An axis that a lower-dimensional problem does not have: one input, one tap.</summary>
    public static WindowAxis Unit => new(1, 1);

    /// <summary>The number of inputs from the first tap to the last: dilation · (kernel − 1) + 1.</summary>
    public int Extent => Dilation * (Kernel - 1) + 1;

    /// <summary>⌊(input + padding − extent) / stride⌋ + 1 (Dumoulin &amp; Visin, relation 15); 0 or less where not one window fits.</summary>
    public int Output => (Input + PaddingLow + PaddingHigh - Extent) is var room && room < 0 ? 0 : room / Stride + 1;
}
