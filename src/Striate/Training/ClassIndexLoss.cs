using Striate.Kernels.Threading;
using Striate.Tensors;

namespace Striate.Training;

/// <summary>A loss of vectors of logits whose targets are class indices, or probabilities of all classes: one an example, or one a pixel, which are averaged over the example.</summary>
internal abstract class ClassIndexLoss : Loss
{
    // One loss object serves all trainers: each thread has its own block.
    [ThreadStatic]
    private static float[]? _pixelLosses;

    /// <summary>The loss's name at the beginning of a sentence.</summary>
    protected abstract string Title { get; }

    /// <summary>Whether targets may be probabilities of all classes.</summary>
    protected virtual bool TakesProbabilities => false;

    public override void Check(Shape output, Shape target)
    {
        if (!TakesProbabilities || output.Rank < 1 || target != output) ClassTargets.Check(Title, output, target);
    }

    public override void Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<float> gradient, Span<float> losses, WorkerPool pool)
    {
        var (classes, rows) = (output.Channels, outputs.Length / output.Channels);
        if (TakesProbabilities && ClassTargets.AreProbabilities(targets, rows, classes)) ClassTargets.RequireProbabilities(targets, classes);
        else ClassTargets.Require(targets[..rows], classes);
        if (rows == losses.Length)
        {
            Run(outputs, targets, rows, classes, gradient, losses, pool);
            return;
        }
        if (_pixelLosses is null || _pixelLosses.Length < rows) _pixelLosses = new float[rows];
        Run(outputs, targets, rows, classes, gradient, _pixelLosses, pool);
        var pixels = rows / losses.Length;
        for (var example = 0; example < losses.Length; example++)
        {
            double sum = 0;
            for (var pixel = example * pixels; pixel < (example + 1) * pixels; pixel++) sum += _pixelLosses[pixel];
            losses[example] = (float)(sum / pixels);
        }
    }

    /// <summary>A loss a row, and the gradient of their mean.</summary>
    protected abstract void Run(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, int rows, int classes, Span<float> gradient, Span<float> losses, WorkerPool pool);
}
