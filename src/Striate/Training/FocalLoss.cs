using System.Globalization;
using Striate.Kernels.Threading;

namespace Striate.Training;

/// <summary><see cref="Loss.Focal"/>.</summary>
internal sealed class FocalLoss(float gamma) : ClassIndexLoss
{
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"focal, gamma {gamma}");

    protected override string Title => "Focal loss";

    protected override void Run(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, int rows, int classes, Span<float> gradient, Span<float> losses, WorkerPool pool) =>
        Kernels.Losses.ClassLoss.Focal(logits, targets, rows, classes, gamma, gradient, losses, pool);
}
