using Striate.Kernels.Threading;
using Striate.Tensors;

namespace Striate.Training;

/// <summary><see cref="Loss.MeanSquaredError"/>.</summary>
internal sealed class MeanSquaredErrorLoss : Loss
{
    public override string Name => "mean-squared-error";

    public override void Check(Shape output, Shape target)
    {
        if (output.Length != target.Length) throw new ArgumentException($"Mean squared error compares number with number: outputs of {output} need targets of {output}, not {target}.");
    }

    public override void Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<float> gradient, Span<float> losses, WorkerPool pool) =>
        Kernels.Losses.MeanSquaredError.Run(outputs, targets, losses.Length, outputs.Length / losses.Length, gradient, losses, pool);
}
