using Striate.Kernels.Convolution;
using Striate.Kernels.Memory;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Cli;

/// <summary>Times the passes of one convolution with the kernels that a plan would choose; weights are packed beforehand.</summary>
internal sealed class ConvolutionBenchmark(ConvolutionShape shape, WorkerPool pool, TimeSpan time)
{
    /// <summary>The three passes and the roof, which is looked for before, between and behind them: clocks and neighbours change.</summary>
    public Result Run()
    {
        var roof = Ceilings.Roof(pool, time / 4);
        var passes = new List<Pass>();
        Func<Pass> forward = () => Data("forward", ConvolutionKernels.Forward, backward: false);
        Func<Pass> backward = () => Data("backward-data", ConvolutionKernels.BackwardData, backward: true);
        foreach (var pass in new[] { forward, backward, Weights })
        {
            passes.Add(pass());
            roof = Math.Max(roof, Ceilings.Roof(pool, time / 4));
        }
        return new Result(shape, roof, passes);
    }

    private Pass Data(string name, IReadOnlyList<DataKernel> candidates, bool backward)
    {
        var kernel = ConvolutionKernels.Choose(candidates, shape);
        var (x, y) = (Filled(InputLength), Filled(OutputLength));
        var (from, to) = backward ? (y, x) : (x, y);
        var (fromStride, toStride) = backward ? (shape.OutputChannels, shape.InputChannels) : (shape.InputChannels, shape.OutputChannels);
        var (packed, scratch) = (new AlignedBuffer(kernel.PackedLength(shape) * sizeof(float)), Scratch(kernel));
        kernel.Pack(shape, Filled(shape.WeightLength).AsSpan<float>(), packed.AsSpan<float>(), pool);
        return Measured(name, kernel, () => kernel.Run(
            shape, from.AsSpan<float>(), fromStride, packed.AsSpan<float>(), to.AsSpan<float>(), toStride, default, scratch.AsSpan<float>(), pool));
    }

    private Pass Weights()
    {
        var kernel = ConvolutionKernels.Choose(ConvolutionKernels.BackwardWeights, shape);
        var (x, dy, dw, scratch) = (Filled(InputLength), Filled(OutputLength), new AlignedBuffer(shape.WeightLength * sizeof(float)), Scratch(kernel));
        return Measured("backward-weights", kernel, () => kernel.Run(
            shape, x.AsSpan<float>(), shape.InputChannels, dy.AsSpan<float>(), shape.OutputChannels, dw.AsSpan<float>(), [], false,
            scratch.AsSpan<float>(), pool));
    }

    private Pass Measured(string name, ConvolutionKernel kernel, Action run)
    {
        var timing = Timing.Measure(run, time);
        return new Pass(name, kernel.Name, timing, 2 * shape.MultiplyAccumulates / (timing.Median * 1e6));
    }

    private long InputLength => (long)shape.Batch * shape.InputPixels * shape.InputChannels;

    private long OutputLength => (long)shape.Batch * shape.OutputPixels * shape.OutputChannels;

    private AlignedBuffer Scratch(ConvolutionKernel kernel) => new(kernel.ScratchLength(shape, pool.Threads) * sizeof(float));

    private static AlignedBuffer Filled(long length)
    {
        var (buffer, random) = (new AlignedBuffer(length * sizeof(float)), new Random(0));
        foreach (ref var value in buffer.AsSpan<float>()) value = (float)(random.NextDouble() * 2 - 1);
        return buffer;
    }

    /// <summary>A pass.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Kernel">The kernel that was chosen.</param>
    /// <param name="Timing">Its times.</param>
    /// <param name="Speed">GFLOP/s by the median, two operations a multiply–accumulate of the direct sum; kernels that need fewer may pass the roof.</param>
    internal sealed record Pass(string Name, string Kernel, Timing Timing, double Speed);

    /// <summary>What was measured.</summary>
    /// <param name="Shape">The problem.</param>
    /// <param name="Roof">GFLOP/s of multiply–adds alone.</param>
    /// <param name="Passes">The passes.</param>
    internal sealed record Result(ConvolutionShape Shape, double Roof, IReadOnlyList<Pass> Passes);
}
