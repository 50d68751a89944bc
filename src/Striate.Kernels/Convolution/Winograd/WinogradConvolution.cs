using Striate.Kernels.Normalization;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Winograd;

/// <summary>3×3 windows side by side by minimal filtering: 36 products for 16 outputs (or 16 for 4) instead of 144 (36).</summary>
/// <remarks>Forward and backward data, two axes, no groups. Results differ from direct sums by rounding: <c>docs/numerics.md</c> has the measured errors.</remarks>
internal sealed unsafe class WinogradConvolution<TVector, TSimd, TTransform>(bool backward) : DataKernel, ICosted
    where TVector : unmanaged where TSimd : struct, ISimd<TVector> where TTransform : struct, IWinogradTransform
{
    /// <inheritdoc/>
    public override string Name => $"winograd{TTransform.Tile}x{TSimd.Count * 32}";

    /// <inheritdoc/>
    public override bool IsDirect => false;

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => WinogradProblem.Accepts(shape, backward, TSimd.Count);

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape) => Constants.Of(Counts(shape));

    CostConstants ICosted.Constants => Constants;

    CostParts ICosted.Parts(in ConvolutionShape shape) => Counts(shape);

    /// <inheritdoc/>
    public override long PackedLength(in ConvolutionShape shape)
    {
        var problem = Problem(shape);
        return problem.WeightStride * problem.Products;
    }

    /// <inheritdoc/>
    public override long ScratchLength(in ConvolutionShape shape, int workers)
    {
        var problem = Problem(shape);
        var each = WinogradStages<TVector, TSimd, TTransform>.WorkerFloats;
        return problem.IsFused ? workers * (problem.BlockFloats + each) : problem.BlockFloats + workers * each;
    }

    /// <inheritdoc/>
    public override int MomentSlots(in ConvolutionShape shape) => Problem(shape) is { IsFused: true } fused ? fused.Blocks : Problem(shape).Tiles;

    /// <inheritdoc/>
    public override void Pack(in ConvolutionShape shape, ReadOnlySpan<float> weights, Span<float> packed, WorkerPool pool)
    {
        Spans.RequireLength("weights", weights.Length, shape.WeightLength);
        Spans.RequireLength("packed", packed.Length, PackedLength(shape));
        fixed (float* from = weights, to = packed)
        {
            var grid = new WinogradPackGrid<TVector, TSimd, TTransform> { Problem = Problem(shape), Backward = backward, From = from, To = to };
            pool.Run(grid.Problem.Columns.Count * grid.Parts, ref grid);
        }
    }

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> packed,
        Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool)
    {
        var problem = Problem(shape);
        var targets = (long)problem.Batch * problem.TargetHeight * problem.TargetWidth;
        Spans.RequireMap("input", input.Length, (long)problem.Batch * problem.SourceHeight * problem.SourceWidth, problem.Channels, inputPixelStride);
        Spans.RequireMap("output", output.Length, targets, problem.Columns.Columns, outputPixelStride);
        Spans.RequireLength("packed", packed.Length, PackedLength(shape));
        if (!epilogue.Bias.IsEmpty) Spans.RequireLength("bias", epilogue.Bias.Length, problem.Columns.Columns);
        if (!epilogue.Addend.IsEmpty) Spans.RequireMap("addend", epilogue.Addend.Length, targets, problem.Columns.Columns, epilogue.AddendPixelStride);
        var slots = MomentSlots(shape);
        if (!epilogue.Moments.IsEmpty) Spans.RequireLength("moments", epilogue.Moments.Length, ChannelMoments.Length(slots, problem.Columns.Columns));
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(shape, pool.Threads));
        fixed (float* source = input, weights = packed, target = output, bias = epilogue.Bias, addend = epilogue.Addend, moments = epilogue.Moments, work = scratch)
        {
            var stages = new WinogradStages<TVector, TSimd, TTransform>
            {
                Problem = problem,
                Source = source,
                SourceStride = inputPixelStride,
                Weights = weights,
                Output = new OutputMap<TVector, TSimd>(target, outputPixelStride, bias, addend, epilogue, new OutputMoments<TVector, TSimd>(moments, slots, problem.Columns.Columns, target, outputPixelStride)),
            };
            if (problem.IsFused)
            {
                var each = problem.BlockFloats + WinogradStages<TVector, TSimd, TTransform>.WorkerFloats;
                var fused = new WinogradFusedGrid<TVector, TSimd, TTransform> { Stages = stages, Scratch = work, ScratchFloats = each };
                pool.Run(problem.Blocks, ref fused);
                return;
            }
            for (var stage = WinogradStage.Input; stage <= WinogradStage.Output; stage++)
            {
                var grid = new WinogradStageGrid<TVector, TSimd, TTransform> { Stages = stages, Stage = stage, Values = work, Work = work + problem.BlockFloats };
                pool.Run(grid.Tasks, ref grid);
            }
        }
    }

    private WinogradProblem Problem(in ConvolutionShape shape) => new(shape, backward, TSimd.Count, TTransform.Tile, TTransform.Size);

    private static CostConstants Constants => TTransform.Tile == 4 ? CostModel.Winograd4 : CostModel.Winograd2;

    private CostParts Counts(in ConvolutionShape shape)
    {
        var problem = Problem(shape);
        var values = (double)problem.Tiles * problem.Products;
        var rows = problem.RowsOfBlock;
        var products = values / rows * problem.Channels * CostModel.Tiles(rows, problem.Columns, TSimd.TallRows, TSimd.WideRows);
        return new CostParts(products, values * problem.Channels / TSimd.Count, values * problem.Columns.Vectors, (double)problem.WeightStride * problem.Products);
    }
}
