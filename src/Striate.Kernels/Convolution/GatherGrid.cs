using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>The tasks of a gather: a block of target rows (or of a row's pixels) of one example, times some of the channels.</summary>
/// <remarks>
/// A task (1) copies its source rows with zeros around them, unless they can be read in place, (2) lists the taps of each row as segments,
/// (3) runs register tiles over the row for each block of channels, (4) adds bias and addend, activates and stores.
/// </remarks>
internal unsafe struct GatherGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    // The largest tile: 16 rows of one vector or 12 of two.
    public const int TileFloats = 512;

    // Floats of a cache line.
    private const int Line = 16;

    public GatherProblem Problem;
    public float* Source;
    public int SourceStride;
    public InputMapper<TVector, TSimd> Mapper;
    public float* Weights;
    public OutputMap<TVector, TSimd> Output;
    public float* Scratch;
    public long ScratchFloats;

    public static long ScratchLength(in GatherProblem problem) =>
        (TileFloats + 6L * (problem.Taps + 1) + 16 + (long)problem.ScratchRows * problem.PaddedRowFloats + problem.MappedFloats + 31) / 16 * 16;

    public readonly void Run(int task, int worker)
    {
        var (channelTask, pixelTask) = (task % Problem.ChannelTasks, task / Problem.ChannelTasks);
        var columnBlocks = (Problem.Width.TargetSize + Problem.ColumnBlock - 1) / Problem.ColumnBlock;
        var rowBlocks = (Problem.Height.TargetSize + Problem.RowBlock - 1) / Problem.RowBlock;
        var columnFrom = pixelTask % columnBlocks * Problem.ColumnBlock;
        var rowFrom = pixelTask / columnBlocks % rowBlocks * Problem.RowBlock;
        var plane = pixelTask / columnBlocks / rowBlocks % Problem.Depth.TargetSize;
        var example = pixelTask / columnBlocks / rowBlocks / Problem.Depth.TargetSize;
        var rowTo = Math.Min(rowFrom + Problem.RowBlock, Problem.Height.TargetSize);
        var columnTo = Math.Min(columnFrom + Problem.ColumnBlock, Problem.Width.TargetSize);
        var blockFrom = (int)((long)Problem.Columns.Count * channelTask / Problem.ChannelTasks);
        var blockTo = (int)((long)Problem.Columns.Count * (channelTask + 1) / Problem.ChannelTasks);

        var scratch = Scratch + worker * ScratchFloats;
        var frame = new Frame
        {
            Tile = scratch,
            Segments = (Segment*)(scratch + TileFloats),
            Rows = scratch + TileFloats + (6 * (Problem.Taps + 1) + 15) / 16 * 16,
            Plane = plane,
            TargetPlane = ((long)example * Problem.Depth.TargetSize + plane) * Problem.TargetHeight,
        };
        for (var group = 0; group < Problem.Groups; group++)
        {
            frame.Group = group;
            frame.Example = Source + (long)example * Problem.SourcePixels * SourceStride + group * Problem.SourceChannels;
            if (!Problem.Direct) CopyRows(ref frame, rowFrom, rowTo);
            if (Problem.MapsInput) Mapper.Run(columnFrom, columnTo - columnFrom, frame.Example + (long)columnFrom * SourceStride, SourceStride, frame.Rows);
            for (var block = blockFrom; block < blockTo; block++)
                for (var row = rowFrom; row < rowTo; row++) RunRow(frame, block, row, columnFrom, columnTo);
            if (!Output.Moments.AreWanted) continue;
            // Whole rows are one run of pixels.
            var (width, pixels) = (Problem.TargetWidth, Problem.Block);
            var (top, left) = (rowFrom * pixels.Rows, columnFrom * pixels.Columns);
            var (rows, across) = (Math.Min(rowTo * pixels.Rows, Problem.TargetHeight) - top, Math.Min(columnTo * pixels.Columns, width) - left);
            var stored = new PixelBlock { First = (frame.TargetPlane + top) * width + left, Rows = across == width ? 1 : rows, Across = across == width ? rows * width : across };
            var channel = group * Problem.TargetChannels;
            if (pixels.Pixels > 1) Output.Moments.Take(pixelTask, &stored, 1, width, channel, channel + Problem.TargetChannels);
            else Output.Moments.Take(pixelTask, &stored, 1, width, channel + Problem.Columns.First(blockFrom), channel + Problem.Columns.First(blockTo - 1) + Problem.Columns.Valid(blockTo - 1));
        }
    }

    // Source rows lie as [tap plane][row from FirstRow on][padded column][channel], zeros where there is no source.
    private readonly void CopyRows(ref Frame frame, int rowFrom, int rowTo)
    {
        int first = int.MaxValue, last = -1;
        for (var row = rowFrom; row < rowTo; row++)
        {
            for (var place = 0; place < Problem.Height.Taps; place++)
            {
                if (!Problem.Height.TrySource(row, place, out var source)) continue;
                (first, last) = (Math.Min(first, source), Math.Max(last, source));
            }
        }
        (frame.FirstRow, frame.RowCount) = (first, last - first + 1);
        var channels = Problem.SourceChannels;
        for (var place = 0; place < Problem.Depth.Taps; place++)
        {
            if (!Problem.Depth.TrySource(frame.Plane, place, out var plane)) continue;
            for (var row = first; row <= last; row++)
            {
                var to = frame.Rows + ((long)place * frame.RowCount + row - first) * Problem.PaddedRowFloats;
                var from = frame.Example + ((long)plane * Problem.Height.SourceSize + row) * Problem.Width.SourceSize * SourceStride;
                new Span<float>(to, Problem.Low * channels).Clear();
                to += Problem.Low * channels;
                if (SourceStride == channels)
                {
                    new ReadOnlySpan<float>(from, Problem.Width.SourceSize * channels).CopyTo(new Span<float>(to, Problem.Width.SourceSize * channels));
                }
                else
                {
                    Pixels.Copy<TVector, TSimd>(from, SourceStride, channels, Problem.Width.SourceSize, to, channels);
                }
                new Span<float>(to + Problem.Width.SourceSize * channels, Problem.High * channels).Clear();
            }
        }
    }

    private readonly void RunRow(in Frame frame, int block, int row, int columnFrom, int columnTo)
    {
        var columns = Problem.Columns;
        var width = columns.Width(block);
        var pixelStride = Problem.Direct && !Problem.MapsInput ? SourceStride : Problem.SourceChannels;
        var weights = Weights + ((long)frame.Group * columns.Padded + columns.First(block)) * Problem.Taps * Problem.SourceChannels;
        var most = width == TSimd.Count ? TSimd.TallRows : TSimd.WideRows;
        var channel = frame.Group * columns.Columns + columns.First(block);
        var isStoredAtOnce = Output.IsPlain && columns.Valid(block) == width;
        // Statistics read what was stored.
        var streams = isStoredAtOnce && Problem.Streams && !Output.Moments.AreWanted && width % Line == 0 && Output.IsAligned(channel, Line);
        for (var phase = 0; phase < Problem.Width.Phases; phase++)
        {
            var (from, to) = Problem.Width.Phases == 1 ? (columnFrom, columnTo) : (0, phase < Problem.Width.TargetSize ? Problem.Width.Count(phase) : 0);
            if (from >= to) continue;
            var fetches = block == 0 && Problem.Fetches;
            var count = ListSegments(frame, row, phase, pixelStride);
            var source = Problem.MapsInput ? frame.Rows - (long)columnFrom * pixelStride : Problem.Direct ? frame.Example : frame.Rows + Problem.Low * Problem.SourceChannels;
            // Tiles of nearly equal height: 32 pixels are 11 + 11 + 10, not 12 + 12 + 8.
            var tiles = (to - from + most - 1) / most;
            var (least, higher) = ((to - from) / tiles, (to - from) % tiles);
            for (int tile = 0, start = from, height; tile < tiles; tile++, start += height)
            {
                height = tile < higher ? least + 1 : least;
                var first = source + (long)start * Problem.Width.SourceStep * pixelStride;
                var step = (nint)Problem.Width.SourceStep * pixelStride;
                if (fetches) FetchPixels(first + height * step, step, height);
                if (Problem.Block.Pixels > 1)
                {
                    if (width == TSimd.Count) GatherTile<TVector, TSimd>.RunTall(height, first, step, weights, frame.Segments, count, frame.Tile, width, false);
                    else GatherTile<TVector, TSimd>.RunWide(height, first, step, weights, frame.Segments, count, frame.Tile, width, false);
                    StoreBlocks(frame, row, start, height, width);
                    continue;
                }
                var pixel = (frame.TargetPlane + row) * Problem.TargetWidth + phase + (long)start * Problem.Width.TargetStep;
                var target = Output.Address + pixel * Output.PixelStride + channel;
                var targetStep = (nint)Problem.Width.TargetStep * Output.PixelStride;
                var (sums, sumsStep) = isStoredAtOnce ? ((nint)target, targetStep) : ((nint)frame.Tile, width);
                if (width == TSimd.Count) GatherTile<TVector, TSimd>.RunTall(height, first, step, weights, frame.Segments, count, (float*)sums, sumsStep, streams);
                else GatherTile<TVector, TSimd>.RunWide(height, first, step, weights, frame.Segments, count, (float*)sums, sumsStep, streams);
                if (!isStoredAtOnce) Output.StoreTile(frame.Tile, width, height, pixel, Problem.Width.TargetStep, channel, columns.Valid(block));
            }
        }
    }

    // The next tile's pixels, while a tile is computed.
    private readonly void FetchPixels(float* first, nint step, int pixels)
    {
        for (; pixels > 0; pixels--, first += step)
            for (var c = 0; c < Problem.SourceChannels; c += Line) Prefetch.Near(first + c);
    }

    private readonly int ListSegments(in Frame frame, int row, int phase, int pixelStride)
    {
        var count = 0;
        var channels = Problem.SourceChannels;
        var contiguous = pixelStride == channels;
        for (var depthPlace = 0; depthPlace < Problem.Depth.Taps; depthPlace++)
        {
            if (!Problem.Depth.TrySource(frame.Plane, depthPlace, out var plane)) continue;
            for (var rowPlace = 0; rowPlace < Problem.Height.Taps; rowPlace++)
            {
                if (!Problem.Height.TrySource(row, rowPlace, out var sourceRow)) continue;
                var rowStart = Problem.Direct
                    ? (plane * Problem.Height.SourceSize + sourceRow) * Problem.Width.SourceSize * pixelStride
                    : (depthPlace * frame.RowCount + sourceRow - frame.FirstRow) * Problem.PaddedRowFloats;
                var packedRow = (depthPlace * Problem.Height.Taps + rowPlace) * Problem.Width.Taps;
                if (contiguous && Problem.HasRuns)
                {
                    Problem.Width.TryOffset(0, 0, out var first);
                    frame.Segments[count++] = new Segment { Source = rowStart + first * pixelStride, Row = packedRow * channels, Length = Problem.Width.Taps * channels };
                    continue;
                }
                for (var place = 0; place < Problem.Width.Taps; place++)
                {
                    if (!Problem.Width.TryOffset(phase, place, out var offset)) continue;
                    var source = rowStart + offset * pixelStride;
                    var packed = (packedRow + place) * channels;
                    ref var previous = ref frame.Segments[count - 1];
                    if (count > 0 && contiguous && previous.Source + previous.Length == source && previous.Row + previous.Length == packed) previous.Length += channels;
                    else frame.Segments[count++] = new Segment { Source = source, Row = packed, Length = channels };
                }
            }
        }
        return count;
    }

    // Blocks of pixels from a column of blocks on: what hangs over the map's ends is left out.
    private readonly void StoreBlocks(in Frame frame, int blockRow, int start, int height, int width)
    {
        var (across, channels) = (Problem.Block.Columns, Problem.TargetChannels);
        // A block's pixels of one row are neighbours: where nothing lies between them, one run of numbers.
        var (runs, run) = Output.IsContiguous(channels) ? (1, across) : (across, 1);
        for (var i = 0; i < Problem.Block.Rows; i++)
        {
            var row = blockRow * Problem.Block.Rows + i;
            if (row >= Problem.TargetHeight) return;
            var pixel = (frame.TargetPlane + row) * Problem.TargetWidth + (long)start * across;
            var values = frame.Tile + i * across * channels;
            for (var part = 0; part < runs; part++, pixel++, values += channels)
            {
                var left = Problem.TargetWidth - start * across - part;
                var whole = Math.Clamp((left - run) / across + (left >= run ? 1 : 0), 0, height);
                Output.StoreTile(values, width, whole, pixel, across, frame.Group * channels, run * channels);
                left -= whole * across;
                if (whole < height && left > 0) Output.StoreTile(values + whole * width, width, 1, pixel + (long)whole * across, across, frame.Group * channels, Math.Min(run, left) * channels);
            }
        }
    }

    /// <summary>What a task carries from row to row.</summary>
    private struct Frame
    {
        public float* Tile;
        public Segment* Segments;
        public float* Rows;
        public float* Example;
        public int Group;
        public int Plane;
        public int FirstRow;
        public int RowCount;
        public long TargetPlane;
    }
}
