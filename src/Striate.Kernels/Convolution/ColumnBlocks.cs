namespace Striate.Kernels.Convolution;

/// <summary>How the columns of a product (output channels of a group) fall into register blocks: pairs of vectors, then perhaps one vector, zeros behind the last channel.</summary>
internal readonly struct ColumnBlocks(int columns, int lanes)
{
    public int Columns => columns;

    public int Vectors => (columns + lanes - 1) / lanes;

    /// <summary>Columns with the zeros behind them.</summary>
    public int Padded => Vectors * lanes;

    public int Count => (Vectors + 1) / 2;

    public int First(int block) => block * 2 * lanes;

    /// <summary>Columns of a block with zeros: one vector or two.</summary>
    public int Width(int block) => Math.Min(2 * lanes, Padded - First(block));

    /// <summary>Columns of a block that exist.</summary>
    public int Valid(int block) => Math.Min(2 * lanes, columns - First(block));
}
