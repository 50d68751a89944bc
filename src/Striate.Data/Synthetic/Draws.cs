using Striate.Kernels.Random;

namespace Striate.Data.Synthetic;

/// <summary>The random numbers of one picture, drawn in order.</summary>
internal sealed class Draws(ulong seed, uint kind, int picture)
{
    // The purpose of random numbers for pictures: streams of different purposes never meet.
    private const uint PicturePurpose = 5;

    private readonly PhiloxStream _stream = new(seed, PicturePurpose, kind, (ulong)picture);
    private ulong _next;

    public float Between(float low, float high) => low + (high - low) * _stream.Uniform(_next++);

    public int Below(int bound) => _stream.Below(_next++, bound);

    public float Normal() => _stream.Normal(2 * _next++ + (1UL << 20));
}
