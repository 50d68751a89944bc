using Striate.Plans;

namespace Striate.Training;

/// <summary>How a run is watched, bounded and stored. What the numbers depend on is said to be so.</summary>
public sealed record TrainingOptions
{
    /// <summary>The learning rate's course. The numbers depend on it.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant;

    /// <summary>The largest Euclidean norm of all gradients together; longer ones are scaled by maxNorm / (norm + 1e-6), as PyTorch's <c>clip_grad_norm_</c>.
    /// Null for no bound. The numbers depend on it.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Whether each epoch takes the examples in another order. The numbers depend on it.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Batches that make one step: their gradients are averaged over all examples, as if they had come as one batch (each is normalised by its own statistics). The numbers depend on it.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>Whether each epoch draws its examples so that classes come equally often: as many as there are, with replacement, each with a probability of 1 / (classes · examples of its class).
    /// The numbers depend on it.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>d of an exponential moving average of all parameters and running statistics, a ← a + (1 − d) · (w − a) after every step, with d bounded by (1 + step) / (10 + step) at the beginning,
    /// as in TensorFlow. The averaged network is the one that is validated and that the run ends with. Null for none. The numbers depend on it.</summary>
    public double? AverageDecay { get; init; }

    /// <summary>Epochs without a better score after which the run stops; null to run on.
    /// The score is the validation metric, else the validation loss, else the training metric, else the training loss.</summary>
    public int? Patience { get; init; }

    /// <summary>Whether the run ends with the parameters of its best epoch.</summary>
    public bool KeepBest { get; init; }

    /// <summary>What people read beside the loss; null for nothing. Accuracy if not set and targets are classes.</summary>
    public Metric? Metric { get; init; }

    /// <summary>Threads.</summary>
    public PlanOptions Plan { get; init; } = PlanOptions.Default;

    /// <summary>The folder of <c>metrics.csv</c> and <c>steps.csv</c>, or null.</summary>
    public string? LogFolder { get; init; }

    /// <summary>Where checkpoints go, or null: after every epoch, every <see cref="CheckpointInterval"/>, and when the run is cancelled.</summary>
    public ICheckpointStore? Checkpoints { get; init; }

    /// <summary>The longest time between two checkpoints.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether to go on from the newest checkpoint, if there is one.</summary>
    public bool Resume { get; init; }

    /// <summary>Called after every step with how far the run has come.</summary>
    public Action<StepReport>? OnStep { get; init; }

    /// <summary>Called after every epoch.</summary>
    public Action<EpochRecord>? OnEpoch { get; init; }
}
