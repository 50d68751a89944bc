using Striate.Layers;

namespace Striate.Tests.Layers;

/// <summary>Resampling from its formulas, every output as a sum over every input; splines by solving for their coefficients.</summary>
internal static class ResamplingDefinition
{
    /// <summary>A map resampled along all its axes.</summary>
    public static double[] Resample(double[] x, int channels, Resampling layer, params (int Input, int Output)[] axes)
    {
        // Axis by axis, from the innermost outwards.
        var (inner, outer) = (channels, x.Length / channels);
        for (var axis = axes.Length - 1; axis >= 0; axis--)
        {
            var (input, output) = axes[axis];
            var matrix = Matrix(layer, input, output, layer.Scale?.At(axis));
            outer /= input;
            var y = new double[outer * output * inner];
            for (var i = 0; i < y.Length; i++)
                for (var k = 0; k < input; k++) y[i] += matrix[i / inner % output][k] * x[(i / inner / output * input + k) * inner + i % inner];
            (x, inner) = (y, inner * output);
        }
        return x;
    }

    private static double[][] Matrix(Resampling layer, int input, int output, double? given)
    {
        var scale = given ?? (double)output / input;
        var matrix = new double[output][];
        for (var o = 0; o < output; o++)
        {
            var place = layer.Coordinates switch
            {
                Coordinates.HalfPixel => (o + 0.5) / scale - 0.5,
                Coordinates.AlignCorners => output == 1 ? 0 : o * (input - 1.0) / (output - 1),
                _ => o / scale,
            };
            double[] row = [.. Enumerable.Range(0, input).Select(i => layer.Interpolation switch
            {
                Interpolation.Nearest => i == (int)Math.Clamp(Math.Floor(place + 0.5), 0, input - 1) ? 1.0 : 0,
                Interpolation.Area => Math.Max(0, Math.Min(i + 1, (o + 1) / scale) - Math.Max(i, o / scale)),
                Interpolation.Spline => Spline(i, input, place),
                _ when layer.Antialias && scale < 1 => Kernel(layer, (place - i) * scale),
                // What lies outside counts for the last pixel inside.
                _ => Enumerable.Range(-8, input + 16).Where(k => Math.Clamp(k, 0, input - 1) == i).Sum(k => Kernel(layer, place - k)),
            })];
            matrix[o] = [.. row.Select(weight => weight / row.Sum())];
        }
        return matrix;
    }

    private static double Kernel(Resampling layer, double distance)
    {
        var (x, a) = (Math.Abs(distance), layer.CubicCoefficient);
        return layer.Interpolation switch
        {
            Interpolation.Linear => Math.Max(0, 1 - x),
            Interpolation.Cubic => x <= 1 ? (a + 2) * Math.Pow(x, 3) - (a + 3) * Math.Pow(x, 2) + 1 : x < 2 ? a * (Math.Pow(x, 3) - 5 * Math.Pow(x, 2) + 8 * x - 4) : 0,
            _ => x == 0 ? 1 : x < 3 ? 3 * Math.Sin(Math.PI * x) * Math.Sin(Math.PI * x / 3) / (Math.PI * Math.PI * x * x) : 0,
        };
    }

    // The spline through 1 at one pixel and 0 at the others: coefficients with c[k − 1] + 4 c[k] + c[k + 1] = 6 x[k], mirrored at the ends.
    private static double Spline(int pixel, int count, double place)
    {
        int Mirror(int k)
        {
            while (count > 1 && (k < 0 || k >= count)) k = k < 0 ? -k : 2 * (count - 1) - k;
            return count == 1 ? 0 : k;
        }
        var a = new double[count, count + 1];
        for (var k = 0; k < count; k++)
        {
            a[k, k] += 4;
            a[k, Mirror(k - 1)] += 1;
            a[k, Mirror(k + 1)] += 1;
            a[k, count] = k == pixel ? 6 : 0;
        }
        for (var k = 0; k < count; k++)
            for (var row = 0; row < count; row++)
            {
                if (row == k) continue;
                var factor = a[row, k] / a[k, k];
                for (var column = k; column <= count; column++) a[row, column] -= factor * a[k, column];
            }
        double Basis(double x) => x < 1 ? (4 - 6 * x * x + 3 * x * x * x) / 6 : x < 2 ? Math.Pow(2 - x, 3) / 6 : 0;
        return Enumerable.Range(-8, count + 16).Sum(k => a[Mirror(k), count] / a[Mirror(k), Mirror(k)] * Basis(Math.Abs(place - k)));
    }
}
