using Striate.Kernels.Resampling;

namespace Striate.Layers;

/// <summary>One axis of a resampling: where outputs lie, and the weights of the pixels around.</summary>
/// <param name="Input">The input size.</param>
/// <param name="Output">The output size.</param>
/// <param name="Scale">Outputs for each input; null where it is output / input.</param>
/// <param name="Layer">Interpolation and convention.</param>
internal readonly record struct ResamplingAxis(int Input, int Output, double? Scale, Resampling Layer)
{
    // The pole of the filter that turns pixels into coefficients of a cubic B-spline, and the pixels after which its powers are below a float's last bit.
    private static readonly double Pole = Math.Sqrt(3) - 2;
    private const int PoleReach = 14;

    /// <summary>The factor by which an input is enlarged.</summary>
    public double Factor => Scale ?? (double)Output / Input;

    /// <summary>Where an output lies.</summary>
    public double Place(int output) => (Layer.Coordinates, Scale) switch
    {
        (Coordinates.AlignCorners, _) => Output == 1 ? 0 : (double)output * (Input - 1) / (Output - 1),
        // One division keeps places half way between two pixels exact.
        (Coordinates.HalfPixel, null) => (2.0 * output + 1) * Input / (2.0 * Output) - 0.5,
        (Coordinates.HalfPixel, { } scale) => (output + 0.5) / scale - 0.5,
        (_, null) => (double)output * Input / Output,
        (_, { } scale) => output / scale,
    };

    /// <summary>The weights of all outputs.</summary>
    public ResampleTable Table()
    {
        var (weights, first, last) = (new Dictionary<int, double>[Output], new int[Output], new int[Output]);
        for (var output = 0; output < Output; output++)
        {
            // What is 0 but for rounding is left out, so that an axis that stays as it is costs nothing.
            weights[output] = Weights(output).Where(pair => Math.Abs(pair.Weight) > 1e-12).GroupBy(pair => pair.Pixel, pair => pair.Weight).ToDictionary(group => group.Key, group => group.Sum());
            (first[output], last[output]) = (weights[output].Keys.Min(), weights[output].Keys.Max());
            if (output > 0) last[output] = Math.Max(last[output], last[output - 1]);
        }
        // An output on a pixel needs fewer weights than its neighbours; its row is as wide as the table's rule asks, with zeros.
        for (var output = Output - 2; output >= 0; output--) first[output] = Math.Min(first[output], first[output + 1]);
        return new ResampleTable(Input, [.. weights.Select((row, output) => (first[output], Row(row, first[output], last[output])))]);
    }

    private static float[] Row(Dictionary<int, double> weights, int first, int last)
    {
        var sum = weights.Values.Sum();
        return [.. Enumerable.Range(first, last - first + 1).Select(pixel => (float)(weights.GetValueOrDefault(pixel) / sum))];
    }

    private IEnumerable<(int Pixel, double Weight)> Weights(int output)
    {
        var place = Place(output);
        if (Layer.Interpolation == Interpolation.Nearest) return [(Inside(Nearest(place)), 1)];
        if (Layer.Interpolation == Interpolation.Area) return Covered(output);
        var widened = Layer.Antialias && Factor < 1;
        if (!widened && place == Math.Floor(place)) return [(Inside(place), 1)];
        if (Layer.Interpolation == Interpolation.Spline) return Spline(place);
        var (reach, kernel) = Kernel();
        return widened ? Widened(place, reach, kernel) : Around(place, reach, kernel);
    }

    private double Nearest(double place) => Layer.Rounding switch
    {
        NearestRounding.HalfUp => Math.Floor(place + 0.5),
        NearestRounding.HalfDown => Math.Ceiling(place - 0.5),
        NearestRounding.Floor => Math.Floor(place),
        _ => Math.Ceiling(place),
    };

    private (int Reach, Func<double, double> Kernel) Kernel()
    {
        var a = Layer.CubicCoefficient;
        return Layer.Interpolation switch
        {
            Interpolation.Linear => (1, x => 1 - Math.Abs(x)),
            Interpolation.Cubic => (2, x => Cubic(Math.Abs(x), a)),
            _ => (3, x => Sinc(x) * Sinc(x / 3)),
        };
    }

    // Behind the ends stands the last pixel.
    private IEnumerable<(int Pixel, double Weight)> Around(double place, int reach, Func<double, double> kernel)
    {
        var low = (int)Math.Floor(place);
        for (var pixel = low - reach + 1; pixel <= low + reach; pixel++) yield return (Inside(pixel), kernel(place - pixel));
    }

    // The kernel as wide as the distance of outputs; behind the ends stands nothing (Pillow's and PyTorch's antialias).
    private IEnumerable<(int Pixel, double Weight)> Widened(double place, int reach, Func<double, double> kernel)
    {
        var width = reach / Factor;
        for (var pixel = Inside(Math.Ceiling(place - width)); pixel <= Inside(Math.Floor(place + width)); pixel++)
            if (Math.Abs(place - pixel) < width) yield return (pixel, kernel((place - pixel) * Factor));
    }

    private IEnumerable<(int Pixel, double Weight)> Covered(int output)
    {
        var (from, to) = Scale is { } scale ? (output / scale, (output + 1) / scale) : ((double)output * Input / Output, (output + 1.0) * Input / Output);
        for (var pixel = Inside(Math.Floor(from)); pixel < Math.Min(to, Input); pixel++) yield return (pixel, Math.Min(pixel + 1, to) - Math.Max(pixel, from));
    }

    // Coefficient j is Σₖ √3 · pole^|j − k| · x[k] over the pixels and their mirror images.
    private IEnumerable<(int Pixel, double Weight)> Spline(double place)
    {
        var low = (int)Math.Floor(place);
        for (var j = low - 1; j <= low + 2; j++)
            for (var k = j - PoleReach; k <= j + PoleReach; k++) yield return (Mirrored(k), Basis(Math.Abs(place - j)) * Math.Sqrt(3) * Math.Pow(Pole, Math.Abs(j - k)));
    }

    private int Inside(double pixel) => (int)Math.Clamp(pixel, 0, Input - 1);

    private int Mirrored(int pixel)
    {
        if (Input == 1) return 0;
        var period = 2 * (Input - 1);
        var place = ((pixel % period) + period) % period;
        return Math.Min(place, period - place);
    }

    private static double Cubic(double x, double a) =>
        x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;

    private static double Basis(double x) => x < 1 ? 2.0 / 3 - x * x + x * x * x / 2 : x < 2 ? (2 - x) * (2 - x) * (2 - x) / 6 : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
