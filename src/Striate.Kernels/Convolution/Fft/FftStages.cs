using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Fft;

/// <summary>The three stages of a convolution by frequencies, each over the part that a task names.</summary>
internal unsafe struct FftStages<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public FftProblem Problem;
    public float* Source;
    public int SourceStride;
    public float* Weights;
    public OutputMap<TVector, TSimd> Output;

    /// <summary>V of a vector of source channels of a tile; <paramref name="row"/> is its place.</summary>
    public readonly void TransformInput(int tile, int row, int vector, float* v, float* work)
    {
        var (rows, columns, lanes) = (Problem.Rows, Problem.Columns, TSimd.Count);
        // The last vector ends with the last channel and may overlap the one before: the same numbers twice cost less than a tail.
        var channel = Math.Min(vector * lanes, Problem.Channels - lanes);
        var (top, left, example) = Origin(tile);
        top -= rows.Low;
        left -= columns.Low;
        var (rowFloats, half) = (2 * Problem.Across * lanes, columns.Size / 2);
        var line = work + rows.Size * rowFloats;
        var patch = line + rowFloats;
        for (var i = 0; i < rows.Size; i++)
        {
            var to = work + i * rowFloats;
            if ((uint)(top + i) >= (uint)rows.Sources)
            {
                new Span<float>(to, rowFloats).Clear();
                continue;
            }
            var from = Source + (((long)example * rows.Sources + top + i) * columns.Sources + left) * SourceStride + channel;
            var step = (nint)SourceStride;
            if (left < 0 || left + columns.Size > columns.Sources)
            {
                for (var j = 0; j < columns.Size; j++)
                    TSimd.Store(patch + j * lanes, (uint)(left + j) < (uint)columns.Sources ? TSimd.Load(from + j * step) : TSimd.Zero);
                from = patch;
                step = lanes;
            }
            var complex = new FftLine(line, 2 * lanes, lanes);
            FftTransform<TVector, TSimd>.Forward(half, new FftLine(from, 2 * step, step), complex);
            FftPass<TVector, TSimd>.Split(half, complex, new FftLine(to, 2 * lanes, lanes));
        }
        var target = v + (nint)row * 2 * Problem.Channels + channel;
        TransformColumns(work, target, Problem.InputStride, Problem.Channels);
    }

    // Down the columns of a half-transformed tile; its numbers end a stride apart, imaginary parts at a distance.
    private readonly void TransformColumns(float* work, float* to, nint stride, nint imaginary)
    {
        var (height, across, lanes) = (Problem.Rows.Size, Problem.Across, TSimd.Count);
        for (var k = 0; k < across; k++)
        {
            var column = new FftLine(work + k * 2 * lanes, across * 2 * lanes, lanes);
            FftTransform<TVector, TSimd>.Forward(height, column, column);
            for (var i = 0; i < height; i++)
            {
                var from = work + (i * across + k) * 2 * lanes;
                var place = to + (i * across + k) * stride;
                TSimd.Store(place, TSimd.Load(from));
                TSimd.Store(place + imaginary, TSimd.Load(from + lanes));
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
    public readonly void TransformOutput(int tile, int row, int vector, float* m, float* work)
    {
        var (rows, columns, lanes, across) = (Problem.Rows, Problem.Columns, TSimd.Count, Problem.Across);
        var from = m + ((nint)vector * Problem.ChunkTiles + row) * 2 * lanes;
        for (var k = 0; k < across; k++)
        {
            var column = new FftLine(work + k * 2 * lanes, across * 2 * lanes, lanes);
            var products = new FftLine(from + k * Problem.ProductStride, across * Problem.ProductStride, lanes);
            if (rows.Size > 1)
            {
                FftTransform<TVector, TSimd>.Inverse(rows.Size, products, column);
                continue;
            }
            TSimd.Store(column.Address, TSimd.Load(products.Address));
            TSimd.Store(column.Address + lanes, TSimd.Load(products.Address + lanes));
        }
        var (top, left, example) = Origin(tile);
        var (height, width) = (Math.Min(rows.Valid, rows.Targets - top), Math.Min(columns.Valid, columns.Targets - left));
        var line = new FftLine(work + 2 * Problem.Frequencies * lanes, 2 * lanes, lanes);
        var channel = vector * lanes;
        var count = Math.Min(lanes, Problem.TargetChannels - channel);
        for (var i = 0; i < height; i++)
        {
            FftPass<TVector, TSimd>.Join(columns.Size / 2, new FftLine(work + i * across * 2 * lanes, 2 * lanes, lanes), line);
            FftTransform<TVector, TSimd>.Inverse(columns.Size / 2, line, line);
            Output.StoreTile(line.Address, lanes, width, ((long)example * rows.Targets + top + i) * columns.Targets + left, 1, channel, count);
        }
    }

    /// <summary>U of a source channel and a vector of target channels from its taps, a vector each, which the tile that they stand in overwrites.</summary>
    public readonly void TransformWeights(float* taps, float* to, float* work)
    {
        var (rows, columns, lanes, across) = (Problem.Rows, Problem.Columns, TSimd.Count, Problem.Across);
        var line = new FftLine(work + 2 * Problem.Frequencies * lanes, 2 * lanes, lanes);
        var patch = line.Address + 2 * across * lanes;
        var half = columns.Size / 2;
        new Span<float>(work, 2 * Problem.Frequencies * lanes).Clear();
        for (var i = 0; i < rows.Taps; i++)
        {
            new Span<float>(patch, columns.Size * lanes).Clear();
            for (var j = 0; j < columns.Taps; j++) TSimd.Store(patch + j * columns.Dilation * lanes, TSimd.Load(taps + (i * columns.Taps + j) * lanes));
            FftTransform<TVector, TSimd>.Forward(half, new FftLine(patch, 2 * lanes, lanes), line);
            FftPass<TVector, TSimd>.Split(half, line, new FftLine(work + i * rows.Dilation * across * 2 * lanes, 2 * lanes, lanes));
        }
        // Twice in each of both transforms along rows; the rest undoes what the inverse multiplies by.
        var scale = TSimd.Broadcast(1f / (4 * rows.Size * columns.Size));
        var imaginary = (nint)Problem.Channels * 2 * lanes;
        for (var k = 0; k < across; k++)
        {
            var column = new FftLine(work + k * 2 * lanes, across * 2 * lanes, lanes);
            FftTransform<TVector, TSimd>.Forward(rows.Size, column, column);
            for (var i = 0; i < rows.Size; i++)
            {
                // x · w*, for a window is not turned: (xr, xi) → (xr wr + xi wi, xi wr − xr wi).
                var from = work + (i * across + k) * 2 * lanes;
                var place = to + (i * across + k) * Problem.WeightStride;
                var (wr, wi) = (TSimd.Multiply(scale, TSimd.Load(from)), TSimd.Multiply(scale, TSimd.Load(from + lanes)));
                TSimd.Store(place, wr);
                TSimd.Store(place + lanes, TSimd.Subtract(TSimd.Zero, wi));
                TSimd.Store(place + imaginary, wi);
                TSimd.Store(place + imaginary + lanes, wr);
            }
        }
    }

    private readonly (int Top, int Left, int Example) Origin(int tile)
    {
        var across = tile % Problem.Columns.Tiles;
        var down = tile / Problem.Columns.Tiles % Problem.Rows.Tiles;
        return (down * Problem.Rows.Valid, across * Problem.Columns.Valid, tile / Problem.Columns.Tiles / Problem.Rows.Tiles);
    }
}
