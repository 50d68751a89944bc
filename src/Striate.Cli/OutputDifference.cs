using Striate.Tensors;

namespace Striate.Cli;

/// <summary>How far one output of two models lies apart, gathered over batches.</summary>
/// <param name="name">The output's name in the first model.</param>
internal sealed class OutputDifference(string name)
{
    private double _scale;

    public string Name => name;

    /// <summary>The largest difference; infinite where one has a number and the other none.</summary>
    public double Largest { get; private set; }

    /// <summary>The largest difference by the first model's largest number.</summary>
    public double Relative => Largest == 0 ? 0 : Largest / _scale;

    /// <summary>Vectors whose largest number stands at the same place, of all.</summary>
    public (int Same, int All) Answers { get; private set; }

    /// <exception cref="InvalidDataException">The shapes or types differ.</exception>
    public void Add(Tensor first, Tensor second)
    {
        if (first.Shape != second.Shape || first.Type != second.Type) throw new InvalidDataException($"Output '{name}' is {first} in the first model and {second} in the second.");
        var (a, b) = (first.ToDoubles(), second.ToDoubles());
        for (var i = 0; i < a.Length; i++)
        {
            if (double.IsFinite(a[i])) _scale = Math.Max(_scale, Math.Abs(a[i]));
            if (a[i].Equals(b[i])) continue;
            var difference = Math.Abs(a[i] - b[i]);
            Largest = Math.Max(Largest, double.IsNaN(difference) ? double.PositiveInfinity : difference);
        }
        if (first.Shape is not [var rows, var columns and > 1]) return;
        var same = 0;
        for (var row = 0; row < rows; row++) same += Answer(a.AsSpan(row * columns, columns)) == Answer(b.AsSpan(row * columns, columns)) ? 1 : 0;
        Answers = (Answers.Same + same, Answers.All + rows);
    }

    private static int Answer(ReadOnlySpan<double> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best]) best = i;
        return best;
    }
}
