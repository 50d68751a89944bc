using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>Backward weights as a product x ᵀ · dy summed over pixels, in register tiles of (tap, input channel) × output channels; any shape.</summary>
public sealed unsafe class OuterConvolution<TVector, TSimd> : WeightsKernel where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <inheritdoc/>
    public override string Name => $"outer{TSimd.Count * 32}";

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => true;

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape)
    {
        // Output channels of a group fill whole vectors; the sums are written, merged and turned into the interchange order.
        var columns = new ColumnBlocks(shape.GroupOutputChannels, TSimd.Count);
        return (double)shape.MultiplyAccumulates / columns.Columns * columns.Padded / TSimd.Count + 4.0 * shape.WeightLength + GatherConvolution<TVector, TSimd>.GroupCost(shape, backward: false);
    }

    /// <inheritdoc/>
    public override long ScratchLength(in ConvolutionShape shape, int workers)
    {
        var problem = Problem(shape);
        return problem.Slots * problem.SlotLength + 16 + workers * problem.WorkerFloats;
    }

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> outputGradient, int outputPixelStride,
        Span<float> weightGradient, Span<float> biasGradient, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        Spans.RequireMap("input", input.Length, (long)shape.Batch * shape.InputPixels, shape.InputChannels, inputPixelStride);
        Spans.RequireMap("output gradient", outputGradient.Length, (long)shape.Batch * shape.OutputPixels, shape.OutputChannels, outputPixelStride);
        Spans.RequireLength("weight gradient", weightGradient.Length, shape.WeightLength);
        if (!biasGradient.IsEmpty) Spans.RequireLength("bias gradient", biasGradient.Length, shape.OutputChannels);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(shape, pool.Threads));
        var problem = Problem(shape);
        var isDense = FlatShape.IsDense(shape) && !FlatShape.IsPointwise(shape);
        if (isDense && shape.Taps > 1 && inputPixelStride != shape.InputChannels)
            throw new ArgumentException($"A dense layer reads contiguous maps: pixels of {shape.InputChannels} channels lie {inputPixelStride} floats apart.");
        fixed (float* x = input, dy = outputGradient, dw = weightGradient, db = biasGradient, work = scratch)
        {
            var grid = new WeightsGrid<TVector, TSimd>
            {
                Problem = problem,
                Input = x,
                InputStride = isDense ? inputPixelStride * shape.Taps : inputPixelStride,
                Gradient = dy,
                GradientStride = outputPixelStride,
                Slots = work,
                Scratch = work + (problem.Slots * problem.SlotLength + 15) / 16 * 16,
                WantsBias = !biasGradient.IsEmpty,
            };
            pool.Run(problem.Tasks, ref grid, Cost(shape));
            var merge = new WeightsMergeGrid
            {
                Problem = problem,
                PixelChannels = shape.GroupInputChannels,
                Slots = work,
                Weights = dw,
                Bias = biasGradient.IsEmpty ? null : db,
                Accumulate = accumulate,
            };
            pool.Run(merge.Tasks, ref merge, (double)problem.Slots * problem.SlotLength);
        }
    }

    private static WeightsProblem Problem(in ConvolutionShape shape) => new(FlatShape.Exists(shape) ? FlatShape.Of(shape) : shape, TSimd.Count);
}
