using System.Diagnostics;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Training;

public sealed partial class Trainer
{
    /// <summary>One run: what the loop carries from step to step, and what a checkpoint holds.</summary>
    private sealed partial class RunState : IDisposable
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
        private readonly double[] _tally;
        private readonly GradientSum? _sum;
        private readonly WeightAverage? _average;
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
            _tally = new double[metric?.TallyLength(trainer._network.OutputShape) ?? 0];
            if (options.Accumulate > 1) _sum = new GradientSum(trainer._network.Parameters.LearntLength);
            if (options.AverageDecay is { } decay) _average = new WeightAverage(trainer._network.Parameters, decay);
            _settings = Settings();
            _progress = new TrainingProgress { Step = 0, Epoch = 0, EpochStep = 0, Seed = trainer._seed, Settings = _settings };
        }

        private int BatchesPerEpoch => (_data.Train.Count + _batch - 1) / _batch;

        private int StepsPerEpoch => (BatchesPerEpoch + _options.Accumulate - 1) / _options.Accumulate;

        private long TotalSteps => (long)StepsPerEpoch * _epochs;

        public IReadOnlyList<EpochRecord> Go(CancellationToken cancellation)
        {
            if (_options.Resume && _options.Checkpoints?.ReadNewest() is { } snapshot) Restore(snapshot);
            if (_options.LogFolder is not null) _log = new TrainingLog(_options.LogFolder, _step, _epoch);
            if (_progress.Finished) return _history;
            var order = _options.BalanceClasses ? new ExampleOrder(ExampleLabels.Of(_data.Train), _trainer._seed) : new ExampleOrder(_data.Train.Count, _trainer._seed, _options.Shuffle);
            using var loader = new BatchLoader(_data.Train, order, _batch, _epoch, _epochStep * _options.Accumulate, _epochs, _options.Plan.Threads);
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
                    RunStep(loader);
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

        private void RunStep(BatchLoader loader)
        {
            var first = _epochStep * _options.Accumulate;
            var batches = Math.Min(_options.Accumulate, BatchesPerEpoch - first);
            var examples = Math.Min(batches * _batch, _data.Train.Count - first * _batch);
            var (sum, factor) = (0.0, _options.Schedule.Factor(_step, TotalSteps));
            TrainingPlan plan = null!;
            for (var i = 0; i < batches; i++)
            {
                var batch = loader.Next();
                plan = PlanOf(batch.Count);
                sum += RunBatch(plan, batch, (long)_epoch * BatchesPerEpoch + first + i);
                _sum?.Add(plan.Gradients, batch.Count / (float)examples, i == 0);
            }
            var gradients = _sum is null ? plan.Gradients : _sum.Values;
            var scale = _options.ClipNorm is { } limit ? _optimizer.ClipScale(gradients, limit) : 1;
            _optimizer.Apply(gradients, factor, scale, _step + 1, plan.Pool);
            (_lossSum, _step, _epochStep) = (_lossSum + sum, _step + 1, _epochStep + 1);
            _average?.Move(_step);
            var rate = _trainer._optimizer.LearningRate * factor;
            _log?.WriteStep(_step, _epoch + 1, sum / examples, rate);
            var report = new StepReport(_step, TotalSteps, _epoch + 1, sum / examples, rate);
            _watch?.Step(report);
            _options.OnStep?.Invoke(report);
        }

        private TrainingPlan PlanOf(int count)
        {
            if (!_plans.TryGetValue(count, out var plan)) _plans[count] = plan = _trainer._network.CompileTraining(count, _options.Plan);
            return plan;
        }

        // Both passes; the sum of the losses.
        private double RunBatch(TrainingPlan plan, BatchLoader.Slot batch, long number)
        {
            var network = _trainer._network;
            var targets = batch.AllTargets[..(batch.Count * (int)_data.Train.TargetShape.Length)];
            batch.AllInputs[..plan.Input().Length].CopyTo(plan.Input());
            plan.Forward(_trainer._seed, number);
            var losses = _losses.AsSpan(0, batch.Count);
            _trainer._loss.Evaluate(plan.Output(), targets, network.OutputShape, plan.OutputGradient(), losses, plan.Pool);
            double sum = 0;
            foreach (var loss in losses) sum += loss;
            if (!double.IsFinite(sum)) throw new TrainingException(NotFinite("loss", sum / batch.Count, _step + 1, _epoch + 1));
            _metric?.Add(plan.Output(), targets, network.OutputShape, _tally);
            for (var output = 1; output < network.Outputs.Count; output++) plan.OutputGradient(output).Clear();
            plan.Backward();
            return sum;
        }

        private void EndEpoch()
        {
            // The averaged network is the one that is judged, and kept.
            _average?.Swap();
            var validation = _data.Validation is null ? null : _evaluator.Run(_data.Validation);
            if (validation is not null && !double.IsFinite(validation.Loss)) throw new TrainingException(NotFinite("validation loss", validation.Loss, _step, _epoch + 1));
            var rate = _trainer._optimizer.LearningRate * _options.Schedule.Factor(_step - 1, TotalSteps);
            var record = new EpochRecord(_epoch + 1, _step, _lossSum / _data.Train.Count, _metric?.Value(_tally), validation?.Loss, validation?.Metric, rate, _secondsBefore + _sinceEpoch.Elapsed.TotalSeconds);
            _history.Add(record);
            (_epoch, _epochStep, _lossSum, _secondsBefore) = (_epoch + 1, 0, 0, 0);
            _tally.AsSpan().Clear();
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
            else _average?.Swap();
            WriteCheckpoint();
            _watch?.Epoch(record);
            _options.OnEpoch?.Invoke(record);
        }
    }
}
