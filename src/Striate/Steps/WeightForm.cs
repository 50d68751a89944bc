namespace Striate.Steps;

/// <summary>How a convolution's kernel is made of its parameter: with taps in reverse order, or with zeros where channels are not connected.</summary>
/// <param name="Flip">Whether the taps stand in reverse.</param>
/// <param name="Numbers">For every pair of an output and an input channel its number in the parameter, or −1 where they are not connected; null where all are.</param>
/// <param name="Taps">Taps of the kernel.</param>
internal sealed record WeightForm(bool Flip, int[]? Numbers, int Taps)
{
    /// <summary>The kernel from the parameter.</summary>
    public void Expand(ReadOnlySpan<float> weights, Span<float> kernel)
    {
        var pairs = Numbers?.Length ?? weights.Length / Taps;
        for (var pair = 0; pair < pairs; pair++)
        {
            var target = kernel.Slice(pair * Taps, Taps);
            var number = Numbers is null ? pair : Numbers[pair];
            if (number < 0)
            {
                target.Clear();
                continue;
            }
            weights.Slice(number * Taps, Taps).CopyTo(target);
            if (Flip) target.Reverse();
        }
    }

    /// <summary>The parameter's gradient from the kernel's.</summary>
    public void Collect(ReadOnlySpan<float> kernelGradient, Span<float> gradient, bool accumulate)
    {
        var pairs = Numbers?.Length ?? gradient.Length / Taps;
        for (var pair = 0; pair < pairs; pair++)
        {
            var number = Numbers is null ? pair : Numbers[pair];
            if (number < 0) continue;
            for (var tap = 0; tap < Taps; tap++)
            {
                var value = kernelGradient[pair * Taps + (Flip ? Taps - 1 - tap : tap)];
                ref var target = ref gradient[number * Taps + tap];
                target = accumulate ? target + value : value;
            }
        }
    }

    // By what the numbers are, so that plans share packed weights.
    public bool Equals(WeightForm? other) =>
        other is not null && (Flip, Taps, Numbers is null) == (other.Flip, other.Taps, other.Numbers is null) && Numbers.AsSpan().SequenceEqual(other.Numbers);

    public override int GetHashCode() => HashCode.Combine(Flip, Taps, Numbers?.Length);
}
