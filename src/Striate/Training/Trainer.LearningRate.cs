using System.Globalization;
using Striate.Tensors;

namespace Striate.Training;

/// <content>Which learning rate to begin with.</content>
public sealed partial class Trainer
{
    private const double Memory = 0.9;

    /// <summary>Trains for some steps while the learning rate grows exponentially, until the loss comes apart (Smith 2017, section 3.3), and puts the network back as it was.</summary>
    /// <remarks>The sweep ends early when the smoothed loss is four times the lowest one or no number at all. It neither writes nor reads files.</remarks>
    /// <param name="data">The data to learn from.</param>
    /// <param name="batch">Examples a batch.</param>
    /// <param name="steps">The most steps, 10 or more.</param>
    /// <param name="least">The first learning rate.</param>
    /// <param name="most">The last one.</param>
    /// <param name="options">Clipping, accumulation, balance and threads of the run that is meant; its schedule, checkpoints and average are left out.</param>
    /// <param name="cancellation">Stops the sweep.</param>
    /// <exception cref="ArgumentException">The steps are fewer than 10, or the rates are not in order.</exception>
    /// <exception cref="TrainingException">The very first steps have no finite loss.</exception>
    /// <example><code>
    /// var sweep = trainer.FindLearningRate(data, batch: 32);
    /// Console.WriteLine($"begin with {sweep.Suggested:g2}");
    /// </code></example>
    public LearningRateSweep FindLearningRate(IDataset data, int batch, int steps = 100, double least = 1e-6, double most = 1, TrainingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (steps < 10) throw new ArgumentException($"A sweep has 10 steps or more, not {steps}.");
        if (!(least > 0 && least < most && double.IsFinite(most)))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A sweep goes from a learning rate above 0 to a larger one, not from {least} to {most}."));
        options ??= new TrainingOptions();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var points = new List<LearningRatePoint>();
        var before = _network.Parameters.Select(parameter => parameter.ToTensor()).ToArray();
        var (weighted, weight, lowest) = (0.0, 0.0, double.MaxValue);
        void Note(StepReport report)
        {
            (weighted, weight) = (Memory * weighted + report.Loss, Memory * weight + 1);
            var smoothed = weighted / weight;
            lowest = Math.Min(lowest, smoothed);
            points.Add(new LearningRatePoint(report.LearningRate, report.Loss, smoothed));
            if (points.Count == steps || smoothed > 4 * lowest) end.Cancel();
        }

        var stepsPerEpoch = Math.Max(1, data.Count / Math.Max(1, batch * options.Accumulate));
        var trainer = new Trainer(_network, _loss, _optimizer with { LearningRate = (float)least }, _seed);
        try
        {
            trainer.Fit(data, steps / stepsPerEpoch + 2, batch, new TrainingOptions
            {
                Schedule = new ExponentialRamp(most / least, steps),
                ClipNorm = options.ClipNorm,
                Shuffle = options.Shuffle,
                Accumulate = options.Accumulate,
                BalanceClasses = options.BalanceClasses,
                Plan = options.Plan,
                OnStep = Note,
            }, cancellation: end.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The sweep is over.
        }
        catch (TrainingException) when (points.Count > 0)
        {
            // It came apart in one step.
        }
        finally
        {
            PutBack(before);
        }
        return new LearningRateSweep(points);
    }

    private void PutBack(Tensor[] values)
    {
        for (var i = 0; i < values.Length; i++) values[i].Floats.CopyTo(_network.Parameters[i].Values);
        _network.Parameters.MarkChanged();
    }
}
