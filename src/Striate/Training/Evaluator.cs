using System.Numerics.Tensors;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Training;

/// <summary>Runs a network over a data set in batches and counts.</summary>
public sealed class Evaluator
{
    private readonly Network _network;
    private readonly Loss _loss;
    private readonly Metric? _metric;
    private readonly PlanOptions _options;
    private readonly Dictionary<int, InferencePlan> _plans = [];
    private readonly int _batch;

    /// <summary>An evaluator for batches of a size.</summary>
    public Evaluator(Network network, Loss loss, Metric? metric, int batch = 128, PlanOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        (_network, _loss, _metric, _batch, _options) = (network, loss, metric, batch, options ?? PlanOptions.Default);
    }

    /// <summary>Evaluates all examples of a data set, without augmentation.</summary>
    /// <exception cref="ArgumentException">Inputs or targets do not fit the network or the loss.</exception>
    public Evaluation Run(IDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Compatibility.Require(_network, _loss, data);
        var isClasses = data.TargetShape == Shape.Scalar && _network.OutputShape.Rank == 1 && data.ClassNames.Count > 0;
        var classes = _network.OutputShape.Channels;
        var confusion = isClasses ? Enumerable.Range(0, classes).Select(_ => new int[classes]).ToArray() : [];
        var losses = new float[data.Count];
        var (labels, answers) = isClasses ? (new int[data.Count], new int[data.Count]) : (Array.Empty<int>(), Array.Empty<int>());
        var (inputLength, targetLength) = ((int)data.InputShape.Length, (int)data.TargetShape.Length);
        var targets = new float[_batch * targetLength];
        var (metricSum, metricCount) = (0.0, 0L);
        for (var start = 0; start < data.Count; start += _batch)
        {
            var count = Math.Min(_batch, data.Count - start);
            if (!_plans.TryGetValue(count, out var plan)) _plans[count] = plan = _network.CompileInference(count, _options);
            for (var i = 0; i < count; i++) data.Read(start + i, 0, plan.Input().Slice(i * inputLength, inputLength), targets.AsSpan(i * targetLength, targetLength));
            plan.Run();
            var used = targets.AsSpan(0, count * targetLength);
            _loss.Evaluate(plan.Output(), used, _network.OutputShape, default, losses.AsSpan(start, count), plan.Pool);
            if (_metric is not null)
            {
                var (sum, number) = _metric.Evaluate(plan.Output(), used, _network.OutputShape);
                (metricSum, metricCount) = (metricSum + sum, metricCount + number);
            }
            for (var i = 0; i < count && isClasses; i++)
            {
                answers[start + i] = TensorPrimitives.IndexOfMax(plan.Output().Slice(i * classes, classes));
                labels[start + i] = (int)used[i];
                confusion[labels[start + i]][answers[start + i]]++;
            }
        }
        return new Evaluation(data.Count, losses.Sum(loss => (double)loss) / data.Count, metricCount > 0 ? metricSum / metricCount : null, confusion, losses, answers) { Labels = labels };
    }
}
