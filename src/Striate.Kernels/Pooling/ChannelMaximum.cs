using System.Numerics;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>The largest of each run of neighbouring channels, pixel by pixel; NaN wins.</summary>
public static unsafe class ChannelMaximum
{
    /// <summary>y[p, g] = max over j of x[p, g · size + j].</summary>
    public static void Forward(ReadOnlySpan<float> x, int pixels, int groups, int size, Span<float> y, WorkerPool pool)
    {
        Check(x.Length, y.Length, pixels, groups, size);
        fixed (float* from = x, to = y)
        {
            var grid = new ForwardGrid { Chunks = ChunksOf(pixels, groups, size), Size = size, X = from, Y = to };
            pool.Run(grid.Chunks.Count, ref grid);
        }
    }

    /// <summary>dx from x, y and dy: the gradient goes to the first channel of a run that equals y (or is NaN as y is).</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int pixels, int groups, int size, Span<float> dx, bool accumulate, WorkerPool pool)
    {
        Check(x.Length, y.Length, pixels, groups, size);
        Spans.RequireMap("dy", dy.Length, pixels, groups, groups);
        Spans.RequireMap("dx", dx.Length, pixels, groups * size, groups * size);
        fixed (float* input = x, output = y, from = dy, to = dx)
        {
            var grid = new BackwardGrid { Chunks = ChunksOf(pixels, groups, size), Size = size, X = input, Y = output, Dy = from, Dx = to, Accumulate = accumulate };
            pool.Run(grid.Chunks.Count, ref grid);
        }
    }

    private static void Check(int inputs, int outputs, int pixels, int groups, int size)
    {
        Spans.RequireMap("x", inputs, pixels, checked(groups * size), groups * size);
        Spans.RequireMap("y", outputs, pixels, groups, groups);
    }

    private static Chunks ChunksOf(int pixels, int groups, int size) => new((long)pixels * groups, Math.Max(1, Chunks.Floats / size));

    // A task is a chunk of outputs, whatever their pixels: runs lie one behind the other.
    private struct ForwardGrid : IGrid
    {
        public Chunks Chunks;
        public int Size;
        public float* X;
        public float* Y;

        public readonly void Run(int task, int worker)
        {
            var y = Y + Chunks.Start(task);
            var x = X + Chunks.Start(task) * Size;
            for (var count = Chunks.Length(task); count > 0; count--, x += Size)
            {
                var most = x[0];
                for (var j = 1; j < Size; j++) most = MathF.Max(most, x[j]);
                *y++ = most;
            }
        }
    }

    private struct BackwardGrid : IGrid
    {
        public Chunks Chunks;
        public int Size;
        public float* X;
        public float* Y;
        public float* Dy;
        public float* Dx;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var (output, end) = (Chunks.Start(task), Chunks.Start(task) + Chunks.Length(task));
            if (Size == 2) for (; output + Vector<float>.Count <= end; output += Vector<float>.Count) Pairs(output);
            for (; output < end; output++)
            {
                var x = X + output * Size;
                var dx = Dx + output * Size;
                var (y, rest) = (Y[output], Dy[output]);
                for (var j = 0; j < Size; j++)
                {
                    var hit = x[j] == y || (float.IsNaN(y) && float.IsNaN(x[j]));
                    dx[j] = (Accumulate ? dx[j] : 0) + (hit ? rest : 0);
                    if (hit) rest = 0;
                }
            }
        }

        // Runs of two, the most common by far: a pair of channels is a number of 64 bits.
        private readonly void Pairs(long output)
        {
            Vector.Widen(Vector.Load((uint*)Y + output), out var y0, out var y1);
            Vector.Widen(Vector.Load((uint*)Dy + output), out var dy0, out var dy1);
            Pair(2 * output, y0, dy0);
            Pair(2 * output + Vector<float>.Count, y1, dy1);
        }

        private readonly void Pair(long input, Vector<ulong> y, Vector<ulong> dy)
        {
            var (x, most) = (Vector.Load(X + input), Vector.AsVectorSingle(y | y << 32));
            var hits = Vector.AsVectorUInt64(Vector.Equals(x, most) | ~(Vector.Equals(x, x) | Vector.Equals(most, most)));
            // The second of a pair gets nothing where the first was hit: its mask moved to the upper half.
            var value = Vector.AsVectorSingle(Vector.AndNot((dy | dy << 32) & hits, hits << 32));
            Vector.Store((Accumulate ? Vector.Load(Dx + input) : Vector<float>.Zero) + value, Dx + input);
        }
    }
}
