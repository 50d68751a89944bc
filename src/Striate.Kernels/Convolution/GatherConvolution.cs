using Striate.Kernels.Normalization;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>Forward or backward data as an implicit GEMM in place: pixels of a row × channels in register tiles, taps and input channels in the inner loop.</summary>
/// <remarks>
/// Weights are packed as [group][block of channels][tap][source channel][lane]; backward data packs them transposed, taps reversed. Any kernel, stride, padding, dilation
/// and groups in 1 to 3 dimensions; backward data with stride runs as one stride-1 gather for each phase, so that no zero is multiplied.
/// </remarks>
public sealed unsafe class GatherConvolution<TVector, TSimd>(bool backward) : DataKernel, ICosted where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <inheritdoc/>
    public override string Name => $"gather{TSimd.Count * 32}";

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => true;

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape) => CostModel.Gather.Of(Counts(shape));

    CostConstants ICosted.Constants => CostModel.Gather;

    CostParts ICosted.Parts(in ConvolutionShape shape) => Counts(shape);

    internal CostParts Counts(in ConvolutionShape shape) => Counts(new GatherProblem(shape, backward, TSimd.Count));

    /// <summary>What a gather of any blocks does.</summary>
    internal static CostParts Counts(in GatherProblem problem)
    {
        // A stride on the way back shares the taps out to its phases.
        var steps = (double)problem.SourceChannels * problem.Taps / problem.Depth.Phases / problem.Height.Phases / problem.Width.Phases;
        var pixels = (double)problem.Batch * problem.Depth.TargetSize * problem.Height.TargetSize * problem.Width.TargetSize * problem.Groups;
        var run = Math.Max(1, (problem.Direct ? problem.ColumnBlock : problem.Width.TargetSize) / problem.Width.Phases);
        var products = steps * pixels / run * CostModel.Tiles(run, problem.Columns, TSimd.TallRows, TSimd.WideRows);
        // Of several groups a group's channels are taken out of each pixel, a few at a time.
        var together = problem.Groups == 1 ? TSimd.Count : 1;
        var copied = problem.Direct ? 0 : (double)problem.Batch * problem.SourcePixels * problem.SourceChannels * problem.Groups / together;
        return new CostParts(products, copied, pixels * problem.Columns.Vectors * problem.Block.Rows, (double)problem.Groups * problem.Columns.Padded * problem.Taps * problem.SourceChannels);
    }

    /// <inheritdoc/>
    public override long PackedLength(in ConvolutionShape shape) => (long)shape.Groups * Columns(shape).Padded * shape.Taps * SourceChannels(shape);

    /// <inheritdoc/>
    public override long ScratchLength(in ConvolutionShape shape, int workers) =>
        workers * GatherGrid<TVector, TSimd>.ScratchLength(new GatherProblem(shape, backward, TSimd.Count));

    /// <inheritdoc/>
    // One row of pixels, in tasks enough for several cores without cutting channels.
    public override bool MapsInput(in ConvolutionShape shape) =>
        !backward && shape is { Groups: 1, Batch: 1, Taps: 1 } && shape.OutputPixels == shape.Width.Input && new GatherProblem(shape, backward, TSimd.Count, mapsInput: true).PixelTasks >= 4;

    /// <inheritdoc/>
    public override long MappedScratchLength(in ConvolutionShape shape, int workers) =>
        workers * GatherGrid<TVector, TSimd>.ScratchLength(new GatherProblem(shape, backward, TSimd.Count, mapsInput: true));

    /// <inheritdoc/>
    public override int MomentSlots(in ConvolutionShape shape) => new GatherProblem(shape, backward, TSimd.Count).PixelTasks;

    /// <inheritdoc/>
    public override void Pack(in ConvolutionShape shape, ReadOnlySpan<float> weights, Span<float> packed, WorkerPool pool)
    {
        Spans.RequireLength("weights", weights.Length, shape.WeightLength);
        Spans.RequireLength("packed", packed.Length, PackedLength(shape));
        fixed (float* from = weights, to = packed)
        {
            var grid = new PackGrid { Shape = shape, Backward = backward, Columns = Columns(shape), Lanes = TSimd.Count, From = from, To = to };
            pool.Run(grid.Columns.Count * shape.Groups, ref grid);
        }
    }

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> packed,
        Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool) =>
        Run(new GatherProblem(shape, backward, TSimd.Count), default, shape, input, inputPixelStride, packed, output, outputPixelStride, epilogue, scratch, pool);

    /// <inheritdoc/>
    public override void RunMapped(in ConvolutionShape shape, in InputMap map, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> packed,
        Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool)
    {
        var examples = map.ExamplePixels == 0 ? 1 : (shape.OutputPixels + map.ExamplePixels - 1) / map.ExamplePixels;
        Spans.RequireLength("factors", map.Factors.Length, (long)examples * shape.InputChannels);
        if (!map.Shifts.IsEmpty) Spans.RequireLength("shifts", map.Shifts.Length, shape.InputChannels);
        Run(new GatherProblem(shape, backward, TSimd.Count, mapsInput: true), map, shape, input, inputPixelStride, packed, output, outputPixelStride, epilogue, scratch, pool);
    }

    private void Run(in GatherProblem problem, in InputMap map, in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> packed,
        Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool)
    {
        Spans.RequireLength("packed", packed.Length, PackedLength(shape));
        Run(problem, map, input, inputPixelStride, packed, output, outputPixelStride, epilogue, scratch, pool, Counts(problem).Work);
    }

    /// <summary>Runs a pass of any blocks; the biases are as many as a run of a block's pixels has numbers.</summary>
    internal static void Run(in GatherProblem problem, in InputMap map, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> packed,
        Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool, double cost)
    {
        var targets = (long)problem.Batch * problem.TargetPixels;
        var targetChannels = problem.TargetChannels * problem.Groups;
        Spans.RequireMap("input", input.Length, (long)problem.Batch * problem.SourcePixels, problem.SourceChannels * problem.Groups, inputPixelStride);
        Spans.RequireMap("output", output.Length, targets, targetChannels, outputPixelStride);
        if (!epilogue.Bias.IsEmpty) Spans.RequireLength("bias", epilogue.Bias.Length, targetChannels);
        if (!epilogue.Addend.IsEmpty) Spans.RequireMap("addend", epilogue.Addend.Length, targets, targetChannels, epilogue.AddendPixelStride);
        var each = GatherGrid<TVector, TSimd>.ScratchLength(problem);
        var slots = problem.PixelTasks;
        if (!epilogue.Moments.IsEmpty) Spans.RequireLength("moments", epilogue.Moments.Length, ChannelMoments.Length(slots, targetChannels));
        Spans.RequireLength("scratch", scratch.Length, each * pool.Threads);
        fixed (float* source = input, weights = packed, target = output, bias = epilogue.Bias, addend = epilogue.Addend, moments = epilogue.Moments, work = scratch, factors = map.Factors, shifts = map.Shifts)
        {
            var grid = new GatherGrid<TVector, TSimd>
            {
                Problem = problem,
                Source = source,
                SourceStride = inputPixelStride,
                Mapper = new InputMapper<TVector, TSimd> { Factors = factors, Shifts = shifts, ExamplePixels = map.ExamplePixels, Rectifies = map.Rectifies, Channels = problem.SourceChannels },
                Weights = weights,
                Output = new OutputMap<TVector, TSimd>(target, outputPixelStride, bias, addend, epilogue, new OutputMoments<TVector, TSimd>(moments, slots, targetChannels, target, outputPixelStride)),
                Scratch = work,
                ScratchFloats = each,
            };
            pool.Run(problem.Tasks, ref grid, cost);
        }
    }

    private int SourceChannels(in ConvolutionShape shape) => backward ? shape.GroupOutputChannels : shape.GroupInputChannels;

    private ColumnBlocks Columns(in ConvolutionShape shape) => new(backward ? shape.GroupInputChannels : shape.GroupOutputChannels, TSimd.Count);
}
