using Striate.Tensors;

namespace Striate.Training;

/// <summary>A number that people read beside the loss, and by which a run knows its best epoch.</summary>
/// <remarks>A metric of your own derives from this class: it adds each batch to a tally, a few numbers that a checkpoint can hold, and says what the tally of all batches means.</remarks>
public abstract class Metric
{
    /// <summary>The share of class indices that the largest output names.</summary>
    public static Metric Accuracy { get; } = new TopAccuracyMetric(1);

    /// <summary>The mean over classes of the share of answers that were right: TP / (TP + FP), 0 for a class without answers; classes that are neither there nor answered do not count.</summary>
    public static Metric Precision { get; } = new ClassMeanMetric("precision", score => score.Precision);

    /// <summary>The mean over classes of the share of examples that were found: TP / (TP + FN), 0 for a class without examples; classes that are neither there nor answered do not count.</summary>
    public static Metric Recall { get; } = new ClassMeanMetric("recall", score => score.Recall);

    /// <summary>The mean over classes of 2 · precision · recall / (precision + recall) (macro F1); classes that are neither there nor answered do not count.</summary>
    public static Metric F1 { get; } = new ClassMeanMetric("f1", score => score.F1);

    /// <summary>The name in reports.</summary>
    public abstract string Name { get; }

    /// <summary>Whether larger is better, as for accuracy; false for an error. Early stopping and keeping the best epoch go by it.</summary>
    public virtual bool LargerIsBetter => true;

    /// <summary>The share of class indices that are among the k largest outputs; of equal outputs the first counts as larger.</summary>
    /// <param name="k">1 or more.</param>
    /// <exception cref="ArgumentException">k is less than 1.</exception>
    public static Metric TopAccuracy(int k) => k < 1 ? throw new ArgumentException($"The largest outputs that count are 1 or more, not {k}.") : k == 1 ? Accuracy : new TopAccuracyMetric(k);

    /// <summary>How many numbers the tally has; 2 unless a metric says otherwise.</summary>
    /// <param name="output">The shape of one output.</param>
    public virtual int TallyLength(Shape output) => 2;

    /// <summary>Adds a batch to the tally, which begins with zeros.</summary>
    /// <param name="outputs"><c>batch × output shape</c>.</param>
    /// <param name="targets"><c>batch × target shape</c>: class indices, or numbers as the loss takes them.</param>
    /// <param name="output">The shape of one output.</param>
    /// <param name="tally">The numbers so far.</param>
    public abstract void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<double> tally);

    /// <summary>The metric over all batches of a tally: its first number over its second, unless a metric says otherwise.</summary>
    public virtual double Value(ReadOnlySpan<double> tally) => tally[0] / tally[1];
}
