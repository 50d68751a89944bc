using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Fft;

/// <summary>A stage of weight gradients over a chunk of tiles, or at the end over all pairs of channels.</summary>
/// <remarks>
/// Transformed output gradients D lie as [frequency][vector of output channels][tile][factor of a real part, factor of an imaginary part], sums as
/// [frequency][vector of output channels][input channel][real, imaginary]. A sum belongs to one task, which adds the tiles in their order.
/// </remarks>
internal unsafe struct FftWeightsGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public FftStages<TVector, TSimd> Stages;
    public FftWeightsStage Stage;
    public float* Gradient;
    public int GradientStride;
    public float* Weights;
    public bool Accumulate;
    public int ChunkFrom;
    public float* Values;
    public float* Work;

    /// <summary>The number of tasks of a stage.</summary>
    public readonly int Tasks => Stage switch
    {
        FftWeightsStage.Input => ChunkTiles * ((Problem.Channels + TSimd.Count - 1) / TSimd.Count),
        FftWeightsStage.Gradient => ChunkTiles * Problem.Vectors,
        FftWeightsStage.Multiply => Problem.Frequencies,
        _ => Problem.Channels * Problem.Vectors,
    };

    private readonly FftProblem Problem => Stages.Problem;

    private readonly int ChunkTiles => Math.Min(Problem.ChunkTiles, Problem.Tiles - ChunkFrom);

    private readonly float* Gradients => Values + Problem.InputStride * Problem.Frequencies;

    private readonly float* Sums => Gradients + Problem.GradientStride * Problem.Frequencies;

    public readonly void Run(int task, int worker)
    {
        var work = Work + worker * Problem.WorkerFloats;
        var vectors = (Problem.Channels + TSimd.Count - 1) / TSimd.Count;
        switch (Stage)
        {
            case FftWeightsStage.Input: Stages.TransformInput(ChunkFrom + task / vectors, task / vectors, task % vectors, Values, work); break;
            case FftWeightsStage.Gradient: TransformGradient(task / Problem.Vectors, task % Problem.Vectors, work); break;
            case FftWeightsStage.Multiply: Multiply(task); break;
            default: TransformBack(task / Problem.Channels, task % Problem.Channels, work); break;
        }
    }

    /// <summary>Adds Σ dy of the chunk's tiles: twice that is the real part of the lowest frequency.</summary>
    public readonly void AddBias(Span<float> bias)
    {
        for (var k = 0; k < bias.Length; k++)
        {
            var vector = k / TSimd.Count;
            var from = Gradients + (nint)vector * Problem.ChunkTiles * 4 * TSimd.Count + k - Channel(vector);
            var sum = 0f;
            for (var tile = 0; tile < ChunkTiles; tile++) sum += from[tile * 4 * TSimd.Count];
            bias[k] += sum / 2;
        }
    }

    // The last vector ends with the last channel and may overlap the one before.
    private readonly int Channel(int vector) => Math.Min(vector * TSimd.Count, Problem.TargetChannels - TSimd.Count);

    private readonly void TransformGradient(int row, int vector, float* work)
    {
        var (problem, lanes) = (Problem, TSimd.Count);
        var (rows, columns) = (problem.Rows, problem.Columns);
        var (top, left, example) = problem.Origin(ChunkFrom + row);
        var (height, width) = (Math.Min(rows.Valid, rows.Targets - top), Math.Min(columns.Valid, columns.Targets - left));
        var tile = new FftTile<TVector, TSimd>(rows.Size, columns.Size, work);
        new Span<float>(tile.Patch + width * lanes, (columns.Size - width) * lanes).Clear();
        for (var i = 0; i < rows.Size; i++)
        {
            if (i >= height)
            {
                tile.ClearRow(i);
                continue;
            }
            var from = Gradient + (((long)example * rows.Targets + top + i) * columns.Targets + left) * GradientStride + Channel(vector);
            for (var j = 0; j < width; j++) TSimd.Store(tile.Patch + j * lanes, TSimd.Load(from + (nint)j * GradientStride));
            tile.ForwardRow(i, tile.Patch, lanes);
        }
        tile.StoreConjugate(1, Gradients + ((nint)vector * problem.ChunkTiles + row) * 4 * lanes, problem.GradientStride, 2 * lanes);
    }

    private readonly void Multiply(int frequency)
    {
        var (problem, width) = (Problem, 2 * TSimd.Count);
        var sums = Sums + frequency * problem.SumStride;
        if (ChunkFrom == 0) new Span<float>(sums, checked((int)problem.SumStride)).Clear();
        var input = Values + frequency * problem.InputStride;
        var tiles = (problem.Channels + TSimd.WideRows - 1) / TSimd.WideRows;
        for (var vector = 0; vector < problem.Vectors; vector++)
        {
            var gradient = Gradients + frequency * problem.GradientStride + (nint)vector * problem.ChunkTiles * 2 * width;
            for (var tile = 0; tile < tiles; tile++)
            {
                var start = problem.Channels * tile / tiles;
                var height = problem.Channels * (tile + 1) / tiles - start;
                OuterTile<TVector, TSimd>.RunWide(height, input + start, problem.Channels, 0, gradient, width, 0, 1, 2 * ChunkTiles, sums + ((nint)vector * problem.Channels + start) * width, width);
            }
        }
    }

    // The taps of one input channel and a vector of output channels, into the interchange order.
    private readonly void TransformBack(int vector, int c, float* work)
    {
        var (problem, lanes) = (Problem, TSimd.Count);
        var (rows, columns) = (problem.Rows, problem.Columns);
        var tile = new FftTile<TVector, TSimd>(rows.Size, columns.Size, work);
        tile.InverseColumns(Sums + ((nint)vector * problem.Channels + c) * 2 * lanes, problem.SumStride, lanes);
        for (var i = 0; i < rows.Taps; i++)
        {
            var values = tile.InverseRow(i * rows.Dilation);
            // Channels that the vector before has too are written there.
            for (var lane = vector * lanes - Channel(vector); lane < lanes; lane++)
            {
                var to = Weights + (((long)(Channel(vector) + lane) * problem.Channels + c) * rows.Taps + i) * columns.Taps;
                for (var j = 0; j < columns.Taps; j++)
                {
                    var value = problem.Scale * values[j * columns.Dilation * lanes + lane];
                    to[j] = Accumulate ? to[j] + value : value;
                }
            }
        }
    }
}

/// <summary>The stages of weight gradients by frequencies.</summary>
internal enum FftWeightsStage
{
    Input,
    Gradient,
    Multiply,
    Back,
}
