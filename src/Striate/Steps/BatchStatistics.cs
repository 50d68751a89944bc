using Striate.Kernels.Memory;

namespace Striate.Steps;

/// <summary>Mean and biased variance of each channel of one value over the batch: computed once a forward pass, by the step that makes the value or by the first that normalises it.</summary>
internal sealed class BatchStatistics(int channels)
{
    private readonly AlignedBuffer _numbers = new(2L * channels * sizeof(float));

    public int Channels => channels;

    public Span<float> Mean => _numbers.AsSpan<float>(0, channels);

    public Span<float> Variance => _numbers.AsSpan<float>(channels, channels);

    /// <summary>Some channels of a map that is normalised.</summary>
    /// <param name="Statistics">Where their mean and variance stand.</param>
    /// <param name="Channel">The first of them in the map.</param>
    /// <param name="IsOwn">Whether the step that normalises has to compute them.</param>
    internal sealed record Part(BatchStatistics Statistics, int Channel, bool IsOwn);
}
