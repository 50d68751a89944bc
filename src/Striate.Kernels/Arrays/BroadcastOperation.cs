namespace Striate.Kernels.Arrays;

/// <summary>What is made of two numbers, a of the first input and b of the second.</summary>
public enum BroadcastOperation
{
    /// <summary>a + b; whole numbers wrap.</summary>
    Add,

    /// <summary>a − b.</summary>
    Subtract,

    /// <summary>a · b.</summary>
    Multiply,

    /// <summary>a / b; of whole numbers without the fraction, and 0 for b = 0.</summary>
    Divide,

    /// <summary>a to the power of b.</summary>
    Power,

    /// <summary>The remainder with the sign of b, as Python's <c>%</c>.</summary>
    Modulo,

    /// <summary>The remainder with the sign of a, as C's <c>fmod</c>.</summary>
    Remainder,

    /// <summary>The lesser; NaN if one is NaN.</summary>
    Minimum,

    /// <summary>The greater; NaN if one is NaN.</summary>
    Maximum,

    /// <summary>a for a ≥ 0, otherwise a · b.</summary>
    Slope,

    /// <summary>Both bits, or both truths.</summary>
    And,

    /// <summary>One of the bits or truths, or both.</summary>
    Or,

    /// <summary>One of the bits or truths, and not both.</summary>
    ExclusiveOr,

    /// <summary>Bits moved b places up.</summary>
    ShiftLeft,

    /// <summary>Bits moved b places down.</summary>
    ShiftRight,

    /// <summary>Whether a = b.</summary>
    Equal,

    /// <summary>Whether a &lt; b.</summary>
    Less,

    /// <summary>Whether a ≤ b.</summary>
    LessOrEqual,

    /// <summary>Whether a &gt; b.</summary>
    Greater,

    /// <summary>Whether a ≥ b.</summary>
    GreaterOrEqual,
}
