namespace Striate.Tensors;

/// <summary>What a tensor holds. Gradients exist for <see cref="Float32"/> only; the others are indices, shapes, masks and bytes.</summary>
public enum ElementType
{
    /// <summary>IEEE single precision.</summary>
    Float32,

    /// <summary>64-bit signed integers.</summary>
    Int64,

    /// <summary>32-bit signed integers.</summary>
    Int32,

    /// <summary>One byte a truth value.</summary>
    Boolean,

    /// <summary>Unsigned bytes.</summary>
    UInt8,

    /// <summary>Signed bytes.</summary>
    Int8,
}
