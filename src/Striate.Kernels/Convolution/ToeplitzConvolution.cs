using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>The general kernel over blocks of neighbouring pixels, for few target channels: a block's pixels and channels together fill the vectors.</summary>
/// <typeparam name="TVector">The hardware vector.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
/// <param name="backward">Whether dx is computed rather than y.</param>
internal sealed unsafe class ToeplitzConvolution<TVector, TSimd>(bool backward) : DataKernel, ICosted where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <inheritdoc/>
    public override string Name => $"toeplitz{TSimd.Count * 32}";

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => shape.Groups == 1 && shape.Taps > 1 && Targets(shape) <= TSimd.Count && Block(shape) != TargetBlock.One;

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape) => CostModel.Toeplitz.Of(Counts(shape));

    CostConstants ICosted.Constants => CostModel.Toeplitz;

    CostParts ICosted.Parts(in ConvolutionShape shape) => Counts(shape);

    /// <inheritdoc/>
    public override long PackedLength(in ConvolutionShape shape)
    {
        var problem = Problem(shape);
        return (long)problem.Columns.Padded * problem.Taps * problem.SourceChannels;
    }

    /// <inheritdoc/>
    public override long ScratchLength(in ConvolutionShape shape, int workers) =>
        BiasLength(shape) + workers * GatherGrid<TVector, TSimd>.ScratchLength(Problem(shape));

    /// <inheritdoc/>
    public override int MomentSlots(in ConvolutionShape shape) => Problem(shape).PixelTasks;

    /// <inheritdoc/>
    public override void Pack(in ConvolutionShape shape, ReadOnlySpan<float> weights, Span<float> packed, WorkerPool pool)
    {
        Spans.RequireLength("weights", weights.Length, shape.WeightLength);
        Spans.RequireLength("packed", packed.Length, PackedLength(shape));
        packed = packed[..(int)PackedLength(shape)];
        packed.Clear();
        var problem = Problem(shape);
        var (height, width) = (new AxisGather(shape.Height, backward), new AxisGather(shape.Width, backward));
        for (var pixel = 0; pixel < problem.Block.Pixels; pixel++)
        {
            var (row, column) = (pixel / problem.Block.Columns, pixel % problem.Block.Columns);
            for (var tap = 0; tap < shape.Taps; tap++)
            {
                var (z, y, x) = (tap / shape.Width.Kernel / shape.Height.Kernel, tap / shape.Width.Kernel % shape.Height.Kernel, tap % shape.Width.Kernel);
                if (!TryTap(height, problem.Height, problem.Block.Rows, row, y, out var down) || !TryTap(width, problem.Width, problem.Block.Columns, column, x, out var along)) continue;
                var to = ((z * problem.Height.Taps + down) * problem.Width.Taps + along) * problem.SourceChannels * problem.Columns.Padded + pixel * problem.TargetChannels;
                // The gather of a backward pass meets the taps in reverse.
                Copy(problem, shape.Taps, weights[(backward ? shape.Taps - 1 - tap : tap)..], packed[to..]);
            }
        }
    }

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> packed,
        Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool)
    {
        var problem = Problem(shape);
        if (!epilogue.Bias.IsEmpty) Spans.RequireLength("bias", epilogue.Bias.Length, problem.TargetChannels);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(shape, pool.Threads));
        // Pixels of a run each have the channels' biases.
        var biases = epilogue.Bias.IsEmpty ? [] : scratch[..(problem.TargetChannels * problem.Block.Columns)];
        for (var i = 0; i < biases.Length; i += problem.TargetChannels) epilogue.Bias[..problem.TargetChannels].CopyTo(biases[i..]);
        var inner = new Epilogue { Bias = biases, Addend = epilogue.Addend, AddendPixelStride = epilogue.AddendPixelStride, Activation = epilogue.Activation, Slope = epilogue.Slope, Moments = epilogue.Moments };
        GatherConvolution<TVector, TSimd>.Run(problem, default, input, inputPixelStride, packed, output, outputPixelStride, inner, scratch[(int)BiasLength(shape)..], pool, Counts(shape).Work);
    }

    private static bool TryTap(AxisGather axis, AxisGather blocks, int pixels, int pixel, int place, out int tap)
    {
        tap = place;
        if (pixels == 1) return true;
        if (!axis.TryOffset(pixel % axis.Phases, place, out var offset) || !blocks.TryOffset(0, 0, out var first)) return false;
        tap = offset + pixel / axis.Phases * axis.SourceStep - first;
        return true;
    }

    // One tap of all channels, from K × C × taps.
    private void Copy(in GatherProblem problem, int taps, ReadOnlySpan<float> from, Span<float> to)
    {
        var (sources, targets) = (problem.SourceChannels, problem.TargetChannels);
        for (var source = 0; source < sources; source++)
            for (var target = 0; target < targets; target++)
                to[source * problem.Columns.Padded + target] = from[(backward ? source * targets + target : target * sources + source) * taps];
    }

    private int Targets(in ConvolutionShape shape) => backward ? shape.InputChannels : shape.OutputChannels;

    private TargetBlock Block(in ConvolutionShape shape) => TargetBlock.Best<TVector, TSimd>(shape, backward);

    private GatherProblem Problem(in ConvolutionShape shape) => new(shape, backward, TSimd.Count, Block(shape));

    // Whole lines, so that what follows stays aligned.
    private long BiasLength(in ConvolutionShape shape) => ((long)Targets(shape) * Block(shape).Columns + 15) / 16 * 16;

    private CostParts Counts(in ConvolutionShape shape) => GatherConvolution<TVector, TSimd>.Counts(Problem(shape));
}
