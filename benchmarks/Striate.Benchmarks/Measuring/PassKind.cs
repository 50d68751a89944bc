namespace Striate.Benchmarks.Measuring;

/// <summary>One of the three passes of a convolution.</summary>
internal enum PassKind
{
    /// <summary>y from x and w.</summary>
    Forward,

    /// <summary>dx from dy and w.</summary>
    DataGradient,

    /// <summary>dw from x and dy.</summary>
    WeightGradient,
}
