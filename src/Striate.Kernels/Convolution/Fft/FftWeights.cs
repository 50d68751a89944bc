using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Fft;

/// <summary>Backward weights of large windows side by side: sums over tiles of products of frequencies, transformed back once.</summary>
/// <remarks>Tiles go through in chunks whose transforms stay in the third-level cache. See <see cref="FftConvolution{TVector, TSimd}"/>.</remarks>
internal sealed unsafe class FftWeights<TVector, TSimd> : WeightsKernel, ICosted where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <inheritdoc/>
    public override string Name => $"fft{TSimd.Count * 32}";

    /// <inheritdoc/>
    public override bool IsDirect => false;

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => FftProblem.Accepts(shape, FftPass.BackwardWeights, TSimd.Count);

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape) => CostModel.FftWeights.Of(Problem(shape).Counts());

    CostConstants ICosted.Constants => CostModel.FftWeights;

    CostParts ICosted.Parts(in ConvolutionShape shape) => Problem(shape).Counts();

    /// <inheritdoc/>
    public override long ScratchLength(in ConvolutionShape shape, int workers)
    {
        var problem = Problem(shape);
        return problem.ChunkLength + workers * problem.WorkerFloats;
    }

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> outputGradient, int outputPixelStride,
        Span<float> weightGradient, Span<float> biasGradient, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        Require(shape, input.Length, inputPixelStride, outputGradient.Length, outputPixelStride, weightGradient.Length, biasGradient.Length, scratch.Length, pool.Threads);
        var problem = Problem(shape);
        if (!accumulate) biasGradient.Clear();
        fixed (float* x = input, dy = outputGradient, dw = weightGradient, work = scratch)
        {
            var grid = new FftWeightsGrid<TVector, TSimd>
            {
                Stages = new FftStages<TVector, TSimd> { Problem = problem, Source = x, SourceStride = inputPixelStride },
                Gradient = dy,
                GradientStride = outputPixelStride,
                Weights = dw,
                Accumulate = accumulate,
                Values = work,
                Work = work + problem.ChunkLength,
            };
            for (; grid.ChunkFrom < problem.Tiles; grid.ChunkFrom += problem.ChunkTiles)
            {
                for (grid.Stage = FftWeightsStage.Input; grid.Stage <= FftWeightsStage.Multiply; grid.Stage++) pool.Run(grid.Tasks, ref grid);
                grid.AddBias(biasGradient);
            }
            grid.Stage = FftWeightsStage.Back;
            pool.Run(grid.Tasks, ref grid);
        }
    }

    private static FftProblem Problem(in ConvolutionShape shape) => new(shape, FftPass.BackwardWeights, TSimd.Count);
}
