using Striate.Kernels.Resampling;
using Striate.Layers;

namespace Striate.Tests.Layers;

/// <summary>Grid sampling straight from its definition: a function of the whole plane, made of a map and what lies around it, read at places.</summary>
internal static class SamplingDefinition
{
    public static double[] Sample(double[] maps, double[] places, GridSampling layer, int channels, params int[] sizes)
    {
        var (rank, pixels) = (sizes.Length, sizes.Aggregate(1, (product, size) => product * size));
        var examples = maps.Length / pixels / channels;
        var outputs = places.Length / rank / examples;
        var y = new double[examples * outputs * channels];
        for (var i = 0; i < y.Length; i++)
        {
            var (c, at) = (i % channels, i / channels);
            var map = maps.AsSpan(at / outputs * pixels * channels, pixels * channels).ToArray();
            y[i] = Along(0, 0);

            // The axes one after the other, outermost first; coordinates stand the other way round.
            double Along(int axis, int pixel)
            {
                if (axis == rank) return map[pixel * channels + c];
                var sum = 0.0;
                foreach (var (index, weight) in Around(places[at * rank + rank - 1 - axis], sizes[axis], layer))
                    if (index >= 0) sum += weight * Along(axis + 1, pixel * sizes[axis] + index);
                return sum;
            }
        }
        return y;
    }

    private static IEnumerable<(int Index, double Weight)> Around(double coordinate, int size, GridSampling layer)
    {
        var aligned = layer.Coordinates == Coordinates.AlignCorners;
        var place = aligned ? (coordinate + 1) / 2 * (size - 1) : ((coordinate + 1) * size - 1) / 2;
        var (low, high) = aligned ? (0.0, size - 1.0) : (-0.5, size - 0.5);
        if (layer.Interpolation == Interpolation.Nearest) place = Math.Round((float)place);
        if (layer.Border == GridBorder.Border && (place < low || place > high)) place = Math.Clamp(place, 0, size - 1);
        if (layer.Border == GridBorder.Reflection)
            while (place < low || place > high) place = place < low ? 2 * low - place : 2 * high - place;
        var floor = Math.Floor(place);
        for (var pixel = floor - 1; pixel <= floor + 2; pixel++)
        {
            var weight = Kernel(Math.Abs(place - pixel), layer.Interpolation);
            if (weight != 0) yield return (Outside((int)pixel, size, aligned, layer.Border), weight);
        }
    }

    private static int Outside(int pixel, int size, bool aligned, GridBorder border)
    {
        if (border == GridBorder.Zeros) return pixel < 0 || pixel >= size ? -1 : pixel;
        if (border == GridBorder.Border) return Math.Clamp(pixel, 0, size - 1);
        while (pixel < 0 || pixel >= size) pixel = (aligned, pixel < 0) switch { (true, true) => -pixel, (true, false) => 2 * size - 2 - pixel, (false, true) => -1 - pixel, _ => 2 * size - 1 - pixel };
        return pixel;
    }

    private static double Kernel(double x, Interpolation interpolation) => interpolation switch
    {
        Interpolation.Nearest => x == 0 ? 1 : 0,
        Interpolation.Linear => Math.Max(1 - x, 0),
        // Keys with a = −0.75.
        _ => x <= 1 ? (1.25 * x - 2.25) * x * x + 1 : x < 2 ? -0.75 * (x * x * x - 5 * x * x + 8 * x - 4) : 0,
    };
}
