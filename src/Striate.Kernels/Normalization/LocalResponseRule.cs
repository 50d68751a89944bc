using System.Numerics.Tensors;

namespace Striate.Kernels.Normalization;

/// <summary>The numbers of a local response normalisation.</summary>
/// <param name="Size">Channels in a window.</param>
/// <param name="Alpha">α.</param>
/// <param name="Beta">β.</param>
/// <param name="K">The number that squares are added to.</param>
public readonly record struct LocalResponseRule(int Size, float Alpha, float Beta, float K)
{
    /// <summary>Channels of a window before its own, at most all others.</summary>
    internal int Below(int channels) => Math.Min((Size - 1) / 2, channels - 1);

    /// <summary>Channels of a window behind its own, at most all others.</summary>
    internal int Above(int channels) => Math.Min(Size / 2, channels - 1);

    /// <summary>Channels of a window that may exist.</summary>
    internal int Span(int channels) => Below(channels) + 1 + Above(channels);

    /// <summary>power = t^β; for β = ¾, as nearly everywhere, by two square roots.</summary>
    internal void Power(ReadOnlySpan<float> t, Span<float> power, Span<float> scratch)
    {
        if (Beta != 0.75f)
        {
            TensorPrimitives.Pow(t, Beta, power);
            return;
        }
        TensorPrimitives.Sqrt(t, power);
        TensorPrimitives.Sqrt(power, scratch);
        TensorPrimitives.Multiply(power, scratch, power);
    }
}
