using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>A rectangle of another picture in its place, and as much of its class as it takes of the area (Yun et al. 2019).</summary>
/// <remarks>The rectangle has the picture's proportions and 1 − λ of its area before it is cut at the border, with λ from a beta distribution; its centre may be anywhere.</remarks>
/// <param name="Alpha">Both parameters of the distribution, more than 0; 1 in the paper.</param>
public sealed record CutMix(float Alpha) : PairAugmentation
{
    /// <inheritdoc/>
    public override string Keyword => "cutmix";

    /// <inheritdoc/>
    public override float Mix(Span<float> input, ReadOnlySpan<float> other, Shape shape, PhiloxStream random)
    {
        var (height, width, channels) = (shape[0], shape[1], shape[2]);
        var half = 0.5f * MathF.Sqrt(1 - Beta.Symmetric(Alpha, random));
        // The beta distribution takes numbers from the beginning of the stream; these come from far behind.
        var (y, x) = (random.Below(1 << 20, height), random.Below((1 << 20) + 1, width));
        var (halfHeight, halfWidth) = ((int)(half * height), (int)(half * width));
        var (top, bottom) = (Math.Max(0, y - halfHeight), Math.Min(height, y + halfHeight));
        var (left, right) = (Math.Max(0, x - halfWidth), Math.Min(width, x + halfWidth));
        for (var row = top; row < bottom; row++)
            other.Slice((row * width + left) * channels, (right - left) * channels).CopyTo(input[((row * width + left) * channels)..]);
        return 1 - (float)((bottom - top) * (right - left)) / (height * width);
    }
}
