using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Fft;

/// <summary>Large windows side by side as products of frequencies: overlapping tiles are transformed, multiplied by transformed weights channel by channel, and transformed back.</summary>
/// <remarks>
/// Forward and backward data, one or two axes, no groups, any dilation (Mathieu, Henaff, LeCun 2014; overlap-save: Oppenheim &amp; Schafer, section 8.7.3). Lanes are channels, so
/// that no transform shuffles. Results differ from direct sums by rounding: <c>docs/numerics.md</c> has the measured errors.
/// </remarks>
internal sealed unsafe class FftConvolution<TVector, TSimd>(bool backward) : DataKernel, ICosted where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <inheritdoc/>
    public override string Name => $"fft{TSimd.Count * 32}";

    /// <inheritdoc/>
    public override bool IsDirect => false;

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => FftProblem.Accepts(shape, Pass, TSimd.Count);

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape) => CostModel.Fft.Of(Problem(shape).Counts());

    CostConstants ICosted.Constants => CostModel.Fft;

    CostParts ICosted.Parts(in ConvolutionShape shape) => Problem(shape).Counts();

    /// <inheritdoc/>
    public override long PackedLength(in ConvolutionShape shape) => Problem(shape).WeightLength;

    /// <inheritdoc/>
    public override long ScratchLength(in ConvolutionShape shape, int workers) => ScratchLength(Problem(shape), workers);

    /// <inheritdoc/>
    public override void Pack(in ConvolutionShape shape, ReadOnlySpan<float> weights, Span<float> packed, WorkerPool pool)
    {
        Spans.RequireLength("weights", weights.Length, shape.WeightLength);
        var problem = Problem(shape);
        Spans.RequireLength("packed", packed.Length, problem.WeightLength);
        fixed (float* from = weights, to = packed)
        {
            var grid = new FftPackGrid<TVector, TSimd> { Stages = new FftStages<TVector, TSimd> { Problem = problem }, Backward = backward, From = from, To = to };
            pool.Run(problem.Vectors * problem.Channels, ref grid);
        }
    }

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> packed,
        Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool)
    {
        var problem = Problem(shape);
        var targets = (long)problem.Batch * problem.Rows.Targets * problem.Columns.Targets;
        Spans.RequireMap("input", input.Length, (long)problem.Batch * problem.Rows.Sources * problem.Columns.Sources, problem.Channels, inputPixelStride);
        Spans.RequireMap("output", output.Length, targets, problem.TargetChannels, outputPixelStride);
        Spans.RequireLength("packed", packed.Length, problem.WeightLength);
        if (!epilogue.Bias.IsEmpty) Spans.RequireLength("bias", epilogue.Bias.Length, problem.TargetChannels);
        if (!epilogue.Addend.IsEmpty) Spans.RequireMap("addend", epilogue.Addend.Length, targets, problem.TargetChannels, epilogue.AddendPixelStride);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(problem, pool.Threads));
        fixed (float* source = input, weights = packed, target = output, bias = epilogue.Bias, addend = epilogue.Addend, work = scratch)
        {
            var grid = new FftStageGrid<TVector, TSimd>
            {
                Stages = new FftStages<TVector, TSimd>
                {
                    Problem = problem,
                    Source = source,
                    SourceStride = inputPixelStride,
                    Weights = weights,
                    Output = new OutputMap<TVector, TSimd>(target, outputPixelStride, bias, addend, epilogue, default),
                },
                Values = work,
                Work = work + problem.ChunkLength,
            };
            for (; grid.ChunkFrom < problem.Tiles; grid.ChunkFrom += problem.ChunkTiles)
                for (grid.Stage = FftStage.Input; grid.Stage <= FftStage.Output; grid.Stage++) pool.Run(grid.Tasks, ref grid);
        }
    }

    private FftPass Pass => backward ? FftPass.BackwardData : FftPass.Forward;

    private static long ScratchLength(in FftProblem problem, int workers) => problem.ChunkLength + workers * problem.WorkerFloats;

    private FftProblem Problem(in ConvolutionShape shape) => new(shape, Pass, TSimd.Count);
}
