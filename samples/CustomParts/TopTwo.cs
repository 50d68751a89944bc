using Striate.Tensors;
using Striate.Training;

namespace CustomParts;

/// <summary>A metric of one's own: the share of examples whose class is among the two best scores.</summary>
internal sealed class TopTwo : Metric
{
    public override string Name => "top-2";

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<double> tally)
    {
        var classes = output.Channels;
        var rows = outputs.Length / classes;
        for (var row = 0; row < rows; row++)
        {
            var scores = outputs.Slice(row * classes, classes);
            var better = 0;
            foreach (var score in scores)
                if (score > scores[(int)targets[row]]) better++;
            if (better < 2) tally[0]++;
        }
        tally[1] += rows;
    }
}
