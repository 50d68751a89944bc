using System.Globalization;
using Striate.Kernels.Threading;

namespace Striate.Training;

/// <summary><see cref="Loss.SoftmaxCrossEntropy"/> and <see cref="Loss.SmoothedCrossEntropy"/>.</summary>
internal sealed class SoftmaxCrossEntropyLoss(float smoothing) : ClassIndexLoss
{
    public override string Name => smoothing == 0 ? "cross-entropy" : string.Create(CultureInfo.InvariantCulture, $"cross-entropy, smoothing {smoothing}");

    protected override string Title => "Cross-entropy";

    protected override bool TakesProbabilities => true;

    protected override void Run(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, int rows, int classes, Span<float> gradient, Span<float> losses, WorkerPool pool) =>
        Kernels.Losses.SoftmaxCrossEntropy.Run(logits, targets, rows, classes, gradient, losses, pool, smoothing);
}
