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

    /// <summary>Floats that one worker needs.</summary>
    public static long WorkerFloats => WinogradStages<TVector, TSimd, TTransform>.WorkerFloats;

    /// <summary>The number of tasks of the stage.</summary>
    public readonly int Tasks => Stage switch
    {
        WinogradStage.Input => WinogradWeightsLayout.Groups,
        WinogradStage.Multiply => Problem.Products * ColumnTasks,
        _ => Vectors * ((Problem.Channels + ChannelsOfTask - 1) / ChannelsOfTask),
    };

    private readonly WinogradProblem Problem => Stages.Problem;

    private readonly int ChunkTiles => Math.Min(Layout.ChunkTiles, Problem.Tiles - ChunkFrom);

    private readonly int ColumnTasks => Math.Min(Problem.Columns.Count, 2);

    private readonly int Vectors => Problem.Columns.Vectors;

    public readonly void Run(int task, int worker)
    {
        var work = Work + worker * WorkerFloats;
        switch (Stage)
        {
            case WinogradStage.Input: Transform(task, work); break;
            case WinogradStage.Multiply: Multiply(task / ColumnTasks, task % ColumnTasks); break;
            default: TransformBack(task % Vectors * TSimd.Count, task / Vectors * ChannelsOfTask, work); break;
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
        for (var row = from; row < to; row++) TransformGradient(ChunkFrom + row, row, biases, work);
    }

    private readonly void TransformGradient(int tile, int row, float* biases, float* work)
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
            for (var j = 0; j < side; j++) TTransform.Gradient<TVector, TSimd>(work + j * lanes, side * lanes, half + j * lanes, side * lanes);
            var to = Values + Layout.Gradients + (nint)row * problem.Columns.Padded + c;
            for (var i = 0; i < size; i++) TTransform.Gradient<TVector, TSimd>(half + i * side * lanes, lanes, to + i * size * stride, stride);
        }
    }

    private readonly void Multiply(int product, int part)
    {
        var columns = Problem.Columns;
        var channels = Problem.Channels;
        var input = Values + product * Layout.InputStride;
        for (var block = columns.Count * part / ColumnTasks; block < columns.Count * (part + 1) / ColumnTasks; block++)
        {
            var (first, width) = (columns.First(block), columns.Width(block));
            var gradient = Values + Layout.Gradients + product * Layout.GradientStride + first;
            var sums = Values + Layout.Sums + product * Layout.SumStride + first;
            if (ChunkFrom == 0) for (var c = 0; c < channels; c++) new Span<float>(sums + (nint)c * columns.Padded, width).Clear();
            var most = width == TSimd.Count ? TSimd.TallRows : TSimd.WideRows;
            var tiles = (channels + most - 1) / most;
            for (var tile = 0; tile < tiles; tile++)
            {
                var start = (int)((long)channels * tile / tiles);
                var height = (int)((long)channels * (tile + 1) / tiles) - start;
                var target = sums + (nint)start * columns.Padded;
                if (width == TSimd.Count) OuterTile<TVector, TSimd>.RunTall(height, input + start, channels, 0, gradient, columns.Padded, 0, 1, ChunkTiles, target, columns.Padded);
                else OuterTile<TVector, TSimd>.RunWide(height, input + start, channels, 0, gradient, columns.Padded, 0, 1, ChunkTiles, target, columns.Padded);
            }
        }
    }

    private readonly void TransformBack(int column, int channel, float* work)
    {
        var (size, lanes, columns) = (TTransform.Size, TSimd.Count, Problem.Columns);
        var taps = work + 3 * size * lanes;
        // The columns of the last vector are the last channels; those that the vector before has too are written there.
        var firstChannel = Math.Min(column, columns.Columns - lanes);
        var skipped = column - firstChannel;
        for (var c = channel; c < Math.Min(channel + ChannelsOfTask, Problem.Channels); c++)
        {
            var from = Values + Layout.Sums + (nint)c * columns.Padded + column;
            for (var j = 0; j < size; j++) TTransform.Taps<TVector, TSimd>(from + j * Layout.SumStride, size * Layout.SumStride, work + j * lanes, size * lanes);
            for (var i = 0; i < 3; i++) TTransform.Taps<TVector, TSimd>(work + i * size * lanes, lanes, taps + i * 3 * lanes, lanes);
            for (var lane = skipped; lane < lanes; lane++)
            {
                var to = Weights + ((long)(firstChannel + lane) * Problem.Channels + c) * 9;
                for (var tap = 0; tap < 9; tap++) to[tap] = Accumulate ? to[tap] + taps[tap * lanes + lane] : taps[tap * lanes + lane];
            }
        }
    }
}
