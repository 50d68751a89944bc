using Striate.Tensors;

namespace Striate.Parameters;

/// <summary>What a layer asks of one of its parameters, before a network gives it memory.</summary>
/// <param name="Name">The local name, <c>weight</c> or <c>bias</c>; the network prefixes the node's.</param>
/// <param name="Shape">The sizes in the interchange order of ONNX and PyTorch: out, in / groups, spatial….</param>
/// <param name="Role">What it is for.</param>
/// <param name="Initializer">Its values after <c>Initialize(seed)</c>.</param>
public sealed record ParameterSpec(string Name, Shape Shape, ParameterRole Role, Initializer Initializer)
{
    /// <summary>The number of inputs that one output sums.</summary>
    public int FanIn { get; init; } = 1;

    /// <summary>The number of outputs that one input reaches.</summary>
    public int FanOut { get; init; } = 1;

    /// <summary>The layer's own weight decay; null leaves it to the optimiser.</summary>
    public float? WeightDecay { get; init; }

    /// <summary>The largest Euclidean norm of the weights of one output filter, or null.</summary>
    public float? MaxNorm { get; init; }

    /// <summary>Whether training leaves the values as they are.</summary>
    public bool Frozen { get; init; }

    /// <summary>Whether the values are state that no optimiser moves.</summary>
    public bool IsState => Role is ParameterRole.Mean or ParameterRole.Variance;
}
