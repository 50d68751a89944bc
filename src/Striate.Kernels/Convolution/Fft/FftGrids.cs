using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Fft;

/// <summary>One stage over a chunk of tiles; tasks are vectors of channels of a tile, or frequencies.</summary>
internal unsafe struct FftStageGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public FftStages<TVector, TSimd> Stages;
    public FftStage Stage;
    public int ChunkFrom;
    public float* Values;
    public float* Work;

    /// <summary>The number of tasks of a stage.</summary>
    public readonly int Tasks => Stage switch
    {
        FftStage.Input => ChunkTiles * SourceVectors,
        FftStage.Multiply => Stages.Problem.Frequencies,
        _ => ChunkTiles * Stages.Problem.Vectors,
    };

    private readonly int ChunkTiles => Math.Min(Stages.Problem.ChunkTiles, Stages.Problem.Tiles - ChunkFrom);

    private readonly int SourceVectors => (Stages.Problem.Channels + TSimd.Count - 1) / TSimd.Count;

    public readonly void Run(int task, int worker)
    {
        var problem = Stages.Problem;
        var products = Values + problem.InputStride * problem.Frequencies;
        var work = Work + worker * problem.WorkerFloats;
        switch (Stage)
        {
            case FftStage.Input:
                var row = task / SourceVectors;
                Stages.TransformInput(ChunkFrom + row, row, task % SourceVectors, Values, work);
                break;
            case FftStage.Multiply:
                Stages.Multiply(task, ChunkTiles, Values, products);
                break;
            default:
                row = task / problem.Vectors;
                Stages.TransformOutput(ChunkFrom + row, row, task % problem.Vectors, products, work);
                break;
        }
    }
}

/// <summary>The stages of a convolution by frequencies.</summary>
internal enum FftStage
{
    Input,
    Multiply,
    Output,
}
