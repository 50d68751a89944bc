using System.Numerics;
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
            Span<uint> words = stackalloc uint[1024];
            for (var (start, end) = (Chunks.Start(task), Chunks.Start(task) + Chunks.Length(task)); start < end; start += words.Length)
            {
                // Four numbers a block; a chunk starts at a block.
                var piece = words[..(int)Math.Min(words.Length, end - start)];
                Stream.Fill((uint)start / 4, piece);
                Keep(piece, From + start, To + start);
            }
        }

        private readonly void Keep(ReadOnlySpan<uint> words, float* from, float* to)
        {
            var scale = 1 / (1 - Rate);
            var i = 0;
            for (; i <= words.Length - Vector<uint>.Count; i += Vector<uint>.Count)
            {
                var uniform = Vector.ConvertToSingle(Vector.AsVectorInt32(new Vector<uint>(words[i..]) >>> 8)) * PhiloxStream.Unit;
                var value = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(uniform, new Vector<float>(Rate)), Vector.Load(from + i) * scale, Vector<float>.Zero);
                Vector.Store(Accumulate ? Vector.Load(to + i) + value : value, to + i);
            }
            for (; i < words.Length; i++)
            {
                var value = PhiloxStream.ToUniform(words[i]) >= Rate ? from[i] * scale : 0;
                to[i] = Accumulate ? to[i] + value : value;
            }
        }
    }
}
