using Striate.Tensors;

namespace Striate.Training;

/// <summary>A number that people read beside the loss, and by which a run knows its best epoch.</summary>
/// <remarks>A metric of your own derives from this class.</remarks>
public abstract class Metric
{
    /// <summary>The share of class indices that the largest output names; where targets are probabilities, of the likeliest classes.</summary>
    public static Metric Accuracy { get; } = new AccuracyMetric();

    /// <summary>The name in reports.</summary>
    public abstract string Name { get; }

    /// <summary>Whether larger is better, as for accuracy; false for an error. Early stopping and keeping the best epoch go by it.</summary>
    public virtual bool LargerIsBetter => true;

    /// <summary>The sum over a batch, and how many numbers it sums.</summary>
    /// <param name="outputs"><c>batch × output shape</c>.</param>
    /// <param name="targets"><c>batch × target shape</c>.</param>
    /// <param name="output">The shape of one output.</param>
    public abstract (double Sum, long Count) Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output);
}
