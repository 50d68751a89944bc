using Striate.Kernels.Threading;
using Striate.Tensors;

namespace Striate.Training;

/// <summary><see cref="Loss.Dice"/>.</summary>
internal sealed class DiceLoss : Loss
{
    [ThreadStatic]
    private static float[]? _shares;

    public override string Name => "dice";

    public override void Check(Shape output, Shape target)
    {
        ClassTargets.Check("Dice loss", output, target);
        if (output.Rank < 2) throw new ArgumentException($"Dice loss compares regions: outputs of {output} have no pixels. What would fit: a network whose output is a map, or cross-entropy.");
    }

    public override void Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<float> gradient, Span<float> losses, WorkerPool pool)
    {
        var rows = outputs.Length / output.Channels;
        ClassTargets.Require(targets[..rows], output.Channels);
        if (_shares is null || _shares.Length < outputs.Length) _shares = new float[outputs.Length];
        Kernels.Losses.Dice.Run(outputs, targets, losses.Length, rows / losses.Length, output.Channels, gradient, losses, _shares, pool);
    }
}
