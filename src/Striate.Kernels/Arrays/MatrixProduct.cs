using System.Runtime.Intrinsics;
using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Arrays;

/// <summary>The product of two matrices, each of them transposed if asked, in register tiles.</summary>
/// <param name="rows">M: rows of the result.</param>
/// <param name="inner">K: what is summed over.</param>
/// <param name="columns">N: columns of the result.</param>
public sealed unsafe class MatrixProduct(int rows, int inner, int columns)
{
    private const int TileRows = 12;

    /// <summary>M: rows of the result.</summary>
    public int Rows => rows;

    /// <summary>K: what is summed over.</summary>
    public int Inner => inner;

    /// <summary>N: columns of the result.</summary>
    public int Columns => columns;

    private static int TileColumns => 2 * SimdWidth.Bits / 32;

    private int Bands => (rows + TileRows - 1) / TileRows;

    private int Panels => (columns + TileColumns - 1) / TileColumns;

    /// <summary>Floats of scratch memory: the second matrix in panels, and a band of rows for each worker.</summary>
    public long ScratchLength(int workers) => (long)Panels * TileColumns * inner + (long)workers * (inner + TileColumns) * TileRows + 16;

    /// <summary>c = factor · a · b, or c += factor · a · b; a is M × K and b is K × N, or the other way round where transposed.</summary>
    public void Run(ReadOnlySpan<float> a, bool transposedA, ReadOnlySpan<float> b, bool transposedB, float factor, Span<float> c, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        if (a.Length != (long)rows * inner || b.Length != (long)inner * columns || c.Length != (long)rows * columns)
            throw new ArgumentException($"{a.Length} and {b.Length} numbers do not make {c.Length} as {rows} × {inner} times {inner} × {columns}.");
        if (scratch.Length < ScratchLength(pool.Threads)) throw new ArgumentException($"{scratch.Length} floats of scratch are less than {ScratchLength(pool.Threads)}.");
        fixed (float* left = a, right = b, to = c, work = scratch)
        {
            var pack = new PackGrid { Problem = this, B = right, IsTransposed = transposedB, Panels = work };
            pool.Run(Panels, ref pack, (double)inner * columns / 4);
            var grid = new Grid { Problem = this, A = left, IsTransposed = transposedA, Panels = work, C = to, Factor = factor, Accumulate = accumulate, Scratch = work + (long)Panels * TileColumns * inner };
            pool.Run(Bands, ref grid, (double)rows * inner * columns / TileColumns);
        }
    }

    private static void Tile(float* left, float* right, int inner, float* tile)
    {
        switch (SimdWidth.Bits)
        {
            case 512: OuterTile<Vector512<float>, Simd512>.Wide<Rows.R12>(left, TileRows, 0, right, TileColumns, 0, 1, inner, tile, TileColumns); break;
            case 256: Narrow<Vector256<float>, Simd256>(left, right, inner, tile); break;
            default: Narrow<Vector128<float>, Simd128>(left, right, inner, tile); break;
        }
    }

    // Fewer registers: the rows in parts.
    private static void Narrow<TVector, TSimd>(float* left, float* right, int inner, float* tile) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        for (var row = 0; row < TileRows; row += 4) OuterTile<TVector, TSimd>.Wide<Rows.R4>(left + row, TileRows, 0, right, TileColumns, 0, 1, inner, tile + row * TileColumns, TileColumns);
    }

    // Panels of columns: the numbers of a row side by side, with zeros behind the last column.
    private struct PackGrid : IGrid
    {
        public MatrixProduct Problem;
        public float* B;
        public bool IsTransposed;
        public float* Panels;

        public readonly void Run(int task, int worker)
        {
            var (width, first) = (TileColumns, task * TileColumns);
            var count = Math.Min(width, Problem.Columns - first);
            var to = Panels + (long)task * width * Problem.Inner;
            var (rowStep, columnStep) = IsTransposed ? (1L, (long)Problem.Inner) : (Problem.Columns, 1L);
            for (var k = 0; k < Problem.Inner; k++, to += width)
            {
                var from = B + k * rowStep + first * columnStep;
                if (columnStep == 1) new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, width));
                else for (var i = 0; i < count; i++) to[i] = from[i * columnStep];
                for (var i = count; i < width; i++) to[i] = 0;
            }
        }
    }

    private struct Grid : IGrid
    {
        public MatrixProduct Problem;
        public float* A;
        public bool IsTransposed;
        public float* Panels;
        public float* C;
        public float Factor;
        public bool Accumulate;
        public float* Scratch;

        public readonly void Run(int task, int worker)
        {
            var (inner, columns, width) = (Problem.Inner, Problem.Columns, TileColumns);
            var first = task * TileRows;
            var count = Math.Min(TileRows, Problem.Rows - first);
            var band = Scratch + (long)worker * (inner + width) * TileRows;
            var tile = band + (long)inner * TileRows;
            var (rowStep, innerStep) = IsTransposed ? (1L, (long)Problem.Rows) : (inner, 1L);
            for (var k = 0; k < inner; k++)
                for (var i = 0; i < TileRows; i++) band[k * TileRows + i] = i < count ? A[(first + i) * rowStep + k * innerStep] : 0;
            for (var panel = 0; panel < Problem.Panels; panel++)
            {
                new Span<float>(tile, TileRows * width).Clear();
                Tile(band, Panels + (long)panel * width * inner, inner, tile);
                var (column, wide) = (panel * width, Math.Min(width, columns - panel * width));
                for (var i = 0; i < count; i++)
                {
                    var to = C + (long)(first + i) * columns + column;
                    for (var j = 0; j < wide; j++) to[j] = (Accumulate ? to[j] : 0) + Factor * tile[i * width + j];
                }
            }
        }
    }
}
