using Striate.Parameters;

namespace Striate.Layers;

/// <summary>What layers with weights have in common: how weights begin, and what holds them back.</summary>
public interface IWeighted
{
    /// <summary>The first values of the weights.</summary>
    Initializer WeightInitializer { get; }

    /// <summary>The first values of the biases.</summary>
    Initializer BiasInitializer { get; }

    /// <summary>Whether a number is added to each output channel.</summary>
    bool HasBias { get; }

    /// <summary>λ of the penalty λ/2 · ‖w‖² on this layer's weights; null leaves it to the optimiser.</summary>
    float? WeightDecay { get; }

    /// <summary>The largest Euclidean norm of the weights of one output channel, enforced after each training step; null for none.</summary>
    float? MaxNorm { get; }

    /// <summary>Whether training leaves weights and biases as they are.</summary>
    bool Frozen { get; }
}
