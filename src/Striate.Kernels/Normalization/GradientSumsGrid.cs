using System.Numerics;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>Σ g and Σ g · (x − mean) of a chunk of pixels; the gradient of the addend, which is g, is written on the way.</summary>
internal unsafe struct GradientSumsGrid : IGrid
{
    public Chunks Chunks;
    public int Channels;
    public OutputGradient Gradient;
    public float* Slots;
    public float* Addend;
    public int AddendStride;
    public bool Accumulate;

    public readonly void Run(int task, int worker)
    {
        var (start, end) = (Chunks.Start(task), Chunks.Start(task) + Chunks.Length(task));
        var sums = Slots + 2L * task * Channels;
        var products = sums + Channels;
        var c = 0;
        for (; c + Vector<float>.Count <= Channels; c += Vector<float>.Count)
        {
            var mean = Vector.Load(Gradient.Mean + c);
            Vector<float> sum0 = default, sum1 = default, product0 = default, product1 = default;
            var pixel = start;
            // Two pixels at once hide the latency of an addition.
            for (; pixel + 2 <= end; pixel += 2)
            {
                var g0 = Gradient.At(pixel, c, mean, out var deviation0);
                var g1 = Gradient.At(pixel + 1, c, mean, out var deviation1);
                sum0 += g0;
                sum1 += g1;
                product0 += g0 * deviation0;
                product1 += g1 * deviation1;
                if (Addend is null) continue;
                Give(pixel, c, g0);
                Give(pixel + 1, c, g1);
            }
            for (; pixel < end; pixel++)
            {
                var g = Gradient.At(pixel, c, mean, out var deviation);
                sum0 += g;
                product0 += g * deviation;
                if (Addend is not null) Give(pixel, c, g);
            }
            Vector.Store(sum0 + sum1, sums + c);
            Vector.Store(product0 + product1, products + c);
        }
        for (; c < Channels; c++)
        {
            double sum = 0, product = 0;
            for (var pixel = start; pixel < end; pixel++)
            {
                var g = Gradient.At(pixel, c, out var deviation);
                sum += g;
                product += (double)g * deviation;
                if (Addend is null) continue;
                var to = Addend + pixel * AddendStride + c;
                *to = Accumulate ? *to + g : g;
            }
            (sums[c], products[c]) = ((float)sum, (float)product);
        }
    }

    private readonly void Give(long pixel, int c, Vector<float> g)
    {
        var to = Addend + pixel * AddendStride + c;
        Vector.Store(Accumulate ? Vector.Load(to) + g : g, to);
    }
}
