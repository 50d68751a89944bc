using Striate.Kernels.Optimization;
using Striate.Kernels.Threading;

namespace Striate.Training;

/// <summary>Adam (Kingma &amp; Ba 2015): steps scaled by running moments of the gradient; weight decay is part of the gradient.</summary>
/// <example><code>
/// var optimizer = new Adam();
/// </code></example>
public record Adam : Optimizer
{
    /// <summary>With a learning rate.</summary>
    public Adam(float learningRate = 1e-3f) : base(learningRate)
    {
    }

    /// <summary>β₁: the memory of the gradient.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂: the memory of its square.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε: keeps the division finite.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => ["first_moment", "second_moment"];

    private protected virtual bool IsDecoupled => false;

    /// <inheritdoc/>
    public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second,
        float learningRate, float weightDecay, float gradientScale, long step, WorkerPool pool) =>
        ParameterUpdate.Run(parameters, gradients, first, second, gradientScale, new AdamRule(learningRate, Beta1, Beta2, Epsilon, weightDecay, IsDecoupled, step), pool);
}
