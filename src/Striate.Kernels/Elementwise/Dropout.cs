using Striate.Kernels.Convolution;
using Striate.Kernels.Random;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Elementwise;

/// <summary>Numbers set to zero at random and the others scaled; the mask is a function of the stream, drawn again wherever it is needed.</summary>
public static class Dropout
{
    /// <summary>y = x / (1 − rate) where the stream's uniform number is at least the rate, otherwise 0.</summary>
    public static void Forward(ReadOnlySpan<float> x, float rate, PhiloxStream stream, Span<float> y, WorkerPool pool) => Run(x, rate, stream, "y", y, false, pool);

    /// <summary>dx = dy / (1 − rate) under the same mask, otherwise 0; or added to dx.</summary>
    public static void Backward(ReadOnlySpan<float> dy, float rate, PhiloxStream stream, Span<float> dx, bool accumulate, WorkerPool pool) => Run(dy, rate, stream, "dx", dx, accumulate, pool);

    private static unsafe void Run(ReadOnlySpan<float> x, float rate, PhiloxStream stream, string name, Span<float> y, bool accumulate, WorkerPool pool)
    {
        Spans.RequireLength(name, y.Length, x.Length);
        fixed (float* from = x, to = y)
        {
            var grid = new MaskGrid { Chunks = new Chunks(x.Length, Chunks.Floats), From = from, To = to, Rate = rate, Stream = stream, Accumulate = accumulate };
            pool.Run(grid.Chunks.Count, ref grid);
        }
    }

    private unsafe struct MaskGrid : IGrid
    {
        public Chunks Chunks;
        public float* From;
        public float* To;
        public float Rate;
        public PhiloxStream Stream;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var (start, length) = (Chunks.Start(task), Chunks.Length(task));
            var scale = 1 / (1 - Rate);
            // Four numbers a block; a chunk starts at a block.
            for (var i = 0; i < length; i += 4)
            {
                var (a, b, c, d) = Stream.Block((uint)((start + i) >> 2));
                Keep(start + i, a, scale);
                if (i + 1 < length) Keep(start + i + 1, b, scale);
                if (i + 2 < length) Keep(start + i + 2, c, scale);
                if (i + 3 < length) Keep(start + i + 3, d, scale);
            }
        }

        private readonly void Keep(long index, uint bits, float scale)
        {
            var value = PhiloxStream.ToUniform(bits) >= Rate ? From[index] * scale : 0;
            To[index] = Accumulate ? To[index] + value : value;
        }
    }
}
