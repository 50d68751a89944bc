using Striate.Kernels.Convolution;
using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>dw[r, p] = Σ over examples and channels of dy[n, r] · x[n, p], in register tiles of pixels × regions. A task is some pixels with all regions.</summary>
internal unsafe struct RegionGradientGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    // Examples of a tile: their places lie on the stack.
    private const int MostSegments = 64;

    private float* _packed;
    private float* _x;
    private int _regions;
    private int _pixels;
    private int _batch;
    private int _channels;
    private float* _dw;

    public static void Run(float* dy, float* x, int regions, int pixels, int batch, int channels, float* dw, float* packed, WorkerPool pool)
    {
        var pack = new PackGrid { Dy = dy, Regions = regions, Batch = batch, Channels = channels, Packed = packed };
        pool.Run(batch, ref pack, (double)batch * regions * channels);
        var grid = new RegionGradientGrid<TVector, TSimd> { _packed = packed, _x = x, _regions = regions, _pixels = pixels, _batch = batch, _channels = channels, _dw = dw };
        pool.Run((pixels + TSimd.TallRows - 1) / TSimd.TallRows, ref grid, (double)regions * pixels * batch * channels / TSimd.Count);
    }

    public readonly void Run(int task, int worker)
    {
        var lanes = TSimd.Count;
        var segments = stackalloc Segment[MostSegments];
        var tile = stackalloc float[TSimd.TallRows * lanes];
        var pixel = task * TSimd.TallRows;
        var height = Math.Min(TSimd.TallRows, _pixels - pixel);
        for (var first = 0; first < _batch; first += MostSegments)
        {
            var count = Math.Min(MostSegments, _batch - first);
            for (var i = 0; i < count; i++) segments[i] = new Segment { Source = (first + i) * _pixels * _channels, Row = (first + i) * _channels, Length = _channels };
            for (var region = 0; region < _regions; region += lanes)
            {
                GatherTile<TVector, TSimd>.RunTall(height, _x + (long)pixel * _channels, _channels, _packed + (long)region * _batch * _channels, segments, count, tile, lanes, streams: false);
                Turn(tile, height, Math.Min(lanes, _regions - region), _dw + (long)region * _pixels + pixel, first > 0);
            }
        }
    }

    private readonly void Turn(float* tile, int height, int regions, float* to, bool accumulate)
    {
        for (var r = 0; r < regions; r++, to += _pixels)
            for (var p = 0; p < height; p++) to[p] = accumulate ? to[p] + tile[p * TSimd.Count + r] : tile[p * TSimd.Count + r];
    }

    // Output gradients as a vector of regions for each example and channel, zeros behind the last region. A task is an example.
    private struct PackGrid : IGrid
    {
        public float* Dy;
        public int Regions;
        public int Batch;
        public int Channels;
        public float* Packed;

        public readonly void Run(int task, int worker)
        {
            var lanes = TSimd.Count;
            for (var region = 0; region < Regions; region += lanes)
            {
                var to = Packed + ((long)region * Batch + (long)task * lanes) * Channels;
                var from = Dy + ((long)task * Regions + region) * Channels;
                for (var c = 0; c < Channels; c++)
                    for (var lane = 0; lane < lanes; lane++) *to++ = region + lane < Regions ? from[(long)lane * Channels + c] : 0;
            }
        }
    }
}
