namespace Striate.Kernels.Arrays;

/// <summary>What is done with a row of arrays that are set against each other.</summary>
internal interface IBroadcastRows
{
    /// <summary>Computes one row, or a part of one.</summary>
    /// <param name="offsets">Where each input's row begins.</param>
    /// <param name="output">Where the output's row begins.</param>
    /// <param name="length">The numbers of the row.</param>
    void Run(ReadOnlySpan<int> offsets, int output, int length);
}
