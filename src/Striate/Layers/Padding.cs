using Striate.Kernels.Padding;

namespace Striate.Layers;

/// <summary>What is assumed around the input: how much, and of what kind.</summary>
/// <example><code>
/// // PaddingMode is Striate.Kernels.Padding.PaddingMode.
/// var ring = Padding.Same with { Mode = PaddingMode.Circular };
/// </code></example>
public abstract record Padding
{
    /// <summary>Zeros unless it is set. Pooling and transposed convolutions have zeros alone.</summary>
    public PaddingMode Mode { get; init; }

    /// <summary>The number of <see cref="PaddingMode.Constant"/>; 0 in the other modes.</summary>
    public float Value { get; init; }

    /// <summary>None: windows stay inside. Output n − k + 1 at stride 1.</summary>
    public static Padding Valid { get; } = new Explicit(0, 0);

    /// <summary>Output ⌈n / stride⌉; an odd zero goes to the high side (ONNX's SAME_UPPER).</summary>
    public static Padding Same { get; } = new SameSize();

    /// <summary>Output ⌈n / stride⌉; an odd zero goes to the low side (ONNX's SAME_LOWER).</summary>
    public static Padding SameLow { get; } = new SameSize { IsLow = true };

    /// <summary>Every input is visited by every tap: extent − 1 zeros on each side. Output n + k − 1 at stride 1.</summary>
    public static Padding Full { get; } = new FullOverlap();

    /// <summary>The same number of zeros on both sides: one for all axes, or one an axis, outermost first.</summary>
    public static Padding Of(params ReadOnlySpan<int> sizes) => new Explicit(new AxisSizes(sizes), new AxisSizes(sizes));

    /// <summary>Zeros before and behind, axis by axis.</summary>
    public static Padding Of(AxisSizes low, AxisSizes high) => new Explicit(low, high);

    /// <summary>The zeros before and behind one axis.</summary>
    /// <param name="axis">The spatial axis, outermost 0.</param>
    /// <param name="input">The input size n.</param>
    /// <param name="extent">dilation · (k − 1) + 1.</param>
    /// <param name="stride">The stride.</param>
    public abstract (int Low, int High) Resolve(int axis, int input, int extent, int stride);

    /// <summary>Whether the padding says something for each of <paramref name="rank"/> axes.</summary>
    public virtual bool Fits(int rank) => true;

    /// <summary>Given numbers of zeros.</summary>
    /// <param name="Low">Zeros before the first element.</param>
    /// <param name="High">Zeros behind the last.</param>
    public sealed record Explicit(AxisSizes Low, AxisSizes High) : Padding
    {
        /// <inheritdoc/>
        public override (int Low, int High) Resolve(int axis, int input, int extent, int stride) => (Low.At(axis), High.At(axis));

        /// <inheritdoc/>
        public override bool Fits(int rank) => Low.Fits(rank) && High.Fits(rank);
    }

    /// <summary>See <see cref="Same"/> and <see cref="SameLow"/>.</summary>
    public sealed record SameSize : Padding
    {
        /// <summary>Whether an odd zero goes to the low side.</summary>
        public bool IsLow { get; init; }

        /// <inheritdoc/>
        public override (int Low, int High) Resolve(int axis, int input, int extent, int stride)
        {
            var output = (input + (long)stride - 1) / stride;
            var total = Math.Max((output - 1) * stride + extent - input, 0);
            var (less, more) = checked(((int)(total / 2), (int)(total - total / 2)));
            return IsLow ? (more, less) : (less, more);
        }
    }

    /// <summary>See <see cref="Full"/>.</summary>
    public sealed record FullOverlap : Padding
    {
        /// <inheritdoc/>
        public override (int Low, int High) Resolve(int axis, int input, int extent, int stride) => (extent - 1, extent - 1);
    }
}
