using System.Diagnostics;
using System.Globalization;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Training;

public sealed partial class Trainer
{
    /// <summary>One run: what the loop carries from step to step, and what a checkpoint holds.</summary>
    private sealed class RunState : IDisposable
    {
        private readonly Trainer _trainer;
        private readonly DataSplits _data;
        private readonly int _epochs;
        private readonly int _batch;
        private readonly TrainingOptions _options;
        private readonly Metric? _metric;
        private readonly Progress? _watch;
        private readonly OptimizerState _optimizer;
        private readonly Dictionary<int, TrainingPlan> _plans = [];
        private readonly float[] _losses;
        private readonly Evaluator _evaluator;
        private readonly string _settings;
        private readonly Stopwatch _sinceCheckpoint = Stopwatch.StartNew();
        private readonly Stopwatch _sinceEpoch = new();
        private readonly List<EpochRecord> _history = [];
        private TrainingLog? _log;
        private TrainingProgress _progress;
        private double _lossSum;
        private double _metricSum;
        private long _metricCount;
        private long _step;
        private int _epoch;
        private int _epochStep;
        private double _secondsBefore;
        private Dictionary<string, Tensor>? _best;

        public RunState(Trainer trainer, DataSplits data, int epochs, int batch, TrainingOptions options, Metric? metric, Progress? progress)
        {
            (_trainer, _data, _epochs, _batch, _options, _metric, _watch) = (trainer, data, epochs, batch, options, metric, progress);
            _optimizer = new OptimizerState(trainer._optimizer, trainer._network.Parameters);
            _evaluator = new Evaluator(trainer._network, trainer._loss, metric, batch, options.Plan);
            _losses = new float[batch];
            _settings = Settings();
            _progress = new TrainingProgress { Step = 0, Epoch = 0, EpochStep = 0, Seed = trainer._seed, Settings = _settings };
        }

        private int StepsPerEpoch => (_data.Train.Count + _batch - 1) / _batch;

        private long TotalSteps => (long)StepsPerEpoch * _epochs;

        public IReadOnlyList<EpochRecord> Go(CancellationToken cancellation)
        {
            if (_options.Resume && _options.Checkpoints?.ReadNewest() is { } snapshot) Restore(snapshot);
            if (_options.LogFolder is not null) _log = new TrainingLog(_options.LogFolder, _step, _epoch);
            if (_progress.Finished) return _history;
            using var loader = new BatchLoader(_data.Train, new ExampleOrder(_data.Train.Count, _trainer._seed, _options.Shuffle), _batch, _epoch, _epochStep, _epochs, _options.Plan.Threads);
            while (_epoch < _epochs && !_progress.Finished)
            {
                _sinceEpoch.Restart();
                while (_epochStep < StepsPerEpoch)
                {
                    if (cancellation.IsCancellationRequested)
                    {
                        WriteCheckpoint();
                        throw new OperationCanceledException(cancellation);
                    }
                    RunStep(loader.Next());
                    if (_options.Checkpoints is not null && _sinceCheckpoint.Elapsed >= _options.CheckpointInterval && _epochStep < StepsPerEpoch) WriteCheckpoint();
                }
                EndEpoch();
            }
            return _history;
        }

        public void Dispose()
        {
            _watch?.End();
            _log?.Dispose();
        }

        private void RunStep(BatchLoader.Slot batch)
        {
            var network = _trainer._network;
            if (!_plans.TryGetValue(batch.Count, out var plan)) _plans[batch.Count] = plan = network.CompileTraining(batch.Count, _options.Plan);
            var targets = batch.AllTargets[..(batch.Count * (int)_data.Train.TargetShape.Length)];
            batch.AllInputs[..plan.Input().Length].CopyTo(plan.Input());
            plan.Forward(_trainer._seed, _step);
            var losses = _losses.AsSpan(0, batch.Count);
            _trainer._loss.Evaluate(plan.Output(), targets, network.OutputShape, plan.OutputGradient(), losses, plan.Pool);
            double sum = 0;
            foreach (var loss in losses) sum += loss;
            var factor = _options.Schedule.Factor(_step, TotalSteps);
            if (!double.IsFinite(sum)) throw new TrainingException(NotFinite("loss", sum / batch.Count, _step + 1, _epoch + 1));
            if (_metric is not null)
            {
                var (right, count) = _metric.Evaluate(plan.Output(), targets, network.OutputShape);
                (_metricSum, _metricCount) = (_metricSum + right, _metricCount + count);
            }
            for (var output = 1; output < network.Outputs.Count; output++) plan.OutputGradient(output).Clear();
            plan.Backward();
            var scale = _options.ClipNorm is { } limit ? _optimizer.ClipScale(plan.Gradients, limit) : 1;
            _optimizer.Apply(plan.Gradients, factor, scale, _step + 1, plan.Pool);
            (_lossSum, _step, _epochStep) = (_lossSum + sum, _step + 1, _epochStep + 1);
            var rate = _trainer._optimizer.LearningRate * factor;
            _log?.WriteStep(_step, _epoch + 1, sum / batch.Count, rate);
            var report = new StepReport(_step, TotalSteps, _epoch + 1, sum / batch.Count, rate);
            _watch?.Step(report);
            _options.OnStep?.Invoke(report);
        }

        private void EndEpoch()
        {
            var validation = _data.Validation is null ? null : _evaluator.Run(_data.Validation);
            if (validation is not null && !double.IsFinite(validation.Loss)) throw new TrainingException(NotFinite("validation loss", validation.Loss, _step, _epoch + 1));
            var rate = _trainer._optimizer.LearningRate * _options.Schedule.Factor(_step - 1, TotalSteps);
            double? accuracy = _metricCount > 0 ? _metricSum / _metricCount : null;
            var record = new EpochRecord(_epoch + 1, _step, _lossSum / _data.Train.Count, accuracy, validation?.Loss, validation?.Metric, rate, _secondsBefore + _sinceEpoch.Elapsed.TotalSeconds);
            _history.Add(record);
            (_epoch, _epochStep, _lossSum, _metricSum, _metricCount, _secondsBefore) = (_epoch + 1, 0, 0, 0, 0, 0);
            _log?.WriteEpoch(record);
            var score = Score(record.ValidationAccuracy) ?? -record.ValidationLoss ?? Score(record.Accuracy) ?? -record.Loss;
            if (_progress.BestScore is not { } best || score > best)
            {
                _progress = _progress with { BestScore = score, BestEpoch = record.Epoch };
                if (_options.KeepBest) _best = CopyParameters();
            }
            var stopsEarly = _options.Patience is { } patience && record.Epoch - _progress.BestEpoch >= patience;
            if (_epoch == _epochs || stopsEarly)
            {
                if (_best is not null) PutParameters(_best);
                _progress = _progress with { Finished = true };
            }
            WriteCheckpoint();
            _watch?.Epoch(record);
            _options.OnEpoch?.Invoke(record);
        }

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
                MetricSum = _metricSum,
                MetricCount = _metricCount,
                Seconds = _epochStep == 0 ? 0 : _secondsBefore + _sinceEpoch.Elapsed.TotalSeconds,
                History = [.. _history],
            };
            _options.Checkpoints.Write(new TrainingSnapshot(_progress, CopyParameters(), _optimizer.Save(), _best));
        }

        private void Restore(TrainingSnapshot snapshot)
        {
            if (snapshot.Progress.Settings != _settings) throw new InvalidDataException(OtherSettings(snapshot.Progress.Settings));
            PutParameters(snapshot.Parameters);
            _optimizer.Load(snapshot.Optimizer);
            _progress = snapshot.Progress;
            (_step, _epoch, _epochStep) = (_progress.Step, _progress.Epoch, _progress.EpochStep);
            (_lossSum, _metricSum, _metricCount, _secondsBefore) = (_progress.LossSum, _progress.MetricSum, _progress.MetricCount, _progress.Seconds);
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

        // One line a setting that the numbers depend on: a checkpoint of other settings is refused.
        private string Settings() => string.Join('\n',
            $"epochs = {_epochs}", $"batch = {_batch}", $"seed = {_trainer._seed}", $"loss = {_trainer._loss.Name}", $"optimizer = {_trainer._optimizer}",
            $"schedule = {_options.Schedule}", $"clip = {_options.ClipNorm}", $"shuffle = {_options.Shuffle}", $"algorithms = {_options.Plan.Algorithms}",
            $"metric = {_metric?.Name}", $"keep best = {_options.KeepBest}", $"patience = {_options.Patience}", $"examples = {_data.Train.Count}", $"parameters = {_trainer._network.Parameters.LearntLength}");
    }
}
