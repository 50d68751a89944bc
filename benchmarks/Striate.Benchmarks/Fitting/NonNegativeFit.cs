namespace Striate.Benchmarks.Fitting;

/// <summary>Least squares without negative constants.</summary>
internal static class NonNegativeFit
{
    private const int Rounds = 20_000;

    /// <summary>The x ≥ 0 with the least Σ (row · x / target − 1)²: relative errors, one coordinate after the other.</summary>
    public static double[] Solve(IReadOnlyList<double[]> rows, IReadOnlyList<double> targets)
    {
        var count = rows[0].Length;
        var scaled = rows.Select((row, i) => row.Select(value => value / targets[i]).ToArray()).ToArray();
        var x = new double[count];
        for (var round = 0; round < Rounds; round++)
        {
            for (var j = 0; j < count; j++)
            {
                double along = 0, square = 0;
                foreach (var row in scaled)
                {
                    double rest = 1;
                    for (var k = 0; k < count; k++) rest -= k == j ? 0 : row[k] * x[k];
                    along += row[j] * rest;
                    square += row[j] * row[j];
                }
                x[j] = square == 0 ? 0 : Math.Max(0, along / square);
            }
        }
        return x;
    }
}
