using Striate.Tensors;

namespace Striate.Training;

/// <summary>A training run between two steps: what a checkpoint stores, and all that a continuation to the same final bits needs.</summary>
/// <param name="Progress">Where the run stands.</param>
/// <param name="Parameters">Every parameter of the network by name, running statistics included.</param>
/// <param name="Optimizer">The optimiser's state, named <c>slot/parameter</c> as in <c>velocity/conv1.weight</c>; each has its parameter's shape.</param>
/// <param name="Best">With keep-best, the parameters after the best epoch so far, by name; otherwise null.</param>
/// <remarks>The tensors are copies: training that goes on does not change them.</remarks>
public sealed record TrainingSnapshot(
    TrainingProgress Progress,
    IReadOnlyDictionary<string, Tensor> Parameters,
    IReadOnlyDictionary<string, Tensor> Optimizer,
    IReadOnlyDictionary<string, Tensor>? Best)
{
    /// <summary>With <see cref="TrainingOptions.AverageDecay"/>, the moving average of the parameters by name; otherwise null.</summary>
    public IReadOnlyDictionary<string, Tensor>? Average { get; init; }
}
