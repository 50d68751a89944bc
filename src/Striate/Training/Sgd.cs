using Striate.Kernels.Optimization;
using Striate.Kernels.Threading;

namespace Striate.Training;

/// <summary>Stochastic gradient descent with momentum: v ← μv + g, w ← w − ηv; Nesterov's form looks ahead.</summary>
/// <example><code>
/// var optimizer = new Sgd(0.05f) { Momentum = 0.9f };
/// </code></example>
public sealed record Sgd : Optimizer
{
    /// <summary>With a learning rate.</summary>
    public Sgd(float learningRate) : base(learningRate)
    {
    }

    /// <summary>μ.</summary>
    /// <exception cref="ArgumentException">It is less than 0, or 1 or more.</exception>
    public float Momentum
    {
        get;
        init => field = Fading(value);
    }

    /// <summary>Whether to step along g + μv instead of v.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => Momentum == 0 ? [] : ["velocity"];

    /// <inheritdoc/>
    public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second,
        float learningRate, float weightDecay, float gradientScale, long step, WorkerPool pool) =>
        ParameterUpdate.Run(parameters, gradients, first, second, gradientScale, new SgdRule(learningRate, Momentum, Nesterov, weightDecay), pool);
}
