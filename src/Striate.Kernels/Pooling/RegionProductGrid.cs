using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>y[n, r] = Σ over i of w[i, r] · x[n, i], channel by channel, in register tiles of rows × channels; or y += that. A task is some rows of an example.</summary>
internal unsafe struct RegionProductGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    // Enough multiply–adds that handing out a task costs nothing.
    private const int TaskWork = 1 << 20;

    private float* _weights;
    private int _rows;
    private int _inner;
    private int _channels;
    private int _height;
    private Chunks _chunks;
    private float* _x;
    private float* _y;
    private bool _accumulate;

    public static void Run(float* weights, int rows, int inner, int batch, int channels, float* x, float* y, bool accumulate, WorkerPool pool)
    {
        // Tiles of nearly one height: 49 rows are 5 tiles of 10, not 4 of 12 and 1 of 1.
        var tiles = (rows + TSimd.WideRows - 1) / TSimd.WideRows;
        var height = (rows + tiles - 1) / tiles;
        var tilesOfTask = Math.Max(1, TaskWork / ((double)inner * channels * height));
        var grid = new RegionProductGrid<TVector, TSimd>
        {
            _weights = weights,
            _rows = rows,
            _inner = inner,
            _channels = channels,
            _height = height,
            _chunks = new Chunks(rows, (int)Math.Min(rows, Math.Floor(tilesOfTask) * height)),
            _x = x,
            _y = y,
            _accumulate = accumulate,
        };
        pool.Run(batch * grid._chunks.Count, ref grid, (double)batch * rows * inner * channels / TSimd.Count);
    }

    public readonly void Run(int task, int worker)
    {
        var (example, chunk) = Math.DivRem(task, _chunks.Count);
        var x = _x + (long)example * _inner * _channels;
        var end = _chunks.Start(chunk) + _chunks.Length(chunk);
        for (var row = _chunks.Start(chunk); row < end; row += _height) Tiles(_weights + row, (int)Math.Min(_height, end - row), x, _y + ((long)example * _rows + row) * _channels);
    }

    private readonly void Tiles(float* weights, int height, float* x, float* y)
    {
        if (!_accumulate) new Span<float>(y, height * _channels).Clear();
        var c = 0;
        for (; c + 2 * TSimd.Count <= _channels; c += 2 * TSimd.Count) OuterTile<TVector, TSimd>.RunWide(height, weights, _rows, 0, x + c, _channels, 0, 1, _inner, y + c, _channels);
        for (; c + TSimd.Count <= _channels; c += TSimd.Count) OuterTile<TVector, TSimd>.RunTall(height, weights, _rows, 0, x + c, _channels, 0, 1, _inner, y + c, _channels);
        for (; c < _channels; c++) OuterTile<float, SimdScalar>.RunTall(height, weights, _rows, 0, x + c, _channels, 0, 1, _inner, y + c, _channels);
    }
}
