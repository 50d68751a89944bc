using System.Numerics.Tensors;
using Striate.Kernels.Threading;
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

    /// <summary>Whether the outputs of a picture are the mean of its own and its mirror image's, left and right exchanged: two inferences an example, and mistakes that depend on the side average out.
    /// For inputs of height × width × channels and one vector of outputs.</summary>
    public bool AveragesMirrorImages { get; init; }

    /// <summary>Evaluates all examples of a data set, without augmentation.</summary>
    /// <exception cref="ArgumentException">Inputs or targets do not fit the network or the loss.</exception>
    public Evaluation Run(IDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Compatibility.Require(_network, _loss, data);
        if (AveragesMirrorImages && (_network.InputShape.Rank != 3 || _network.OutputShape.Rank != 1))
            throw new ArgumentException($"Mirror images are averaged for height × width × channels and one vector of outputs; the network takes {_network.InputShape} and gives {_network.OutputShape}.");
        var isClasses = data.TargetShape == Shape.Scalar && _network.OutputShape.Rank == 1 && data.ClassNames.Count > 0;
        var classes = _network.OutputShape.Channels;
        var confusion = isClasses ? Enumerable.Range(0, classes).Select(_ => new int[classes]).ToArray() : [];
        var losses = new float[data.Count];
        var (labels, answers) = isClasses ? (new int[data.Count], new int[data.Count]) : (Array.Empty<int>(), Array.Empty<int>());
        var (inputLength, targetLength) = ((int)data.InputShape.Length, (int)data.TargetShape.Length);
        var targets = new float[_batch * targetLength];
        var outputs = new float[_batch * (int)_network.OutputShape.Length];
        var mirrored = AveragesMirrorImages ? new float[_batch * inputLength] : null;
        var tally = new double[_metric?.TallyLength(_network.OutputShape) ?? 0];
        var ranks = isClasses ? new int[data.Count] : [];
        for (var start = 0; start < data.Count; start += _batch)
        {
            var count = Math.Min(_batch, data.Count - start);
            if (!_plans.TryGetValue(count, out var plan)) _plans[count] = plan = _network.CompileInference(count, _options);
            // Pictures that are decoded take longer than the network: all threads read.
            var reading = new ReadGrid(data, plan, targets, start);
            plan.Pool.Run(count, ref reading);
            var found = outputs.AsSpan(0, plan.Output().Length);
            Infer(plan, found, mirrored);
            var used = targets.AsSpan(0, count * targetLength);
            _loss.Evaluate(found, used, _network.OutputShape, default, losses.AsSpan(start, count), plan.Pool);
            _metric?.Add(found, used, _network.OutputShape, tally);
            for (var i = 0; i < count && isClasses; i++)
            {
                answers[start + i] = TensorPrimitives.IndexOfMax<float>(found.Slice(i * classes, classes));
                labels[start + i] = (int)used[i];
                ranks[start + i] = TopAccuracyMetric.Rank(found.Slice(i * classes, classes), labels[start + i]);
                confusion[labels[start + i]][answers[start + i]]++;
            }
        }
        return new Evaluation(data.Count, losses.Sum(loss => (double)loss) / data.Count, _metric?.Value(tally), confusion, losses, answers) { Labels = labels, Ranks = ranks };
    }

    private static void Infer(InferencePlan plan, Span<float> outputs, float[]? mirrored)
    {
        // Mirrored first: while a plan runs, other values may take its input's place.
        if (mirrored is not null) Mirror(plan.Input(), mirrored, plan.InputShape());
        plan.Run();
        plan.Output().CopyTo(outputs);
        if (mirrored is null) return;
        mirrored.AsSpan(0, plan.Input().Length).CopyTo(plan.Input());
        plan.Run();
        TensorPrimitives.Add(outputs, plan.Output(), outputs);
        TensorPrimitives.Multiply(outputs, 0.5f, outputs);
    }

    private static void Mirror(ReadOnlySpan<float> from, Span<float> to, Shape shape)
    {
        var (width, channels) = (shape[1], shape[2]);
        for (var pixel = 0; pixel < from.Length / channels; pixel++)
        {
            var other = pixel - pixel % width + width - 1 - pixel % width;
            from.Slice(pixel * channels, channels).CopyTo(to[(other * channels)..]);
        }
    }

    private readonly struct ReadGrid(IDataset data, InferencePlan plan, float[] targets, int start) : IGrid
    {
        public void Run(int task, int worker)
        {
            var (input, target) = ((int)data.InputShape.Length, (int)data.TargetShape.Length);
            data.Read(start + task, 0, plan.Input().Slice(task * input, input), targets.AsSpan(task * target, target));
        }
    }
}
