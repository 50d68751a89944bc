using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary><see cref="StatisticsGrid"/> for every example: a task is a chunk of one, its slot stands with those of its example.</summary>
internal unsafe struct ExampleStatisticsGrid : IGrid
{
    public int Pixels;
    public StatisticsGrid Statistics;

    public readonly void Run(int task, int worker)
    {
        var (grid, example) = (Statistics, task / Statistics.Chunks.Count);
        grid.X += (long)example * Pixels * grid.Stride;
        grid.Slots += 2L * example * grid.Chunks.Count * grid.Channels;
        grid.Run(task % grid.Chunks.Count, worker);
    }
}

/// <summary><see cref="NormalizeGrid"/> for every example, with coefficients of its own.</summary>
internal unsafe struct ExampleNormalizeGrid : IGrid
{
    public int Pixels;
    public NormalizeGrid Normalize;

    public readonly void Run(int task, int worker)
    {
        var (grid, example) = (Normalize, task / Normalize.Chunks.Count);
        grid.X += (long)example * Pixels * grid.XStride;
        grid.Y += (long)example * Pixels * grid.YStride;
        grid.Mean += (long)example * grid.Channels;
        grid.Factor += (long)example * grid.Channels;
        grid.Run(task % grid.Chunks.Count, worker);
    }
}

/// <summary><see cref="GradientSumsGrid"/> for every example.</summary>
internal unsafe struct ExampleSumsGrid : IGrid
{
    public int Pixels;
    public GradientSumsGrid Sums;

    public readonly void Run(int task, int worker)
    {
        var (grid, example) = (Sums, task / Sums.Chunks.Count);
        grid.Gradient.MoveTo(example, Pixels, grid.Channels);
        grid.Slots += 2L * example * grid.Chunks.Count * grid.Channels;
        grid.Run(task % grid.Chunks.Count, worker);
    }
}

/// <summary><see cref="InputGradientGrid"/> for every example.</summary>
internal unsafe struct ExampleInputGrid : IGrid
{
    public int Pixels;
    public InputGradientGrid Inputs;

    public readonly void Run(int task, int worker)
    {
        var (grid, example) = (Inputs, task / Inputs.Chunks.Count);
        grid.Gradient.MoveTo(example, Pixels, grid.Channels);
        grid.ByDeviation += (long)example * grid.Channels;
        grid.Constant += (long)example * grid.Channels;
        grid.To += (long)example * Pixels * grid.ToStride;
        grid.Run(task % grid.Chunks.Count, worker);
    }
}
