namespace Striate.Kernels.Padding;

/// <summary>What is assumed around a map. With 1 2 3 4 and two elements on each side:</summary>
public enum PaddingMode
{
    /// <summary>Zeros: 0 0 1 2 3 4 0 0.</summary>
    Zero,

    /// <summary>A given number: a a 1 2 3 4 a a.</summary>
    Constant,

    /// <summary>The map mirrored at its outermost elements, which are not repeated: 3 2 1 2 3 4 3 2.</summary>
    Reflect,

    /// <summary>The outermost elements repeated: 1 1 1 2 3 4 4 4.</summary>
    Replicate,

    /// <summary>The map's other end, as on a ring: 3 4 1 2 3 4 1 2.</summary>
    Circular,
}
