using Striate.Kernels.Normalization;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>The general kernel for groups of few channels: several groups side by side fill the vectors.</summary>
/// <typeparam name="TVector">The hardware vector.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
/// <param name="backward">Whether dx is computed rather than y.</param>
internal sealed unsafe class GroupedConvolution<TVector, TSimd>(bool backward) : DataKernel, ICosted where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <inheritdoc/>
    public override string Name => $"grouped{TSimd.Count * 32}";

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => GroupSpread.Exists(shape, TSimd.Count);

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape) => CostModel.Grouped.Of(GroupSpread.Counts(shape, backward, TSimd.Count));

    CostConstants ICosted.Constants => CostModel.Grouped;

    CostParts ICosted.Parts(in ConvolutionShape shape) => GroupSpread.Counts(shape, backward, TSimd.Count);

    /// <inheritdoc/>
    public override long PackedLength(in ConvolutionShape shape)
    {
        var spread = Problem(shape).Spread;
        return (long)spread.Vectors * shape.Taps * spread.Sources * TSimd.Count;
    }

    /// <inheritdoc/>
    public override long ScratchLength(in ConvolutionShape shape, int workers) => workers * Problem(shape).WorkerFloats;

    /// <inheritdoc/>
    public override int MomentSlots(in ConvolutionShape shape) => Problem(shape).PixelTasks;

    /// <inheritdoc/>
    public override void Pack(in ConvolutionShape shape, ReadOnlySpan<float> weights, Span<float> packed, WorkerPool pool)
    {
        Spans.RequireLength("weights", weights.Length, shape.WeightLength);
        Spans.RequireLength("packed", packed.Length, PackedLength(shape));
        var (spread, taps) = (Problem(shape).Spread, shape.Taps);
        for (int vector = 0, to = 0; vector < spread.Vectors; vector++)
        {
            for (var place = 0; place < taps; place++)
            {
                // The gather of a backward pass meets the taps in reverse.
                var tap = backward ? taps - 1 - place : place;
                for (var j = 0; j < spread.Sources; j++)
                {
                    for (var lane = 0; lane < TSimd.Count; lane++, to++)
                    {
                        var (group, target) = (vector * spread.Together + lane / spread.Targets, lane % spread.Targets);
                        var (row, column) = backward ? (j, target) : (target, j);
                        packed[to] = lane < spread.Valid(vector) ? weights[((group * shape.GroupOutputChannels + row) * shape.GroupInputChannels + column) * taps + tap] : 0;
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> packed,
        Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool)
    {
        var problem = Problem(shape);
        var (sources, targets) = ((long)shape.Batch * problem.SourcePixels, (long)shape.Batch * problem.TargetPixels);
        var (sourceChannels, targetChannels) = (problem.Spread.Groups * problem.Spread.Sources, problem.Spread.Groups * problem.Spread.Targets);
        Spans.RequireMap("input", input.Length, sources, sourceChannels, inputPixelStride);
        Spans.RequireMap("output", output.Length, targets, targetChannels, outputPixelStride);
        Spans.RequireLength("packed", packed.Length, PackedLength(shape));
        if (!epilogue.Bias.IsEmpty) Spans.RequireLength("bias", epilogue.Bias.Length, targetChannels);
        if (!epilogue.Addend.IsEmpty) Spans.RequireMap("addend", epilogue.Addend.Length, targets, targetChannels, epilogue.AddendPixelStride);
        if (!epilogue.Moments.IsEmpty) Spans.RequireLength("moments", epilogue.Moments.Length, ChannelMoments.Length(problem.PixelTasks, targetChannels));
        Spans.RequireLength("scratch", scratch.Length, problem.WorkerFloats * pool.Threads);
        fixed (float* source = input, weights = packed, target = output, bias = epilogue.Bias, addend = epilogue.Addend, moments = epilogue.Moments, work = scratch)
        {
            var grid = new GroupedGrid<TVector, TSimd>
            {
                Problem = problem,
                Source = source,
                SourceStride = inputPixelStride,
                Weights = weights,
                Output = new OutputMap<TVector, TSimd>(target, outputPixelStride, bias, addend, epilogue, new OutputMoments<TVector, TSimd>(moments, problem.PixelTasks, targetChannels, target, outputPixelStride)),
                Scratch = work,
            };
            pool.Run(problem.Tasks, ref grid, GroupSpread.Counts(shape, backward, TSimd.Count).Work);
        }
    }

    private GroupedProblem Problem(in ConvolutionShape shape) => new(shape, backward, TSimd.Count, TSimd.TallRows);
}
