using System.Globalization;
using Striate.Kernels.Threading;
using Striate.Tensors;

namespace Striate.Training;

/// <summary><see cref="Loss.SoftmaxCrossEntropy"/> and <see cref="Loss.SmoothedCrossEntropy"/>.</summary>
internal sealed class SoftmaxCrossEntropyLoss(float smoothing) : Loss
{
    // One loss object serves all trainers: each thread has its own block.
    [ThreadStatic]
    private static float[]? _pixelLosses;

    public override string Name => smoothing == 0 ? "cross-entropy" : string.Create(CultureInfo.InvariantCulture, $"cross-entropy, smoothing {smoothing}");

    public override void Check(Shape output, Shape target)
    {
        if (output.Rank < 1 || output[..^1] != target)
            throw new ArgumentException($"Cross-entropy takes a class index for each vector of logits: outputs of {output} need targets of {(output.Rank < 1 ? "another network" : output[..^1])}, not {target}.");
    }

    public override void Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<float> gradient, Span<float> losses, WorkerPool pool)
    {
        var (classes, rows) = (output.Channels, outputs.Length / output.Channels);
        foreach (var target in targets[..rows])
        {
            if (target >= 0 && target < classes && target == MathF.Floor(target)) continue;
            throw new ArgumentException($"A target of {target} is no class index from 0 to {classes - 1}.");
        }
        if (rows == losses.Length)
        {
            Kernels.Losses.SoftmaxCrossEntropy.Run(outputs, targets, rows, classes, gradient, losses, pool, smoothing);
            return;
        }
        if (_pixelLosses is null || _pixelLosses.Length < rows) _pixelLosses = new float[rows];
        Kernels.Losses.SoftmaxCrossEntropy.Run(outputs, targets, rows, classes, gradient, _pixelLosses, pool, smoothing);
        var pixels = rows / losses.Length;
        for (var example = 0; example < losses.Length; example++)
        {
            double sum = 0;
            for (var pixel = example * pixels; pixel < (example + 1) * pixels; pixel++) sum += _pixelLosses[pixel];
            losses[example] = (float)(sum / pixels);
        }
    }
}
