using Striate.Kernels.Optimization;
using Striate.Kernels.Threading;

namespace Striate.Training;

/// <summary>RMSprop (Tieleman &amp; Hinton 2012): gradients divided by the root of their running mean square.</summary>
/// <example><code>
/// var optimizer = new RmsProp(1e-3f) { Momentum = 0.9f };
/// </code></example>
public sealed record RmsProp : Optimizer
{
    /// <summary>With a learning rate.</summary>
    public RmsProp(float learningRate = 1e-2f) : base(learningRate)
    {
    }

    /// <summary>α: the memory of the squared gradient.</summary>
    public double Alpha { get; init; } = 0.99;

    /// <summary>ε: keeps the division finite.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>μ.</summary>
    /// <exception cref="ArgumentException">It is less than 0, or 1 or more.</exception>
    public float Momentum
    {
        get;
        init => field = Fading(value);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => ["square_average", "momentum"];

    /// <inheritdoc/>
    public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second,
        float learningRate, float weightDecay, float gradientScale, long step, WorkerPool pool) =>
        ParameterUpdate.Run(parameters, gradients, first, second, gradientScale, new RmsPropRule(learningRate, Alpha, Epsilon, Momentum, weightDecay), pool);
}
