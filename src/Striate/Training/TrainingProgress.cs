namespace Striate.Training;

/// <summary>How far a training run has come, in plain numbers: together with parameters and optimiser state, everything that its continuation depends on.</summary>
/// <remarks>All numbers are finite, and must be stored so that they are read back bit for bit.</remarks>
public sealed record TrainingProgress
{
    /// <summary>The number of training steps done.</summary>
    public required long Step { get; init; }

    /// <summary>The number of whole epochs done.</summary>
    public required int Epoch { get; init; }

    /// <summary>The number of steps done in the epoch that has begun; 0 between epochs.</summary>
    public required int EpochStep { get; init; }

    /// <summary>The key of all random numbers of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The settings that the numbers depend on, one a line as <c>name = value</c>; a run goes on only with the same.</summary>
    public required string Settings { get; init; }

    /// <summary>The sum of the losses of the examples of the epoch that has begun.</summary>
    public double LossSum { get; init; }

    /// <summary>The metric's tally of those examples; empty between epochs and without a metric.</summary>
    public IReadOnlyList<double> MetricTally { get; init; } = [];

    /// <summary>The seconds spent in the epoch that has begun.</summary>
    public double Seconds { get; init; }

    /// <summary>The epoch of the best score so far, from 1; 0 before the first.</summary>
    public int BestEpoch { get; init; }

    /// <summary>The best score so far, larger is better (losses and errors with a minus sign); null before the first.</summary>
    public double? BestScore { get; init; }

    /// <summary>Whether the run has ended: all epochs done, or stopped early. Its parameters are then the final ones.</summary>
    public bool Finished { get; init; }

    /// <summary>A record for every whole epoch.</summary>
    public IReadOnlyList<EpochRecord> History { get; init; } = [];
}
