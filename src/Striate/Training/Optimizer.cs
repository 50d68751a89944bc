using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Striate.Kernels.Threading;

namespace Striate.Training;

/// <summary>How gradients move parameters: settings only; the state lives with the trainer. Formulas and defaults are PyTorch's.</summary>
/// <remarks>An optimiser of your own derives from this record, names its slots of state and updates one run of neighbouring parameters.</remarks>
public abstract record Optimizer
{
    /// <summary>An optimiser with a learning rate.</summary>
    protected Optimizer(float learningRate)
    {
        if (!(learningRate >= 0) || !float.IsFinite(learningRate)) throw new ArgumentException($"The learning rate must be 0 or more; it is {learningRate}.");
        LearningRate = learningRate;
    }

    /// <summary>η: the length of steps, before a schedule's factor.</summary>
    public float LearningRate { get; init; }

    /// <summary>λ of the penalty λ/2·‖w‖² (decoupled in AdamW), for all parameters whose layer or group says nothing else.</summary>
    /// <exception cref="ArgumentException">It is less than 0, or no number.</exception>
    public float WeightDecay
    {
        get;
        init => field = value >= 0 && float.IsFinite(value) ? value : throw new ArgumentException($"The weight decay must be 0 or more; it is {value}.");
    }

    /// <summary>Rules for parameters by name; the first that matches counts.</summary>
    public ImmutableArray<ParameterGroup> Groups { get; init; } = [];

    /// <summary>A momentum that lets old gradients fade.</summary>
    private protected static float Fading(float momentum) =>
        momentum is >= 0 and < 1 ? momentum : throw new ArgumentException($"The momentum must be 0 or more and less than 1; it is {momentum}.");

    /// <summary>The names of the slots of state, each as large as the parameters; at most two.</summary>
    public abstract IReadOnlyList<string> Slots { get; }

    /// <summary>Moves a run of neighbouring parameters.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="first">The first slot, or empty.</param>
    /// <param name="second">The second slot, or empty.</param>
    /// <param name="learningRate">η with the schedule's and the group's factors.</param>
    /// <param name="weightDecay">λ of these parameters.</param>
    /// <param name="gradientScale">Multiplies gradients (clipping).</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="pool">The threads.</param>
    public abstract void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second,
        float learningRate, float weightDecay, float gradientScale, long step, WorkerPool pool);

    /// <summary>The settings of all optimisers, as checkpoints compare them.</summary>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(CultureInfo.InvariantCulture, $"LearningRate = {LearningRate}, WeightDecay = {WeightDecay}, Groups = [{string.Join(", ", Groups)}]");
        return true;
    }
}
