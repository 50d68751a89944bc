using System.Globalization;
using Striate.Kernels.Threading;
using Striate.Tensors;

namespace Striate.Training;

/// <summary>How wrong outputs are, as one number an example, and its gradient.</summary>
/// <remarks>A loss of your own derives from this class and writes both. The mean over the batch is what training lowers.</remarks>
/// <example><code>
/// var trainer = new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(0.05f), seed: 1);
/// </code></example>
public abstract class Loss
{
    /// <summary>−log softmax(output)[target], for class indices: a class an example, or one a pixel.</summary>
    public static Loss SoftmaxCrossEntropy { get; } = new SoftmaxCrossEntropyLoss(0);

    /// <summary>−Σ q · log softmax(output) with q = (1 − s) · one-hot(target) + s / classes: cross-entropy that does not ask for certainty
    /// (Szegedy et al. 2016, section 7), as PyTorch's <c>label_smoothing</c>.</summary>
    /// <param name="smoothing">s, from 0 to 1.</param>
    /// <exception cref="ArgumentException">s lies outside.</exception>
    public static Loss SmoothedCrossEntropy(float smoothing)
    {
        if (smoothing is not (>= 0 and <= 1)) throw new ArgumentException($"Label smoothing lies between 0 and 1; it is {smoothing.ToString(CultureInfo.InvariantCulture)}.");
        return new SoftmaxCrossEntropyLoss(smoothing);
    }

    /// <summary>The mean of (output − target)² over the numbers of an example.</summary>
    public static Loss MeanSquaredError { get; } = new MeanSquaredErrorLoss();

    /// <summary>The name in reports and on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Refuses targets that do not go with outputs.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public abstract void Check(Shape output, Shape target);

    /// <summary>Computes losses and the gradient of their mean.</summary>
    /// <param name="outputs"><c>batch × output shape</c>.</param>
    /// <param name="targets"><c>batch × target shape</c>.</param>
    /// <param name="output">The shape of one output.</param>
    /// <param name="gradient">As long as the outputs; empty if nobody asks for it.</param>
    /// <param name="losses">One number an example.</param>
    /// <param name="pool">The threads.</param>
    public abstract void Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<float> gradient, Span<float> losses, WorkerPool pool);
}
