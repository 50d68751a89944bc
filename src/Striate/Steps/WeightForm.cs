using Striate.Layers;

namespace Striate.Steps;

/// <summary>How a convolution's kernel is made of its parameter: with taps in reverse order, or with zeros where channels are not connected.</summary>
/// <param name="Flip">Whether the taps stand in reverse.</param>
/// <param name="Connections">The pairs of channels that the parameter holds; null where it holds all.</param>
/// <param name="GroupInputs">Input channels of a group.</param>
/// <param name="Taps">Taps of the kernel.</param>
internal sealed record WeightForm(bool Flip, ChannelConnections? Connections, int GroupInputs, int Taps)
{
    private readonly int[]? _numbers = Connections?.Numbers(GroupInputs);

    /// <summary>The kernel from the parameter.</summary>
    public void Expand(ReadOnlySpan<float> weights, Span<float> kernel)
    {
        var pairs = _numbers?.Length ?? weights.Length / Taps;
        for (var pair = 0; pair < pairs; pair++)
        {
            var target = kernel.Slice(pair * Taps, Taps);
            var number = _numbers is null ? pair : _numbers[pair];
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
        var pairs = _numbers?.Length ?? gradient.Length / Taps;
        for (var pair = 0; pair < pairs; pair++)
        {
            var number = _numbers is null ? pair : _numbers[pair];
            if (number < 0) continue;
            for (var tap = 0; tap < Taps; tap++)
            {
                var value = kernelGradient[pair * Taps + (Flip ? Taps - 1 - tap : tap)];
                ref var target = ref gradient[number * Taps + tap];
                target = accumulate ? target + value : value;
            }
        }
    }

    // The numbers follow from the rest.
    public bool Equals(WeightForm? other) =>
        other is not null && (Flip, GroupInputs, Taps) == (other.Flip, other.GroupInputs, other.Taps) && Equals(Connections, other.Connections);

    public override int GetHashCode() => HashCode.Combine(Flip, Connections, GroupInputs, Taps);
}
