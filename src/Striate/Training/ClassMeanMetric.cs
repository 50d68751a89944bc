using System.Numerics.Tensors;
using Striate.Tensors;

namespace Striate.Training;

/// <summary>The mean over classes of what is said of each; the tally holds examples, answers and right answers of every class.</summary>
internal sealed class ClassMeanMetric(string name, Func<ClassScore, double> score) : Metric
{
    public override string Name => name;

    public override int TallyLength(Shape output) => 3 * output.Channels;

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<double> tally)
    {
        var classes = output.Channels;
        var rows = outputs.Length / classes;
        var isSoft = ClassTargets.AreProbabilities(targets, rows, classes);
        for (var row = 0; row < rows; row++)
        {
            var (wanted, answer) = (ClassTargets.Class(targets, row, classes, isSoft), TensorPrimitives.IndexOfMax(outputs.Slice(row * classes, classes)));
            tally[3 * wanted]++;
            tally[3 * answer + 1]++;
            if (answer == wanted) tally[3 * answer + 2]++;
        }
    }

    public override double Value(ReadOnlySpan<double> tally)
    {
        var (sum, count) = (0.0, 0);
        for (var c = 0; c < tally.Length / 3; c++)
        {
            var one = new ClassScore((int)tally[3 * c], (int)tally[3 * c + 1], (int)tally[3 * c + 2]);
            if (!one.Occurs) continue;
            (sum, count) = (sum + score(one), count + 1);
        }
        return count == 0 ? 0 : sum / count;
    }
}
