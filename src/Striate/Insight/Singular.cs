using MathNet.Numerics.LinearAlgebra;

namespace Striate.Insight;

/// <summary>Singular values, in double.</summary>
internal static class Singular
{
    // Numbers below this share of the largest are rounding (float has 24 bits).
    private const double Smallest = 1e-6;

    /// <summary>The singular values of a row-major matrix, the largest first.</summary>
    public static double[] Values(ReadOnlySpan<float> values, int rows, int columns) => [.. Matrix(values, rows, columns).Svd(computeVectors: false).S];

    /// <summary>The number of those that are more than rounding.</summary>
    public static int Rank(IReadOnlyList<double> singular) => singular.Count(value => value > Smallest * singular[0]);

    public static Matrix<double> Matrix(ReadOnlySpan<float> values, int rows, int columns)
    {
        var matrix = Matrix<double>.Build.Dense(rows, columns);
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++) matrix[row, column] = values[row * columns + column];
        return matrix;
    }
}
