using System.Globalization;
using Striate.Kernels.Threading;
using Striate.Tensors;

namespace Striate.Training;

/// <summary><see cref="Loss.WeightedCrossEntropy"/>.</summary>
internal sealed class WeightedCrossEntropyLoss(float[] weights, float smoothing) : ClassIndexLoss
{
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"cross-entropy, {weights.Length} class weights") + (smoothing == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", smoothing {smoothing}"));

    protected override string Title => "Cross-entropy";

    public override void Check(Shape output, Shape target)
    {
        base.Check(output, target);
        if (output.Channels != weights.Length) throw new ArgumentException($"Cross-entropy has {weights.Length} class weights for outputs of {output.Channels} classes; it needs one a class.");
    }

    protected override void Run(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, int rows, int classes, Span<float> gradient, Span<float> losses, WorkerPool pool)
    {
        double sum = 0;
        foreach (var target in targets[..rows]) sum += weights[(int)target];
        // The mean of the losses is then Σ / Σ w, as PyTorch has it; a batch of classes that weigh nothing has a loss of 0.
        Kernels.Losses.ClassLoss.CrossEntropy(logits, targets, rows, classes, weights, smoothing, sum > 0 ? rows / sum : 0, gradient, losses, pool);
    }
}
