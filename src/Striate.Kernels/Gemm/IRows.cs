namespace Striate.Kernels.Gemm;

/// <summary>The number of rows of a register tile, as a type: the compiler drops the rows that a tile does not have.</summary>
internal interface IRows
{
    static abstract int Count { get; }
}
