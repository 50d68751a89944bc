namespace Striate.Plans;

/// <summary>What a <see cref="Predictor"/> says about one input.</summary>
public sealed class Prediction
{
    internal Prediction(IReadOnlyList<float> scores, IReadOnlyList<ClassProbability> classes) => (Scores, Classes) = (scores, classes);

    /// <summary>The network's outputs (logits), by class index.</summary>
    public IReadOnlyList<float> Scores { get; }

    /// <summary>All classes, the most likely first; equally likely ones by index.</summary>
    public IReadOnlyList<ClassProbability> Classes { get; }

    /// <summary>The most likely class.</summary>
    public ClassProbability Best => Classes[0];

    /// <summary>The most likely classes, best first: <paramref name="count"/> of them, or all if there are fewer.</summary>
    /// <exception cref="ArgumentException"><paramref name="count"/> is less than 1.</exception>
    public IReadOnlyList<ClassProbability> Top(int count)
    {
        if (count < 1) throw new ArgumentException($"The best 1 or more classes can be asked for, not {count}.");
        return [.. Classes.Take(count)];
    }

    /// <summary>The most likely class and its probability, as in <c>cat 0.9731</c>.</summary>
    public override string ToString() => Best.ToString();
}
