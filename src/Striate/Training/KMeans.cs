using System.Numerics.Tensors;
using Striate.Kernels.Random;

namespace Striate.Training;

/// <summary>k-means (Lloyd 1982) from centroids that were drawn far from each other (k-means++, Arthur &amp; Vassilvitskii 2007); a cluster that loses all its rows takes the row that is farthest from its own.</summary>
internal sealed class KMeans
{
    private readonly double[][] _rows;
    private readonly int[] _nearest;
    private readonly double[] _distances;
    private readonly List<double> _errors = [];

    public KMeans(double[][] rows, int count, PhiloxStream random)
    {
        (_rows, _nearest, _distances, Centroids) = (rows, new int[rows.Length], new double[rows.Length], new double[count][]);
        Array.Fill(_distances, double.PositiveInfinity);
        Centroids[0] = [.. rows[random.Below(0, rows.Length)]];
        for (var next = 1; next < count; next++)
        {
            // The chance of a row grows with the square of its distance from the centroids so far.
            for (var row = 0; row < rows.Length; row++) _distances[row] = Math.Min(_distances[row], Square(rows[row], Centroids[next - 1]));
            var rest = random.Uniform((ulong)next) * _distances.Sum();
            var chosen = 0;
            while (chosen < rows.Length - 1 && (rest -= _distances[chosen]) > 0) chosen++;
            Centroids[next] = [.. rows[chosen]];
        }
    }

    public double[][] Centroids { get; }

    /// <summary>The mean squared distance of rows from their centroids, before each round's move.</summary>
    public IReadOnlyList<double> Errors => _errors;

    public void Run(int rounds)
    {
        Array.Fill(_nearest, -1);
        for (var round = 0; round < rounds && Assign(); round++) Move();
    }

    private bool Assign()
    {
        var changed = false;
        for (var row = 0; row < _rows.Length; row++)
        {
            var (best, least) = (0, double.PositiveInfinity);
            for (var c = 0; c < Centroids.Length; c++)
                if (Square(_rows[row], Centroids[c]) is var distance && distance < least) (best, least) = (c, distance);
            changed |= best != _nearest[row];
            (_nearest[row], _distances[row]) = (best, least);
        }
        _errors.Add(_distances.Average());
        return changed;
    }

    private void Move()
    {
        var counts = new int[Centroids.Length];
        foreach (var centroid in Centroids) Array.Clear(centroid);
        for (var row = 0; row < _rows.Length; row++)
        {
            counts[_nearest[row]]++;
            TensorPrimitives.Add(Centroids[_nearest[row]], _rows[row], Centroids[_nearest[row]]);
        }
        for (var c = 0; c < counts.Length; c++)
        {
            if (counts[c] > 0)
            {
                TensorPrimitives.Divide(Centroids[c], counts[c], Centroids[c]);
                continue;
            }
            var farthest = Array.IndexOf(_distances, _distances.Max());
            _rows[farthest].CopyTo(Centroids[c], 0);
            _distances[farthest] = 0;
        }
    }

    private static double Square(double[] a, double[] b) => TensorPrimitives.Distance<double>(a, b) is var distance ? distance * distance : 0;
}
