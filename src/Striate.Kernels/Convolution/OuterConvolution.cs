using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>Backward weights as a product x ᵀ · dy summed over pixels, in register tiles of (tap, input channel) × output channels; any shape.</summary>
public sealed unsafe class OuterConvolution<TVector, TSimd> : WeightsKernel, ICosted where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <inheritdoc/>
    public override string Name => $"outer{TSimd.Count * 32}";

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => true;

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape) => CostModel.Outer.Of(Counts(shape));

    CostConstants ICosted.Constants => CostModel.Outer;

    CostParts ICosted.Parts(in ConvolutionShape shape) => Counts(shape);

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
        Require(shape, input.Length, inputPixelStride, outputGradient.Length, outputPixelStride, weightGradient.Length, biasGradient.Length, scratch.Length, pool.Threads);
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
            pool.Run(problem.Tasks, ref grid, Counts(shape).Work);
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

    private static CostParts Counts(in ConvolutionShape shape)
    {
        // Runs of rows: the taps of a kernel row lie side by side with all their channels. Each unit of pixels loads and stores every sum.
        var problem = Problem(shape);
        var run = problem.IsFlat ? Math.Min(problem.TaskRows, problem.Rows) : shape.Width.Dilation == 1 ? shape.Width.Kernel * problem.Channels : problem.Channels;
        var tiles = CostModel.Tiles(run, problem.Columns, TSimd.TallRows, TSimd.WideRows) * problem.Rows / run;
        var pixels = (double)shape.Batch * shape.OutputPixels * shape.Groups;
        var sums = (double)problem.Rows * problem.Columns.Vectors * shape.Groups;
        var copied = ((double)shape.Batch * shape.InputPixels * shape.InputChannels + (problem.IsFlat ? (double)shape.Batch * shape.OutputPixels * shape.OutputChannels : 0)) / TSimd.Count;
        // A group's channels are taken out of each pixel, a few at a time.
        if (shape.Groups > 1 && shape.Taps > 1) copied *= TSimd.Count;
        return new CostParts(pixels * tiles, copied, sums * problem.Units, (double)problem.Slots * problem.SlotLength + shape.WeightLength);
    }
}
