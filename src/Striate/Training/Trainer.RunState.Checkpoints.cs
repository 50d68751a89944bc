using System.Globalization;
using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Training;

public sealed partial class Trainer
{
    private sealed partial class RunState
    {
        // Larger is better, whatever the metric counts.
        private double? Score(double? metric) => _metric is { LargerIsBetter: false } ? -metric : metric;

        private void WriteCheckpoint()
        {
            _log?.Flush();
            _sinceCheckpoint.Restart();
            if (_options.Checkpoints is null) return;
            RequireFiniteParameters();
            _progress = _progress with
            {
                Step = _step,
                Epoch = _epoch,
                EpochStep = _epochStep,
                LossSum = _lossSum,
                MetricTally = _epochStep == 0 ? [] : [.. _tally],
                Seconds = _epochStep == 0 ? 0 : _secondsBefore + _sinceEpoch.Elapsed.TotalSeconds,
                History = [.. _history],
            };
            _options.Checkpoints.Write(new TrainingSnapshot(_progress, CopyParameters(), _optimizer.Save(), _best) { Average = _average?.Save() });
        }

        private void Restore(TrainingSnapshot snapshot)
        {
            if (snapshot.Progress.Settings != _settings) throw new InvalidDataException(OtherSettings(snapshot.Progress.Settings));
            PutParameters(snapshot.Parameters);
            _optimizer.Load(snapshot.Optimizer);
            _progress = snapshot.Progress;
            (_step, _epoch, _epochStep) = (_progress.Step, _progress.Epoch, _progress.EpochStep);
            (_lossSum, _secondsBefore) = (_progress.LossSum, _progress.Seconds);
            for (var i = 0; i < _progress.MetricTally.Count && i < _tally.Length; i++) _tally[i] = _progress.MetricTally[i];
            _average?.Load(snapshot.Average);
            _history.AddRange(_progress.History);
            _best = snapshot.Best is null ? null : new Dictionary<string, Tensor>(snapshot.Best);
        }

        private Dictionary<string, Tensor> CopyParameters() => _trainer._network.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.ToTensor());

        private void PutParameters(IReadOnlyDictionary<string, Tensor> values)
        {
            foreach (var parameter in _trainer._network.Parameters)
            {
                if (!values.TryGetValue(parameter.Name, out var tensor) || tensor.Shape != parameter.Shape)
                    throw new InvalidDataException($"The checkpoint has no parameter '{parameter.Name}' of {parameter.Shape}: it belongs to another network.");
                tensor.Floats.CopyTo(parameter.Values);
            }
            _trainer._network.Parameters.MarkChanged();
        }

        private string NotFinite(string what, double value, long step, int epoch) => string.Create(CultureInfo.InvariantCulture,
            $"The {what} became {value} at step {step} (epoch {epoch}, learning rate {_trainer._optimizer.LearningRate * _options.Schedule.Factor(step - 1, TotalSteps):0.######}). Try a smaller learning rate, warm-up or gradient clipping.");

        // The step that makes parameters infinite has a finite loss: without this look, the checkpoint behind it would hold them.
        private void RequireFiniteParameters()
        {
            foreach (var parameter in _trainer._network.Parameters)
            {
                if (Finite.IndexOfOther(parameter.Values) is var index && index >= 0)
                    throw new TrainingException(NotFinite($"parameter '{parameter.Name}'", parameter.Values[index], _step, _epochStep == 0 ? _epoch : _epoch + 1));
            }
        }

        private string OtherSettings(string stored)
        {
            var (old, own) = (stored.Split('\n'), _settings.Split('\n'));
            var differing = old.Except(own).Select(line => $"the checkpoint has {line}").Concat(own.Except(old).Select(line => $"this run {line}"));
            return $"The checkpoint belongs to a run with other settings: {string.Join("; ", differing)}.";
        }

        // How many are frozen, and which, as one number.
        private string Frozen()
        {
            string[] names = [.. _trainer._network.Parameters.Where(parameter => parameter.IsFrozen).Select(parameter => parameter.Name)];
            return names.Length == 0 ? "none" : $"{names.Length} parameters ({StableHash.Of(string.Join('\n', names)):x8})";
        }

        // One line a setting that the numbers depend on: a checkpoint of other settings is refused.
        private string Settings() => string.Join('\n',
            $"epochs = {_epochs}", $"batch = {_batch}", $"seed = {_trainer._seed}", $"loss = {_trainer._loss.Name}", $"optimizer = {_trainer._optimizer}",
            $"schedule = {_options.Schedule}", $"clip = {_options.ClipNorm}", $"accumulate = {_options.Accumulate}", $"balance = {_options.BalanceClasses}", $"average = {_options.AverageDecay}", $"shuffle = {_options.Shuffle}", $"algorithms = {_options.Plan.Algorithms}",
            $"metric = {_metric?.Name}", $"keep best = {_options.KeepBest}", $"patience = {_options.Patience}", $"examples = {_data.Train.Count}", $"parameters = {_trainer._network.Parameters.LearntLength}", $"frozen = {Frozen()}");
    }
}
