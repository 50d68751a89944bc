using System.Globalization;
using Striate.Networks;

namespace Striate.Training;

/// <summary>Loss, optimiser and data around a training plan: a loop that a user could write from the public API.</summary>
/// <remarks>The same seed, data and settings give the same bits, for any number of threads, and whether or not the run was interrupted and resumed.</remarks>
/// <example><code>
/// var trainer = new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(0.05f) { Momentum = 0.9f }, seed: 1);
/// var history = trainer.Fit(data, epochs: 5, batch: 128);
/// </code></example>
public sealed partial class Trainer
{
    private readonly Network _network;
    private readonly Loss _loss;
    private readonly Optimizer _optimizer;
    private readonly ulong _seed;

    /// <summary>A trainer for a network, whose parameters it changes in place.</summary>
    public Trainer(Network network, Loss loss, Optimizer optimizer, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        (_network, _loss, _optimizer, _seed) = (network, loss, optimizer, seed);
    }

    /// <summary>Trains on the data's training part and watches its validation part.</summary>
    /// <param name="data">The data.</param>
    /// <param name="epochs">Passes over the training examples.</param>
    /// <param name="batch">Examples a step; the last step of an epoch takes what is left.</param>
    /// <param name="options">Schedule, logs, checkpoints and more.</param>
    /// <param name="progress">What shows how far the run has come, or null.</param>
    /// <param name="cancellation">Stops between two steps; a checkpoint is written first.</param>
    /// <returns>A record an epoch.</returns>
    /// <exception cref="TrainingException">The loss is not a finite number.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public IReadOnlyList<EpochRecord> Fit(
        DataSplits data, int epochs, int batch, TrainingOptions? options = null, Progress? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (epochs < 1) throw new ArgumentException($"A run has 1 epoch or more, not {epochs}.");
        if (batch < 1) throw new ArgumentException($"A batch holds 1 example or more, not {batch}.");
        Compatibility.Require(_network, _loss, data.Train);
        if (data.Validation is not null) Compatibility.Require(_network, _loss, data.Validation);
        if (_network.Parameters.Any(parameter => !parameter.IsState) && _network.Parameters.All(parameter => parameter.IsState || parameter.IsFrozen))
            throw new ArgumentException("All parameters of the network are frozen: there is nothing to train.");
        options ??= new TrainingOptions();
        if (options.ClipNorm is { } limit && !(limit > 0)) throw new ArgumentException($"Gradients are clipped to a norm above 0, not {limit.ToString(CultureInfo.InvariantCulture)}.");
        if (options.Patience is < 1) throw new ArgumentException($"A run waits 1 epoch or more for a better score, not {options.Patience}.");
        if (options.Accumulate < 1) throw new ArgumentException($"A step takes 1 batch or more, not {options.Accumulate}.");
        if (options.AverageDecay is { } decay && !(decay > 0 && decay < 1)) throw new ArgumentException($"The decay of averaged weights lies between 0 and 1; it is {decay.ToString(CultureInfo.InvariantCulture)}.");
        if (options.BalanceClasses && !options.Shuffle) throw new ArgumentException("Balanced classes are drawn at random: they cannot come in the data's order.");
        var metric = options.Metric ?? (data.Train.ClassNames.Count > 0 ? Metric.Accuracy : null);
        using var run = new RunState(this, data, epochs, batch, options, metric, progress);
        return run.Go(cancellation);
    }

    /// <summary>Trains on one data set.</summary>
    public IReadOnlyList<EpochRecord> Fit(
        IDataset data, int epochs, int batch, TrainingOptions? options = null, Progress? progress = null, CancellationToken cancellation = default) =>
        Fit(new DataSplits(data), epochs, batch, options, progress, cancellation);
}
