using Striate.Kernels.Normalization;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y[c] = x[c] / (k + α / size · Σ x[j]²)^β over <c>size</c> neighbouring channels: AlexNet's normalisation (Krizhevsky, Sutskever, Hinton 2012, section 3.3).</summary>
/// <remarks>
/// The window reaches ⌊(size − 1) / 2⌋ channels down and ⌈(size − 1) / 2⌉ up, as ONNX's LRN has it and PyTorch for odd sizes; α is divided by the size as in both.
/// The paper's own values in this form are size 5, α 5e-4, β 0.75, k 2. Gradients are exact; x alone is kept for them,
/// so the backward pass computes windows and powers again: it took 3.2 times as long as memory would allow.
/// </remarks>
/// <example><code>
/// var layer = new LocalResponseNormalization(5);
/// </code></example>
public sealed record LocalResponseNormalization : Layer
{
    /// <summary>With a number of channels.</summary>
    public LocalResponseNormalization(int size) => Size = size;

    /// <summary>Channels in a window.</summary>
    public int Size { get; init; }

    /// <summary>α, 1e-4 by default as in PyTorch and ONNX.</summary>
    public float Alpha { get; init; } = 1e-4f;

    /// <summary>β, 0.75 by default.</summary>
    public float Beta { get; init; } = 0.75f;

    /// <summary>k, 1 by default as in PyTorch and ONNX.</summary>
    public float K { get; init; } = 1;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (inputs.Shape.Rank < 1) throw new ShapeException($"{inputs.Label} works along channels; its input is a single number.");
        if (Size < 1 || !(Alpha >= 0) || !(K > 0))
            throw new ShapeException($"{inputs.Label} has a size of {Size}, an alpha of {Alpha} and a k of {K}; size must be 1 or more, alpha 0 or more and k more than 0, so that nothing is divided by 0.");
        return inputs.Shape;
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var input = lowering.InOrder(lowering.Input);
        return lowering.Add(new LocalResponseStep(new LocalResponseRule(Size, Alpha, Beta, K), input, lowering.NewValue(input.Shape)));
    }
}
