namespace Striate.Kernels.Padding;

/// <summary>Every number of a padding, checked once.</summary>
public readonly record struct PaddingShape
{
    /// <summary>Checks and stores the numbers.</summary>
    /// <exception cref="ArgumentException">A size is not positive or too large, or the mode asks for more elements than an axis has.</exception>
    public PaddingShape(int batch, int channels, PaddingMode mode, float value, PaddingAxis depth, PaddingAxis height, PaddingAxis width)
    {
        if (batch < 1 || channels < 1) throw new ArgumentException($"A padding needs positive sizes: batch {batch}, channels {channels}.");
        var length = (double)batch * channels;
        foreach (var axis in (ReadOnlySpan<PaddingAxis>)[depth, height, width])
        {
            if (axis.Input < 1 || axis.Low < 0 || axis.High < 0) throw new ArgumentException($"A padded axis needs a positive size and padding of 0 or more: {axis.Input}, ({axis.Low}, {axis.High}).");
            if (!axis.Fits(mode)) throw new ArgumentException($"Padding of ({axis.Low}, {axis.High}) in mode {mode} asks for more elements than an axis of {axis.Input} has.");
            length *= (double)axis.Input + axis.Low + axis.High;
        }
        if (length > Array.MaxLength) throw new ArgumentException($"A padded map of {length:0} numbers is too large; the most is {Array.MaxLength}.");
        (Batch, Channels, Mode, Value, Depth, Height, Width) = (batch, channels, mode, value, depth, height, width);
    }

    /// <summary>N.</summary>
    public int Batch { get; }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>What stands around the map.</summary>
    public PaddingMode Mode { get; }

    /// <summary>The number of <see cref="PaddingMode.Constant"/>.</summary>
    public float Value { get; }

    /// <summary>The axis of 3-D problems.</summary>
    public PaddingAxis Depth { get; }

    /// <summary>The axis of 2-D and 3-D problems.</summary>
    public PaddingAxis Height { get; }

    /// <summary>The innermost axis.</summary>
    public PaddingAxis Width { get; }

    /// <summary>Pixels of one input.</summary>
    public int InputPixels => Depth.Input * Height.Input * Width.Input;

    /// <summary>Pixels of one output.</summary>
    public int OutputPixels => Depth.Output * Height.Output * Width.Output;
}
