using System.Globalization;
using Striate.Kernels.Losses;
using Striate.Kernels.Threading;
using Striate.Tensors;

namespace Striate.Training;

/// <summary>A loss that compares number with number.</summary>
internal abstract class NumberLoss : Loss
{
    /// <summary>The loss's name at the beginning of a sentence.</summary>
    protected abstract string Title { get; }

    public override void Check(Shape output, Shape target)
    {
        if (output.Length != target.Length) throw new ArgumentException($"{Title} compares number with number: outputs of {output} need targets of {output}, not {target}.");
    }
}

/// <summary><see cref="Loss.MeanAbsoluteError"/>.</summary>
internal sealed class MeanAbsoluteErrorLoss : NumberLoss
{
    public override string Name => "mean-absolute-error";

    protected override string Title => "Mean absolute error";

    public override void Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<float> gradient, Span<float> losses, WorkerPool pool) =>
        PairLoss.Absolute(outputs, targets, losses.Length, outputs.Length / losses.Length, gradient, losses, pool);
}

/// <summary><see cref="Loss.Huber"/>.</summary>
internal sealed class HuberLoss(float delta) : NumberLoss
{
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"huber, delta {delta}");

    protected override string Title => "Huber loss";

    public override void Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<float> gradient, Span<float> losses, WorkerPool pool) =>
        PairLoss.Huber(delta, outputs, targets, losses.Length, outputs.Length / losses.Length, gradient, losses, pool);
}

/// <summary><see cref="Loss.BinaryCrossEntropy"/>.</summary>
internal sealed class BinaryCrossEntropyLoss : NumberLoss
{
    public override string Name => "binary-cross-entropy";

    protected override string Title => "Binary cross-entropy";

    public override void Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<float> gradient, Span<float> losses, WorkerPool pool)
    {
        foreach (var target in targets[..outputs.Length])
        {
            if (target is >= 0 and <= 1) continue;
            throw new ArgumentException($"Binary cross-entropy takes targets from 0 to 1; one is {target.ToString(CultureInfo.InvariantCulture)}.");
        }
        PairLoss.BinaryCrossEntropy(outputs, targets, losses.Length, outputs.Length / losses.Length, gradient, losses, pool);
    }
}
