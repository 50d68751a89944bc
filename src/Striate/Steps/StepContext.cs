using Striate.Kernels.Memory;
using Striate.Kernels.Threading;
using Striate.Parameters;

namespace Striate.Steps;

/// <summary>What a plan lends a step while it runs.</summary>
public sealed class StepContext
{
    private readonly AlignedBuffer? _gradients;
    private readonly AlignedBuffer _scratch;

    internal StepContext(WorkerPool pool, bool training, AlignedBuffer scratch, AlignedBuffer? gradients)
    {
        Pool = pool;
        Training = training;
        _scratch = scratch;
        _gradients = gradients;
    }

    /// <summary>The threads.</summary>
    public WorkerPool Pool { get; }

    /// <summary>Whether this is a training pass: batch statistics, dropout.</summary>
    public bool Training { get; }

    /// <summary>Memory that belongs to the running step until it returns.</summary>
    public Span<float> Scratch => _scratch.AsSpan<float>();

    /// <summary>The key of all random numbers.</summary>
    public ulong Seed { get; internal set; }

    /// <summary>The number of the training step: the counter of random numbers.</summary>
    public long StepNumber { get; internal set; }

    /// <summary>The gradient of the loss by a learnt parameter.</summary>
    public Span<float> Gradient(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return _gradients!.AsSpan<float>(parameter.Offset, parameter.Length);
    }
}
