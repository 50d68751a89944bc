using System.Numerics.Tensors;
using Striate.Tensors;

namespace Striate.Training;

/// <summary><see cref="Metric.Accuracy"/>.</summary>
internal sealed class AccuracyMetric : Metric
{
    public override string Name => "accuracy";

    public override (double Sum, long Count) Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output)
    {
        var (classes, right) = (output.Channels, 0L);
        var rows = outputs.Length / classes;
        var isSoft = ClassTargets.AreProbabilities(targets, rows, classes);
        for (var row = 0; row < rows; row++)
        {
            var wanted = isSoft ? TensorPrimitives.IndexOfMax(targets.Slice(row * classes, classes)) : (int)targets[row];
            if (TensorPrimitives.IndexOfMax(outputs.Slice(row * classes, classes)) == wanted) right++;
        }
        return (right, rows);
    }
}
