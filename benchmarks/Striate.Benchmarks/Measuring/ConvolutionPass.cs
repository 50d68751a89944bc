using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Memory;
using Striate.Kernels.Threading;

namespace Striate.Benchmarks.Measuring;

/// <summary>One pass of a convolution with one kernel, its buffers filled, ready to be run again and again.</summary>
internal sealed class ConvolutionPass
{
    private readonly ConvolutionShape _shape;
    private readonly ConvolutionKernel _kernel;
    private readonly WorkerPool _pool;
    private readonly AlignedBuffer _x;
    private readonly AlignedBuffer _y;
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer _scratch;
    private readonly bool _backward;

    public ConvolutionPass(ConvolutionShape shape, PassKind kind, ConvolutionKernel kernel, WorkerPool pool)
    {
        (_shape, _kernel, _pool, _backward) = (shape, kernel, pool, kind == PassKind.DataGradient);
        _x = Buffers.Filled((long)shape.Batch * shape.InputPixels * shape.InputChannels);
        _y = Buffers.Filled((long)shape.Batch * shape.OutputPixels * shape.OutputChannels);
        _scratch = Buffers.Empty(kernel.ScratchLength(shape, pool.Threads));
        var weights = Buffers.Filled(shape.WeightLength);
        if (kernel is not DataKernel data)
        {
            _weights = weights;
            return;
        }
        _weights = Buffers.Empty(data.PackedLength(shape));
        data.Pack(shape, weights.AsSpan<float>(), _weights.AsSpan<float>(), pool);
    }

    /// <summary>Two for each multiply–accumulate of the direct sum.</summary>
    public double Operations => 2.0 * _shape.MultiplyAccumulates;

    /// <summary>What a pass must at least move: both maps and the weights, once.</summary>
    public double Bytes => (double)_x.Length + _y.Length + _shape.WeightLength * sizeof(float);

    /// <summary>Every candidate that accepts the problem, but for the naive one.</summary>
    public static IReadOnlyList<ConvolutionKernel> Candidates(ConvolutionShape shape, PassKind kind) =>
        [.. All(kind).Where(kernel => kernel.Accepts(shape) && kernel is not (ReferenceConvolution or ReferenceWeights))];

    /// <summary>The candidate that a plan runs.</summary>
    public static ConvolutionKernel Chosen(ConvolutionShape shape, PassKind kind, Algorithms algorithms = Algorithms.Fastest) => ConvolutionKernels.Choose(All(kind), shape, algorithms);

    public void Run()
    {
        var x = _x.AsSpan<float>();
        var y = _y.AsSpan<float>();
        var weights = _weights.AsSpan<float>();
        var scratch = _scratch.AsSpan<float>();
        var (c, k) = (_shape.InputChannels, _shape.OutputChannels);
        if (_kernel is WeightsKernel gradient) gradient.Run(_shape, x, c, y, k, weights, [], false, scratch, _pool);
        else if (_backward) ((DataKernel)_kernel).Run(_shape, y, k, weights, x, c, default, scratch, _pool);
        else ((DataKernel)_kernel).Run(_shape, x, c, weights, y, k, default, scratch, _pool);
    }

    /// <summary>Reads what the pass reads, but for the weights: from the caches, as far as they hold it.</summary>
    public float TouchInput() => (_backward ? 0 : TensorPrimitives.Sum<float>(_x.AsSpan<float>())) + (_backward || _kernel is WeightsKernel ? TensorPrimitives.Sum<float>(_y.AsSpan<float>()) : 0);

    private static IReadOnlyList<ConvolutionKernel> All(PassKind kind) => kind switch
    {
        PassKind.Forward => ConvolutionKernels.Forward,
        PassKind.DataGradient => ConvolutionKernels.BackwardData,
        _ => ConvolutionKernels.BackwardWeights,
    };
}
