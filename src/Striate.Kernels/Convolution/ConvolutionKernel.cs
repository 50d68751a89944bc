using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>One way of computing one pass of a convolution.</summary>
public abstract class ConvolutionKernel
{
    /// <summary>The name by which summaries show a kernel and tests force it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether each output is one sum of the products that define it; others round differently (<c>docs/numerics.md</c>).</summary>
    public virtual bool IsDirect => true;

    /// <summary>Whether this kernel can compute the problem.</summary>
    public abstract bool Accepts(in ConvolutionShape shape);

    /// <summary>The cost in multiply–adds of a vector at the roof, two a cycle of one core; depends on the shape alone, never on a clock or on the number of threads.</summary>
    public abstract double Cost(in ConvolutionShape shape);

    /// <summary>Floats of scratch memory that <c>Run</c> needs with a number of workers.</summary>
    public virtual long ScratchLength(in ConvolutionShape shape, int workers) => 0;
}

/// <summary>Computes y from x and w (forward), or dx from dy and w (backward data).</summary>
public abstract class DataKernel : ConvolutionKernel
{
    /// <summary>Floats of the packed copy of the weights.</summary>
    public abstract long PackedLength(in ConvolutionShape shape);

    /// <summary>The slots of <see cref="Epilogue.Moments"/>, one for each part of the output that is summed up while it lies in the cache; 0 if this kernel does not do so.</summary>
    public virtual int MomentSlots(in ConvolutionShape shape) => 0;

    /// <summary>Whether <see cref="RunMapped"/> serves the problem, and costs less than a pass over the input before.</summary>
    public virtual bool MapsInput(in ConvolutionShape shape) => false;

    /// <summary>Floats of scratch memory that <see cref="RunMapped"/> needs with a number of workers.</summary>
    public virtual long MappedScratchLength(in ConvolutionShape shape, int workers) => 0;

    /// <summary>Runs the pass over input values that a map has changed first; see <see cref="Run"/>.</summary>
    /// <exception cref="NotSupportedException"><see cref="MapsInput"/> says that the problem is not served.</exception>
    public virtual void RunMapped(in ConvolutionShape shape, in InputMap map, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> packed,
        Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool) =>
        throw new NotSupportedException($"{Name} does not map its input.");

    /// <summary>Brings weights from the interchange order K × C/groups × Kd × Kh × Kw into the order that <see cref="Run"/> reads.</summary>
    public abstract void Pack(in ConvolutionShape shape, ReadOnlySpan<float> weights, Span<float> packed, WorkerPool pool);

    /// <summary>Runs the pass.</summary>
    /// <param name="shape">The problem.</param>
    /// <param name="input">x in a forward pass, dy in a backward pass; pixels <paramref name="inputPixelStride"/> floats apart.</param>
    /// <param name="inputPixelStride">At least the number of channels of the input.</param>
    /// <param name="packed">What <see cref="Pack"/> wrote.</param>
    /// <param name="output">y in a forward pass, dx in a backward pass; every pixel's channels are overwritten.</param>
    /// <param name="outputPixelStride">At least the number of channels of the output.</param>
    /// <param name="epilogue">Applied to each output value.</param>
    /// <param name="scratch">At least <see cref="ConvolutionKernel.ScratchLength"/> floats.</param>
    /// <param name="pool">The threads.</param>
    public abstract void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> packed,
        Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool);
}

/// <summary>Computes dw (and the bias gradient) from x and dy.</summary>
public abstract class WeightsKernel : ConvolutionKernel
{
    /// <summary>Runs the pass.</summary>
    /// <param name="shape">The problem.</param>
    /// <param name="input">x.</param>
    /// <param name="inputPixelStride">Floats from one pixel of x to the next.</param>
    /// <param name="outputGradient">dy.</param>
    /// <param name="outputPixelStride">Floats from one pixel of dy to the next.</param>
    /// <param name="weightGradient">dw in the interchange order K × C/groups × Kd × Kh × Kw.</param>
    /// <param name="biasGradient">Σ dy an output channel, or empty.</param>
    /// <param name="accumulate">Whether the gradients are added to what their spans hold (shared parameters) or overwrite it.</param>
    /// <param name="scratch">At least <see cref="ConvolutionKernel.ScratchLength"/> floats.</param>
    /// <param name="pool">The threads.</param>
    public abstract void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> outputGradient, int outputPixelStride,
        Span<float> weightGradient, Span<float> biasGradient, bool accumulate, Span<float> scratch, WorkerPool pool);

    /// <summary>The check at the door that all of them share: the lengths of what <see cref="Run"/> was given.</summary>
    private protected void Require(in ConvolutionShape shape, int input, int inputPixelStride, int outputGradient, int outputPixelStride, int weightGradient, int biasGradient, int scratch, int threads)
    {
        Spans.RequireMap("input", input, (long)shape.Batch * shape.InputPixels, shape.InputChannels, inputPixelStride);
        Spans.RequireMap("output gradient", outputGradient, (long)shape.Batch * shape.OutputPixels, shape.OutputChannels, outputPixelStride);
        Spans.RequireLength("weight gradient", weightGradient, shape.WeightLength);
        if (biasGradient > 0) Spans.RequireLength("bias gradient", biasGradient, shape.OutputChannels);
        Spans.RequireLength("scratch", scratch, ScratchLength(shape, threads));
    }
}
