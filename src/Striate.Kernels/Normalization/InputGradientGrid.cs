using System.Numerics;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>dx = factor · g + byDeviation · (x − mean) + constant for a chunk of pixels.</summary>
internal unsafe struct InputGradientGrid : IGrid
{
    public Chunks Chunks;
    public int Channels;
    public OutputGradient Gradient;
    public float* ByDeviation;
    public float* Constant;
    public float* To;
    public int ToStride;
    public bool Accumulate;

    public readonly void Run(int task, int worker)
    {
        var (start, end) = (Chunks.Start(task), Chunks.Start(task) + Chunks.Length(task));
        var c = 0;
        for (; c + Vector<float>.Count <= Channels; c += Vector<float>.Count)
        {
            var (mean, factor) = (Vector.Load(Gradient.Mean + c), Vector.Load(Gradient.Factor + c));
            var (byDeviation, constant) = (Vector.Load(ByDeviation + c), Vector.Load(Constant + c));
            var to = To + start * ToStride + c;
            for (var pixel = start; pixel < end; pixel++, to += ToStride)
            {
                var g = Gradient.At(pixel, c, mean, out var deviation);
                var value = g * factor + (deviation * byDeviation + constant);
                Vector.Store(Accumulate ? Vector.Load(to) + value : value, to);
            }
        }
        for (; c < Channels; c++)
        {
            for (var pixel = start; pixel < end; pixel++)
            {
                var g = Gradient.At(pixel, c, out var deviation);
                var value = g * Gradient.Factor[c] + (deviation * ByDeviation[c] + Constant[c]);
                var to = To + pixel * ToStride + c;
                *to = Accumulate ? *to + value : value;
            }
        }
    }
}
