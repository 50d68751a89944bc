using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Fft;

/// <summary>The stages of a convolution by frequencies, each over the part that a task names.</summary>
internal unsafe struct FftStages<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public FftProblem Problem;
    public float* Source;
    public int SourceStride;
    public float* Weights;
    public OutputMap<TVector, TSimd> Output;

    /// <summary>V of a vector of source channels of a tile; <paramref name="row"/> is its place.</summary>
    public readonly void TransformInput(int tileNumber, int row, int vector, float* v, float* work)
    {
        var (rows, columns, lanes) = (Problem.Rows, Problem.Columns, TSimd.Count);
        // The last vector ends with the last channel and may overlap the one before: the same numbers twice cost less than a tail.
        var channel = Math.Min(vector * lanes, Problem.Channels - lanes);
        var (top, left, example) = Problem.Origin(tileNumber);
        top -= rows.Low;
        left -= columns.Low;
        var tile = new FftTile<TVector, TSimd>(rows.Size, columns.Size, work);
        var to = v + (nint)row * 2 * Problem.Channels + channel;
        var (stride, imaginary) = (Problem.InputStride, (nint)Problem.Channels);
        for (var i = 0; i < rows.Size; i++)
        {
            if ((uint)(top + i) >= (uint)rows.Sources)
            {
                tile.ClearRow(i);
                continue;
            }
            var from = Source + (((long)example * rows.Sources + top + i) * columns.Sources + left) * SourceStride + channel;
            if (left >= 0 && left + columns.Size <= columns.Sources)
            {
                tile.ForwardRow(i, from, SourceStride);
                continue;
            }
            for (var j = 0; j < columns.Size; j++)
                TSimd.Store(tile.Patch + j * lanes, (uint)(left + j) < (uint)columns.Sources ? TSimd.Load(from + (nint)j * SourceStride) : TSimd.Zero);
            tile.ForwardRow(i, tile.Patch, lanes);
        }
        for (var k = 0; k < tile.Across; k++)
        {
            tile.FetchColumn(k + 1, to, stride, imaginary);
            tile.ForwardColumn(k);
            for (var i = 0; i < rows.Size; i++)
            {
                var place = to + (i * tile.Across + k) * stride;
                TSimd.Store(place, TSimd.Load(tile.Frequency(i, k)));
                TSimd.Store(place + imaginary, TSimd.Load(tile.Frequency(i, k) + lanes));
            }
        }
    }

    /// <summary>M of one frequency for all tiles of the chunk.</summary>
    public readonly void Multiply(int frequency, int tiles, float* v, float* m)
    {
        var (length, width) = (2 * Problem.Channels, 2 * TSimd.Count);
        var segment = new Segment { Length = length };
        var source = v + frequency * Problem.InputStride;
        var blocks = (tiles + TSimd.WideRows - 1) / TSimd.WideRows;
        for (var vector = 0; vector < Problem.Vectors; vector++)
        {
            var weights = Weights + frequency * Problem.WeightStride + (nint)vector * length * width;
            var target = m + frequency * Problem.ProductStride + (nint)vector * Problem.ChunkTiles * width;
            for (var block = 0; block < blocks; block++)
            {
                var start = (int)((long)tiles * block / blocks);
                var height = (int)((long)tiles * (block + 1) / blocks) - start;
                GatherTile<TVector, TSimd>.RunWide(height, source + (nint)start * length, length, weights, &segment, 1, target + (nint)start * width, width, streams: false);
            }
        }
    }

    /// <summary>The outputs of a tile for a vector of target channels.</summary>
    public readonly void TransformOutput(int tileNumber, int row, int vector, float* m, float* work)
    {
        var (rows, columns, lanes) = (Problem.Rows, Problem.Columns, TSimd.Count);
        var tile = new FftTile<TVector, TSimd>(rows.Size, columns.Size, work);
        tile.InverseColumns(m + ((nint)vector * Problem.ChunkTiles + row) * 2 * lanes, Problem.ProductStride, lanes);
        var (top, left, example) = Problem.Origin(tileNumber);
        var (height, width) = (Math.Min(rows.Valid, rows.Targets - top), Math.Min(columns.Valid, columns.Targets - left));
        var channel = vector * lanes;
        for (var i = 0; i < height; i++)
        {
            var pixel = ((long)example * rows.Targets + top + i) * columns.Targets + left;
            Output.StoreTile(tile.InverseRow(i), lanes, width, pixel, 1, channel, Math.Min(lanes, Problem.TargetChannels - channel));
        }
    }

    /// <summary>U of a source channel and a vector of target channels from its taps, a vector each.</summary>
    public readonly void TransformWeights(float* taps, float* to, float* work)
    {
        var (rows, columns, lanes) = (Problem.Rows, Problem.Columns, TSimd.Count);
        var tile = new FftTile<TVector, TSimd>(rows.Size, columns.Size, work);
        for (var i = 0; i < rows.Size; i++) tile.ClearRow(i);
        new Span<float>(tile.Patch, columns.Size * lanes).Clear();
        for (var i = 0; i < rows.Taps; i++)
        {
            for (var j = 0; j < columns.Taps; j++) TSimd.Store(tile.Patch + j * columns.Dilation * lanes, TSimd.Load(taps + (i * columns.Taps + j) * lanes));
            tile.ForwardRow(i * rows.Dilation, tile.Patch, lanes);
        }
        // A window is not turned, so its conjugate counts: (xr, xi) · w* = (xr wr + xi wi, xi wr − xr wi).
        tile.StoreConjugate(Problem.Scale, to, Problem.WeightStride, (nint)Problem.Channels * 2 * lanes);
    }
}
