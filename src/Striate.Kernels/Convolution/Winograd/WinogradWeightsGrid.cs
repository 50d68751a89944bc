using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Winograd;

/// <summary>One stage of a Winograd weight gradient: transforms of a chunk's tiles (tasks are groups of tiles), products (tasks are products × columns), or the way back.</summary>
/// <remarks>The last vector of output channels ends with the last channel and fills the last columns: a channel of the tail has its column <c>Padded − K</c> further on.</remarks>
internal unsafe struct WinogradWeightsGrid<TVector, TSimd, TTransform> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector> where TTransform : struct, IWinogradTransform
{
    private const int ChannelsOfTask = 16;

    public WinogradStages<TVector, TSimd, TTransform> Stages;
    public WinogradWeightsLayout Layout;
    public float* Gradient;
    public int GradientStride;
    public float* Weights;
    public bool Accumulate;
    public float* Values;
    public float* Work;
    public WinogradStage Stage;
    public int ChunkFrom;

    /// <summary>Floats that one worker needs: transforms, and the sums of a part of the weights.</summary>
    public static long WorkerFloats(in WinogradProblem problem, in WinogradWeightsLayout layout) => WinogradStages<TVector, TSimd, TTransform>.WorkerFloats + layout.WorkerFloats(problem);

    /// <summary>The number of tasks of the stage.</summary>
    public readonly int Tasks => Stage switch
    {
        WinogradStage.Input => WinogradWeightsLayout.Groups,
        WinogradStage.Multiply => Layout.IsFused ? Layout.Rows * Layout.Columns : Problem.Products * ColumnTasks,
        _ => Vectors * ((Problem.Channels + ChannelsOfTask - 1) / ChannelsOfTask),
    };

    private readonly WinogradProblem Problem => Stages.Problem;

    private readonly int ChunkTiles => Math.Min(Layout.ChunkTiles, Problem.Tiles - ChunkFrom);

    private readonly int ColumnTasks => Math.Min(Problem.Columns.Count, 2);

    private readonly int Vectors => Problem.Columns.Vectors;

    public readonly void Run(int task, int worker)
    {
        var work = Work + worker * WorkerFloats(Problem, Layout);
        switch (Stage)
        {
            case WinogradStage.Input when Layout.IsLocal: RunGroup(task, work); break;
            case WinogradStage.Input: Transform(task, work); break;
            case WinogradStage.Multiply when Layout.IsFused: RunPart(task / Layout.Columns, task % Layout.Columns, work); break;
            case WinogradStage.Multiply: MultiplyAll(task / ColumnTasks, task % ColumnTasks); break;
            default: TransformAll(task % Vectors * TSimd.Count, task / Vectors * ChannelsOfTask, work); break;
        }
    }

    /// <summary>Σ dy an output channel from the sums of the groups.</summary>
    public readonly void MergeBias(Span<float> bias)
    {
        for (var k = 0; k < bias.Length; k++)
        {
            var sum = Accumulate ? bias[k] : 0;
            for (var group = 0; group < WinogradWeightsLayout.Groups; group++) sum += Values[Layout.Biases + group * Problem.Columns.Padded + Column(k)];
            bias[k] = sum;
        }
    }

    private readonly int Column(int k) => k < Problem.Columns.Columns / TSimd.Count * TSimd.Count ? k : k + Problem.Columns.Padded - Problem.Columns.Columns;

    private readonly void Transform(int group, float* work)
    {
        var (from, to) = ((int)((long)ChunkTiles * group / WinogradWeightsLayout.Groups), (int)((long)ChunkTiles * (group + 1) / WinogradWeightsLayout.Groups));
        var biases = Values + Layout.Biases + group * Problem.Columns.Padded;
        if (ChunkFrom == 0) new Span<float>(biases, Problem.Columns.Padded).Clear();
        Stages.TransformInput(ChunkFrom + from, ChunkFrom + to, from, Values, Layout.InputStride, work);
        for (var row = from; row < to; row++) TransformGradient(ChunkFrom + row, row, biases, Values + Layout.Gradients, work);
    }

    // A group's tiles through all products, block by block.
    private readonly void RunGroup(int group, float* work)
    {
        var (from, to) = ((int)((long)Problem.Tiles * group / WinogradWeightsLayout.Groups), (int)((long)Problem.Tiles * (group + 1) / WinogradWeightsLayout.Groups));
        var biases = Values + Layout.Biases + group * Problem.Columns.Padded;
        var sums = Values + Layout.Sums + group * Layout.SumStride * Problem.Products;
        new Span<float>(biases, Problem.Columns.Padded).Clear();
        new Span<float>(sums, checked((int)(Layout.SumStride * Problem.Products))).Clear();
        var values = work + WinogradStages<TVector, TSimd, TTransform>.WorkerFloats;
        var gradients = values + Layout.Gradients;
        for (; from < to; from += Layout.BlockTiles)
        {
            var tiles = Math.Min(Layout.BlockTiles, to - from);
            Stages.TransformInput(from, from + tiles, 0, values, Layout.InputStride, work);
            for (var row = 0; row < tiles; row++) TransformGradient(from + row, row, biases, gradients, work);
            for (var product = 0; product < Problem.Products; product++)
            {
                Multiply(values + product * Layout.InputStride, gradients + product * Layout.GradientStride, tiles, 0, Problem.Columns.Count, 0, Problem.Channels,
                    sums + product * Layout.SumStride, Problem.Columns.Padded);
            }
        }
    }

    private readonly void TransformGradient(int tile, int row, float* biases, float* gradients, float* work)
    {
        var (size, side, lanes, stride, problem) = (TTransform.Size, TTransform.Tile, TSimd.Count, Layout.GradientStride, Problem);
        var half = work + side * side * lanes;
        var (top, left) = Stages.Origin(tile, out var example);
        var pixel = ((long)example * problem.TargetHeight + top) * problem.TargetWidth + left;
        for (var c = 0; c < problem.Columns.Columns; c += lanes)
        {
            var from = Gradient + pixel * GradientStride + Math.Min(c, problem.Columns.Columns - lanes);
            var bias = TSimd.Load(biases + c);
            for (var i = 0; i < side; i++)
            {
                for (var j = 0; j < side; j++)
                {
                    // Outside the map there is no gradient.
                    var value = top + i < problem.TargetHeight && left + j < problem.TargetWidth ? TSimd.Load(from + ((nint)i * problem.TargetWidth + j) * GradientStride) : TSimd.Zero;
                    bias = TSimd.Add(bias, value);
                    TSimd.Store(work + (i * side + j) * lanes, value);
                }
            }
            TSimd.Store(biases + c, bias);
            WinogradPass<TVector, TSimd, TTransform>.Gradient(side, work, lanes, side * lanes, half, lanes, side * lanes);
            var to = gradients + (nint)row * problem.Columns.Padded + c;
            WinogradPass<TVector, TSimd, TTransform>.Gradient(size, half, side * lanes, lanes, to, size * stride, stride);
        }
    }

    // A part of the weights through all products and back.
    private readonly void RunPart(int row, int column, float* work)
    {
        var columns = Problem.Columns;
        var (rowFrom, rowTo) = (Problem.Channels * row / Layout.Rows, Problem.Channels * (row + 1) / Layout.Rows);
        var (blockFrom, blockTo) = (columns.Count * column / Layout.Columns, columns.Count * (column + 1) / Layout.Columns);
        var first = columns.First(blockFrom);
        var width = columns.First(blockTo - 1) + columns.Width(blockTo - 1) - first;
        var sums = work + WinogradStages<TVector, TSimd, TTransform>.WorkerFloats;
        var stride = (nint)(rowTo - rowFrom) * width;
        new Span<float>(sums, checked((int)(stride * Problem.Products))).Clear();
        for (var product = 0; product < Problem.Products; product++) Multiply(Inputs(product), Gradients(product), ChunkTiles, blockFrom, blockTo, rowFrom, rowTo, sums + product * stride, width);
        for (var c = rowFrom; c < rowTo; c++)
            for (var vector = 0; vector < width; vector += TSimd.Count) TransformBack(sums + (nint)(c - rowFrom) * width + vector, stride, first + vector, c, work);
    }

    // A product of all input channels, added to the sums of earlier chunks.
    private readonly void MultiplyAll(int product, int part)
    {
        var columns = Problem.Columns;
        var (blockFrom, blockTo) = (columns.Count * part / ColumnTasks, columns.Count * (part + 1) / ColumnTasks);
        var first = columns.First(blockFrom);
        var sums = Values + Layout.Sums + product * Layout.SumStride + first;
        if (ChunkFrom == 0)
        {
            var width = columns.First(blockTo - 1) + columns.Width(blockTo - 1) - first;
            for (var c = 0; c < Problem.Channels; c++) new Span<float>(sums + (nint)c * columns.Padded, width).Clear();
        }
        Multiply(Inputs(product), Gradients(product), ChunkTiles, blockFrom, blockTo, 0, Problem.Channels, sums, columns.Padded);
    }

    private readonly float* Inputs(int product) => Values + product * Layout.InputStride;

    private readonly float* Gradients(int product) => Values + Layout.Gradients + product * Layout.GradientStride;

    // sums[c, column] += Σ over tiles of V · D.
    private readonly void Multiply(float* input, float* gradients, int count, int blockFrom, int blockTo, int rowFrom, int rowTo, float* sums, nint rowStep)
    {
        var columns = Problem.Columns;
        var channels = Problem.Channels;
        for (var block = blockFrom; block < blockTo; block++)
        {
            var (first, width) = (columns.First(block), columns.Width(block));
            var gradient = gradients + first;
            var most = width == TSimd.Count ? TSimd.TallRows : TSimd.WideRows;
            var rows = rowTo - rowFrom;
            var tiles = (rows + most - 1) / most;
            for (var tile = 0; tile < tiles; tile++)
            {
                var start = (int)((long)rows * tile / tiles);
                var height = (int)((long)rows * (tile + 1) / tiles) - start;
                var target = sums + start * rowStep + (first - columns.First(blockFrom));
                if (width == TSimd.Count) OuterTile<TVector, TSimd>.RunTall(height, input + rowFrom + start, channels, 0, gradient, columns.Padded, 0, 1, count, target, rowStep);
                else OuterTile<TVector, TSimd>.RunWide(height, input + rowFrom + start, channels, 0, gradient, columns.Padded, 0, 1, count, target, rowStep);
            }
        }
    }

    private readonly void TransformAll(int column, int channel, float* work)
    {
        for (var c = channel; c < Math.Min(channel + ChannelsOfTask, Problem.Channels); c++)
        {
            var sums = Values + Layout.Sums + (nint)c * Problem.Columns.Padded + column;
            if (!Layout.IsLocal)
            {
                TransformBack(sums, Layout.SumStride, column, c, work);
                continue;
            }
            // The groups' sums in their order.
            var merged = work + WinogradStages<TVector, TSimd, TTransform>.WorkerFloats;
            for (var product = 0; product < Problem.Products; product++, sums += Layout.SumStride)
            {
                var sum = TSimd.Load(sums);
                for (var group = 1; group < WinogradWeightsLayout.Groups; group++) sum = TSimd.Add(sum, TSimd.Load(sums + group * Layout.SumStride * Problem.Products));
                TSimd.Store(merged + product * TSimd.Count, sum);
            }
            TransformBack(merged, TSimd.Count, column, c, work);
        }
    }

    // The taps of one input channel and a vector of output channels, into the interchange order.
    private readonly void TransformBack(float* sums, nint stride, int column, int c, float* work)
    {
        var (size, lanes, columns) = (TTransform.Size, TSimd.Count, Problem.Columns);
        var taps = work + 3 * size * lanes;
        WinogradPass<TVector, TSimd, TTransform>.Taps(size, sums, stride, size * stride, work, lanes, size * lanes);
        WinogradPass<TVector, TSimd, TTransform>.Taps(3, work, size * lanes, lanes, taps, 3 * lanes, lanes);
        // The columns of the last vector are the last channels; those that the vector before has too are written there.
        var firstChannel = Math.Min(column, columns.Columns - lanes);
        for (var lane = column - firstChannel; lane < lanes; lane++)
        {
            var to = Weights + ((long)(firstChannel + lane) * Problem.Channels + c) * 9;
            for (var tap = 0; tap < 9; tap++) to[tap] = Accumulate ? to[tap] + taps[tap * lanes + lane] : taps[tap * lanes + lane];
        }
    }
}
