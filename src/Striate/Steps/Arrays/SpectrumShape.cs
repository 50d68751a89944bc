using System.Collections.Immutable;

namespace Striate.Steps.Arrays;

/// <summary>What a Fourier transform takes and gives.</summary>
/// <param name="Length">The numbers of a transform.</param>
/// <param name="Step">The distance of two frames; 0 for one transform of the whole axis.</param>
/// <param name="IsInverse">Whether the sign is the other and sums are divided by the length.</param>
/// <param name="IsOneSided">Whether half the spectrum of a real signal is left out.</param>
/// <param name="Window">What each frame is multiplied by; none for ones.</param>
internal sealed record SpectrumShape(int Length, int Step, bool IsInverse, bool IsOneSided, ImmutableArray<float> Window)
{
    /// <summary>Numbers that leave a transform.</summary>
    public int Bins => IsOneSided && !IsInverse ? Length / 2 + 1 : Length;

    /// <summary>1 for real numbers, 2 for complex ones.</summary>
    public int Parts => IsOneSided && IsInverse ? 1 : 2;
}
