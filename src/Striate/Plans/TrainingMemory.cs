using Striate.Kernels.Memory;
using Striate.Parameters;
using Striate.Steps;

namespace Striate.Plans;

/// <summary>What all training plans of a network share, since only one runs at a time: the arena and the gradients.</summary>
internal sealed class TrainingMemory(ParameterSet parameters)
{
    public Arena Arena { get; } = new();

    public AlignedBuffer Gradients { get; } = new((long)parameters.LearntLength * sizeof(float));
}
