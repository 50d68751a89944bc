using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>The tasks of dw over few pixels: a run of rows of dw, one an output channel.</summary>
internal unsafe struct DenseWeightsGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <summary>The largest tile: 12 rows of two vectors.</summary>
    public const int TileFloats = 512;

    private const int WantedTasks = 64;

    // 16 MB: a gradient that would drive everything else out of the cache goes past it.
    private const long CacheFloats = 4 * 1024 * 1024;

    // Floats of a cache line.
    private const int Line = 16;

    public int Pixels;
    public int Rows;
    public int Columns;
    public int Padded;
    public float* Input;
    public float* Gradient;
    public int GradientStride;
    public float* Weights;
    public bool Accumulate;
    public float* Scratch;

    public readonly int Tasks => Math.Min(WantedTasks, Blocks);

    // Register tiles of rows.
    private readonly int Blocks => (Rows + TSimd.WideRows - 1) / TSimd.WideRows;

    public readonly void Run(int task, int worker)
    {
        var tile = Scratch + (long)worker * TileFloats;
        var width = 2 * TSimd.Count;
        var streams = !Accumulate && (long)Rows * Columns > CacheFloats && Columns % Line == 0 && (nint)Weights / sizeof(float) % Line == 0 && width % Line == 0;
        for (var block = (int)((long)Blocks * task / Tasks); block < (int)((long)Blocks * (task + 1) / Tasks); block++)
        {
            var first = (int)((long)Rows * block / Blocks);
            var height = (int)((long)Rows * (block + 1) / Blocks) - first;
            for (var column = 0; column < Columns; column += width)
            {
                new Span<float>(tile, height * width).Clear();
                OuterTile<TVector, TSimd>.RunWide(height, Gradient + first, GradientStride, 0, Input + column, Padded, 0, 1, Pixels, tile, width);
                Store(tile, height, Weights + (long)first * Columns + column, Math.Min(width, Columns - column), streams);
            }
        }
    }

    private readonly void Store(float* tile, int height, float* to, int count, bool streams)
    {
        for (; height > 0; height--, tile += 2 * TSimd.Count, to += Columns)
        {
            var c = 0;
            for (; c <= count - TSimd.Count; c += TSimd.Count)
            {
                var sum = TSimd.Load(tile + c);
                if (streams) TSimd.StoreNonTemporal(to + c, sum);
                else TSimd.Store(to + c, Accumulate ? TSimd.Add(TSimd.Load(to + c), sum) : sum);
            }
            if (c == count) continue;
            var last = TSimd.Load(tile + c);
            TSimd.StoreFirst(to + c, Accumulate ? TSimd.Add(TSimd.LoadFirst(to + c, count - c), last) : last, count - c);
        }
    }
}
