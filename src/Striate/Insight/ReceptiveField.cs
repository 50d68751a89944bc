using Striate.Kernels.Convolution;

namespace Striate.Insight;

/// <summary>What one number of a map sees of the input along one axis, padding included.</summary>
/// <param name="Size">Inputs from the first to the last that count.</param>
/// <param name="Jump">Inputs between the fields of two neighbouring outputs.</param>
/// <param name="First">The index of the first input that the first output sees; negative if it lies in the padding.</param>
public readonly record struct ReceptiveField(long Size, long Jump, long First)
{
    /// <summary>An input sees itself.</summary>
    public static ReceptiveField Input => new(1, 1, 0);

    /// <summary>The field behind a window: size + (extent − 1) · jump, jump · stride, first − padding · jump.</summary>
    public ReceptiveField Behind(in WindowAxis window) => new(Size + (window.Extent - 1) * Jump, Jump * window.Stride, First - window.PaddingLow * Jump);

    /// <summary>The field behind a transposed window: an output sees ⌈extent / stride⌉ inputs, neighbours lie jump / stride apart; null where that is no whole number.</summary>
    public ReceptiveField? BehindTransposed(in WindowAxis window)
    {
        if (Jump % window.Stride != 0) return null;
        var before = window.Extent - 1 - window.PaddingLow;
        // The first input of output 0: ⌈−before / stride⌉.
        var first = before > 0 ? -(before / window.Stride) : (-before + window.Stride - 1) / window.Stride;
        return new(Size + ((window.Extent + window.Stride - 1) / window.Stride - 1) * Jump, Jump / window.Stride, First + first * Jump);
    }

    /// <summary>The field of a number that sees two: from the first of both to the last of both; null where their jumps differ, so that they drift apart.</summary>
    public ReceptiveField? Joined(in ReceptiveField other)
    {
        if (Jump != other.Jump) return null;
        var first = Math.Min(First, other.First);
        return new(Math.Max(First + Size, other.First + other.Size) - first, Jump, first);
    }
}
