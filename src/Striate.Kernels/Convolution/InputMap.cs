namespace Striate.Kernels.Convolution;

/// <summary>What happens to an input value before it is multiplied: x' = max(x · factor + shift, 0), or without the maximum.</summary>
/// <remarks>A normalisation, or the factors of squeeze-and-excitation, without a pass of its own.</remarks>
public readonly ref struct InputMap
{
    /// <summary>One number a channel, or one an example and channel.</summary>
    public ReadOnlySpan<float> Factors { get; init; }

    /// <summary>One number a channel, or empty.</summary>
    public ReadOnlySpan<float> Shifts { get; init; }

    /// <summary>Pixels of an example, if each example has factors of its own; 0 if all share them.</summary>
    public int ExamplePixels { get; init; }

    /// <summary>Whether negative numbers become 0.</summary>
    public bool Rectifies { get; init; }
}
