using Striate.Kernels.Memory;

namespace Striate.Benchmarks.Measuring;

/// <summary>Memory for what is measured.</summary>
internal static class Buffers
{
    public static AlignedBuffer Empty(long floats) => new(floats * sizeof(float));

    /// <summary>Numbers from −1 to 1; a weak generator, for it has to be quick.</summary>
    public static AlignedBuffer Filled(long floats)
    {
        var buffer = Empty(floats);
        var state = 0x9E3779B9u;
        foreach (ref var value in buffer.AsSpan<float>())
        {
            state = state * 1664525u + 1013904223u;
            value = (int)state * (1f / int.MaxValue);
        }
        return buffer;
    }
}
