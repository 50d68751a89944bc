namespace Striate.Kernels.Arrays;

/// <summary>What becomes of the numbers along the axes of a reduction.</summary>
public enum ReductionFunction
{
    /// <summary>Σ x; of none 0.</summary>
    Sum,

    /// <summary>Σ x / n.</summary>
    Mean,

    /// <summary>The largest; of none −∞, the least number of integers, or false.</summary>
    Maximum,

    /// <summary>The smallest; of none ∞, the largest number of integers, or true.</summary>
    Minimum,

    /// <summary>Π x; of none 1.</summary>
    Product,

    /// <summary>Σ |x|.</summary>
    L1,

    /// <summary>√ Σ x².</summary>
    L2,

    /// <summary>ln Σ x.</summary>
    LogSum,

    /// <summary>ln Σ eˣ.</summary>
    LogSumExp,

    /// <summary>Σ x².</summary>
    SumOfSquares,
}
