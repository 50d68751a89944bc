using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Elementwise;

/// <summary>Explicit converters between channels-last and channels-first.</summary>
public static class Layouts
{
    /// <summary>y[n, c, p] = x[n, p, c], or +=.</summary>
    public static void ToChannelsFirst(ReadOnlySpan<float> x, int batch, int channels, int pixels, Span<float> y, bool accumulate, WorkerPool pool) =>
        Transpose(x, batch, pixels, channels, y, accumulate, pool);

    /// <summary>y[n, p, c] = x[n, c, p], or +=.</summary>
    public static void ToChannelsLast(ReadOnlySpan<float> x, int batch, int channels, int pixels, Span<float> y, bool accumulate, WorkerPool pool) =>
        Transpose(x, batch, channels, pixels, y, accumulate, pool);

    private static unsafe void Transpose(ReadOnlySpan<float> x, int batch, int rows, int columns, Span<float> y, bool accumulate, WorkerPool pool)
    {
        var length = (long)batch * rows * columns;
        Spans.RequireLength("x", x.Length, length);
        Spans.RequireLength("y", y.Length, length);
        fixed (float* from = x, to = y)
        {
            var grid = new TransposeGrid { Rows = rows, Columns = columns, From = from, To = to, Accumulate = accumulate };
            pool.Run(batch, ref grid);
        }
    }

    private unsafe struct TransposeGrid : IGrid
    {
        // 16 × 16 floats: a line of the cache in both directions.
        private const int Tile = 16;

        public int Rows;
        public int Columns;
        public float* From;
        public float* To;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var from = From + (long)task * Rows * Columns;
            var to = To + (long)task * Rows * Columns;
            for (var row = 0; row < Rows; row += Tile)
            {
                for (var column = 0; column < Columns; column += Tile)
                {
                    for (var c = column; c < Math.Min(column + Tile, Columns); c++)
                    {
                        for (var r = row; r < Math.Min(row + Tile, Rows); r++)
                        {
                            var value = from[(long)r * Columns + c];
                            var target = to + (long)c * Rows + r;
                            *target = Accumulate ? *target + value : value;
                        }
                    }
                }
            }
        }
    }
}
