namespace Striate.Insight;

/// <summary>A kernel of two axes as a sum of products of a column and a row: K = Σ σᵢ · uᵢ · vᵢᵀ (singular value decomposition).</summary>
/// <remarks>A kernel of rank 1 is separable: convolving with the column and then with the row gives the same map with m + n instead of m · n products a pixel. The first r terms are the nearest kernel of rank r.</remarks>
public sealed class KernelFactors
{
    private readonly Singular _singular;

    private KernelFactors(int rows, int columns, Singular singular) => (Rows, Columns, _singular) = (rows, columns, singular);

    /// <summary>m.</summary>
    public int Rows { get; }

    /// <summary>n.</summary>
    public int Columns { get; }

    /// <summary>σ, the largest first.</summary>
    public IReadOnlyList<double> SingularValues => _singular.Values;

    /// <summary>The number of singular values above 10⁻⁶ of the largest.</summary>
    public int Rank => _singular.Rank;

    /// <summary>Whether one column and one row are enough.</summary>
    public bool IsSeparable => Rank <= 1;

    /// <summary>Decomposes a kernel.</summary>
    /// <param name="kernel">Rows × columns numbers, row by row.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <exception cref="ArgumentException">The number of numbers is another, or the kernel has more than 1024 rows and columns.</exception>
    public static KernelFactors Of(ReadOnlySpan<float> kernel, int rows, int columns)
    {
        if (kernel.Length != (long)rows * columns) throw new ArgumentException($"A kernel of {rows}×{columns} has {(long)rows * columns} numbers, not {kernel.Length}.");
        if (Math.Min(rows, columns) > Singular.Most) throw new ArgumentException($"A kernel of {rows}×{columns} is too large to decompose; at most {Singular.Most} rows or columns are.");
        return new KernelFactors(rows, columns, Singular.Of(kernel, rows, columns));
    }

    /// <summary>The column and the row of a term, each with √σ; together they are the term.</summary>
    public (double[] Column, double[] Row) Term(int index)
    {
        var root = Math.Sqrt(_singular.Values[index]);
        return ([.. _singular.Left[index].Select(value => root * value)], [.. _singular.Right[index].Select(value => root * value)]);
    }

    /// <summary>‖K − K_r‖ / ‖K‖: the relative error of the first r terms; 0 for a kernel of zeros.</summary>
    public double Error(int rank) => _singular.Rest(0) is > 0 and var length ? _singular.Rest(rank) / length : 0;

    /// <summary>Products a pixel, and stored numbers, of r columns and rows: r · (m + n).</summary>
    public int Cost(int rank) => rank * (Rows + Columns);
}
