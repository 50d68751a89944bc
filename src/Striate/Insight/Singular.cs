using MathNet.Numerics.LinearAlgebra;

namespace Striate.Insight;

/// <summary>Singular value decomposition A = Σ σᵢ · uᵢ · vᵢᵀ of a row-major matrix, in double, the largest values first.</summary>
/// <param name="Values">The singular values.</param>
/// <param name="Left">uᵢ, as long as a column.</param>
/// <param name="Right">vᵢ, as long as a row.</param>
internal sealed record Singular(double[] Values, Vector<double>[] Left, Vector<double>[] Right)
{
    /// <summary>The most rows or columns, whichever are fewer, of what is decomposed.</summary>
    public const int Most = 1024;

    // Numbers below this share of the largest are rounding (float has 24 bits).
    private const double Smallest = 1e-6;

    // From here on the eigenvalues of A·Aᵀ, whose roots they are, take far less time; they lose what is below 10⁻⁸ of the largest.
    private const int Large = 100;

    public static Singular Of(ReadOnlySpan<float> values, int rows, int columns)
    {
        var matrix = Matrix<double>.Build.Dense(rows, columns);
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++) matrix[row, column] = values[row * columns + column];
        var count = Math.Min(rows, columns);
        if (count > Large && rows <= columns) return OfGram(matrix);
        if (count > Large)
        {
            var (singular, right, left) = OfGram(matrix.Transpose());
            return new Singular(singular, left, right);
        }
        var svd = matrix.Svd();
        return new Singular([.. svd.S], [.. Enumerable.Range(0, count).Select(svd.U.Column)], [.. Enumerable.Range(0, count).Select(svd.VT.Row)]);
    }

    /// <summary>The number of values that are more than rounding.</summary>
    public int Rank => Values.Count(value => value > Smallest * Values[0]);

    /// <summary>The length of what is left out when the first ranks stay: √Σ σᵢ² over the others.</summary>
    public double Rest(int rank) => Math.Sqrt(Values.Skip(rank).Sum(value => value * value));

    private static Singular OfGram(Matrix<double> matrix)
    {
        var eigen = matrix.TransposeAndMultiply(matrix).Evd(Symmetricity.Symmetric);
        var count = matrix.RowCount;
        // Eigenvalues come smallest first.
        double[] values = [.. Enumerable.Range(0, count).Select(i => Math.Sqrt(Math.Max(0, eigen.EigenValues[count - 1 - i].Real)))];
        Vector<double>[] left = [.. Enumerable.Range(0, count).Select(i => eigen.EigenVectors.Column(count - 1 - i))];
        Vector<double>[] right = [.. left.Select((vector, i) => values[i] > 0 ? matrix.LeftMultiply(vector) / values[i] : Vector<double>.Build.Dense(matrix.ColumnCount))];
        return new Singular(values, left, right);
    }
}
