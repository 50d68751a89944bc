namespace Striate.Kernels.Arrays;

/// <summary>1 for the first of the largest numbers of a row, 0 for the others.</summary>
public static class HardmaxKernel
{
    /// <summary>Rows of a length, one behind the other.</summary>
    public static void Run(ReadOnlySpan<float> x, int length, Span<float> y)
    {
        y.Clear();
        for (var start = 0; start < x.Length; start += length)
        {
            var row = x.Slice(start, length);
            var best = 0;
            for (var i = 1; i < row.Length; i++) if (row[i] > row[best] || float.IsNaN(row[i]) && !float.IsNaN(row[best])) best = i;
            y[start + best] = 1;
        }
    }
}
