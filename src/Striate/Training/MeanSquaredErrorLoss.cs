using Striate.Kernels.Threading;
using Striate.Tensors;

namespace Striate.Training;

/// <summary><see cref="Loss.MeanSquaredError"/>.</summary>
internal sealed class MeanSquaredErrorLoss : NumberLoss
{
    public override string Name => "mean-squared-error";

    protected override string Title => "Mean squared error";

    public override void Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<float> gradient, Span<float> losses, WorkerPool pool) =>
        Kernels.Losses.MeanSquaredError.Run(outputs, targets, losses.Length, outputs.Length / losses.Length, gradient, losses, pool);
}
