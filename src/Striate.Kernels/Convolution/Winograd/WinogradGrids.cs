using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Winograd;

/// <summary>A task takes a block of tiles through all stages; V and M stay in the second-level cache.</summary>
internal unsafe struct WinogradFusedGrid<TVector, TSimd, TTransform> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector> where TTransform : struct, IWinogradTransform
{
    public WinogradStages<TVector, TSimd, TTransform> Stages;
    public float* Scratch;
    public long ScratchFloats;

    public readonly void Run(int task, int worker)
    {
        var problem = Stages.Problem;
        var (from, to) = (task * problem.RowsOfBlock, Math.Min((task + 1) * problem.RowsOfBlock, problem.Tiles));
        var v = Scratch + worker * ScratchFloats;
        var m = v + problem.InputStride * problem.Products;
        var work = v + problem.BlockFloats;
        Stages.TransformInput(from, to, 0, v, problem.InputStride, work);
        for (var product = 0; product < problem.Products; product++) Stages.Multiply(product, 0, problem.Columns.Count, to - from, v, m);
        Stages.TransformOutput(from, to, 0, 0, problem.Columns.Count, m, work);
        Stages.TakeMoments(task, from, to);
    }
}

/// <summary>One stage over all tiles; tasks are tiles, or products times blocks of columns.</summary>
internal unsafe struct WinogradStageGrid<TVector, TSimd, TTransform> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector> where TTransform : struct, IWinogradTransform
{
    public WinogradStages<TVector, TSimd, TTransform> Stages;
    public WinogradStage Stage;
    public float* Values;
    public float* Work;

    /// <summary>The number of tasks of a stage.</summary>
    public readonly int Tasks => Stage == WinogradStage.Multiply ? Stages.Problem.Products * ColumnTasks : Stages.Problem.Tiles;

    // Products give tasks enough; more of them only where a product alone is long.
    private readonly int ColumnTasks => Math.Min(Stages.Problem.Columns.Count, 4);

    public readonly void Run(int task, int worker)
    {
        var problem = Stages.Problem;
        var m = Values + problem.InputStride * problem.Products;
        var work = Work + worker * WinogradStages<TVector, TSimd, TTransform>.WorkerFloats;
        switch (Stage)
        {
            case WinogradStage.Input:
                Stages.TransformInput(task, task + 1, task, Values, problem.InputStride, work);
                break;
            case WinogradStage.Multiply:
                var (product, part) = (task / ColumnTasks, task % ColumnTasks);
                Stages.Multiply(product, problem.Columns.Count * part / ColumnTasks, problem.Columns.Count * (part + 1) / ColumnTasks, problem.Tiles, Values, m);
                break;
            default:
                Stages.TransformOutput(task, task + 1, task, 0, problem.Columns.Count, m, work);
                Stages.TakeMoments(task, task, task + 1);
                break;
        }
    }
}

/// <summary>The stages of a Winograd convolution.</summary>
internal enum WinogradStage
{
    Input,
    Multiply,
    Output,
}
