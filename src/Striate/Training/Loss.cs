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
    /// <summary>−log softmax(output)[target], for class indices: a class an example, or one a pixel; or −Σ target · log softmax(output), for probabilities of all classes (PyTorch's <c>cross_entropy</c>).</summary>
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

    /// <summary>Cross-entropy in which a class counts as much as its weight: Σ w[target] · loss / Σ w[target] over the batch, as PyTorch's <c>weight</c>; smoothing spreads over the classes by weight too.</summary>
    /// <remarks>The sum in the denominator is the batch's: losses of examples are relative to it.</remarks>
    /// <param name="weights">A weight for each class, 0 or more.</param>
    /// <param name="smoothing">The share of the answer that is spread over all classes, from 0 to 1.</param>
    /// <exception cref="ArgumentException">A weight is negative, none is positive, or the smoothing lies outside.</exception>
    public static Loss WeightedCrossEntropy(IReadOnlyList<float> weights, float smoothing = 0)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (!weights.All(weight => weight >= 0 && float.IsFinite(weight)) || !weights.Any(weight => weight > 0))
            throw new ArgumentException($"Class weights are 0 or more, and one is positive; they are {string.Join(", ", weights.Select(weight => weight.ToString(CultureInfo.InvariantCulture)))}.");
        if (smoothing is not (>= 0 and <= 1)) throw new ArgumentException($"Label smoothing lies between 0 and 1; it is {smoothing.ToString(CultureInfo.InvariantCulture)}.");
        return new WeightedCrossEntropyLoss([.. weights], smoothing);
    }

    /// <summary>−(1 − p)^γ · log p with p = softmax(output)[target]: cross-entropy that asks little where the answer is sure already (Lin et al. 2017, equation 4).</summary>
    /// <param name="gamma">γ, 0 or more; 2 in the paper, and 0 is cross-entropy.</param>
    /// <exception cref="ArgumentException">γ is negative.</exception>
    public static Loss Focal(float gamma = 2)
    {
        if (!(gamma >= 0 && float.IsFinite(gamma))) throw new ArgumentException($"The gamma of focal loss is 0 or more; it is {gamma.ToString(CultureInfo.InvariantCulture)}.");
        return new FocalLoss(gamma);
    }

    /// <summary>1 − the mean over classes of (2 Σ p q + s) / (Σ p + Σ q + s) over the pixels of an example, p = softmax(output), q the targets' one-hot and s = 1e-5
    /// (Milletari, Navab, Ahmadi 2016, for many classes): small regions count as much as large ones.</summary>
    public static Loss Dice { get; } = new DiceLoss();

    /// <summary>−t · log σ(output) − (1 − t) · log(1 − σ(output)), the mean over the numbers of an example; outputs are logits, targets lie from 0 to 1 (PyTorch's BCEWithLogitsLoss).</summary>
    public static Loss BinaryCrossEntropy { get; } = new BinaryCrossEntropyLoss();

    /// <summary>The mean of |output − target| over the numbers of an example; the gradient at 0 is 0.</summary>
    public static Loss MeanAbsoluteError { get; } = new MeanAbsoluteErrorLoss();

    /// <summary>The mean over the numbers of an example of ½ d² for |d| ≤ δ, otherwise δ (|d| − ½ δ), with d = output − target (Huber 1964; PyTorch's HuberLoss).</summary>
    /// <param name="delta">δ, more than 0: beyond it errors count by their size, not its square.</param>
    /// <exception cref="ArgumentException">δ is not positive.</exception>
    public static Loss Huber(float delta = 1)
    {
        if (!(delta > 0 && float.IsFinite(delta))) throw new ArgumentException($"The delta of Huber loss is more than 0; it is {delta.ToString(CultureInfo.InvariantCulture)}.");
        return new HuberLoss(delta);
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
