namespace Striate.Kernels.Resampling;

/// <summary>The pixels around a place along one axis, with their weights and how these change with the place.</summary>
internal unsafe struct GridTaps
{
    /// <summary>Pixels, −1 for what reads as zero.</summary>
    public fixed int Pixels[4];

    /// <summary>Shares of the pixels.</summary>
    public fixed float Weights[4];

    /// <summary>Derivatives of the shares by the coordinate from −1 to 1.</summary>
    public fixed float Slopes[4];

    /// <summary>The number of pixels.</summary>
    public int Count;

    /// <summary>Whether mirrors stand at the centres of the pixels at the border.</summary>
    public bool IsAtCentres;

    /// <summary>An axis that is not there.</summary>
    public static GridTaps Unit()
    {
        var taps = new GridTaps { Count = 1 };
        taps.Weights[0] = 1;
        return taps;
    }

    /// <summary>Around a coordinate from −1 to 1.</summary>
    public static GridTaps Around(in GridSampleShape shape, float coordinate, int size)
    {
        var taps = new GridTaps { Count = shape.Taps, IsAtCentres = shape.AlignCorners };
        // In double: shares are differences of places, and a float's last bit of the place of a far pixel is many of a share.
        var place = shape.AlignCorners ? (coordinate + 1.0) / 2 * (size - 1) : ((coordinate + 1.0) * size - 1) / 2;
        var slope = shape.AlignCorners ? (size - 1) / 2f : size / 2f;
        // Half way between two pixels the even one is the nearest; as ONNX's reference has it, half way as a float sees it.
        if (shape.Taps == 1) place = MathF.Round((float)place);
        var (low, high) = shape.AlignCorners ? (0.0, size - 1.0) : (-0.5, size - 0.5);
        if (place < low || place > high)
        {
            if (shape.Border == GridBorder.Border) (place, slope) = (Math.Clamp(place, 0, size - 1), 0);
            else if (shape.Border == GridBorder.Reflection)
            {
                (place, var sign) = Reflect(place, low, high);
                slope *= sign;
            }
        }
        var floor = Math.Floor(place);
        var (first, t) = ((int)floor, place - floor);
        if (shape.Taps == 1) taps.Set(0, shape.Border, first, size, 1, 0);
        else if (shape.Taps == 2)
        {
            taps.Set(0, shape.Border, first, size, (float)(1 - t), -slope);
            taps.Set(1, shape.Border, first + 1, size, (float)t, slope);
        }
        else
        {
            for (var i = 0; i < 4; i++)
            {
                var (weight, change) = Kernel(t + 1 - i, shape.Cubic);
                taps.Set(i, shape.Border, first - 1 + i, size, (float)weight, (float)change * slope);
            }
        }
        return taps;
    }

    private void Set(int i, GridBorder border, int pixel, int size, float weight, float slope)
    {
        if (pixel < 0 || pixel >= size)
        {
            pixel = border switch
            {
                GridBorder.Border => Math.Clamp(pixel, 0, size - 1),
                GridBorder.Reflection => Mirror(pixel, size),
                _ => -1,
            };
        }
        (Pixels[i], Weights[i], Slopes[i]) = (pixel, weight, slope);
    }

    private int Mirror(int pixel, int size) => IsAtCentres ? Fold(pixel, 2 * (size - 1), 0) : Fold(pixel, 2 * size, 1);

    private static int Fold(int pixel, int period, int gap)
    {
        if (period == 0) return 0;
        var place = (int)(((long)pixel % period + period) % period);
        return Math.Min(place, period - gap - place);
    }

    private static (double Place, float Sign) Reflect(double place, double low, double high)
    {
        var range = high - low;
        if (!(range > 0)) return (low, 0);
        var distance = place < low ? low - place : place - high;
        var times = Math.Truncate(distance / range);
        var rest = distance - times * range;
        var isEven = times % 2 == 0;
        return place < low ? isEven ? (low + rest, -1) : (high - rest, 1) : isEven ? (high - rest, -1) : (low + rest, 1);
    }

    // Keys' cubic convolution and its derivative.
    private static (double Weight, double Slope) Kernel(double x, double a)
    {
        var m = Math.Abs(x);
        var sign = x < 0 ? -1 : 1;
        return m <= 1
            ? (((a + 2) * m - (a + 3)) * m * m + 1, sign * (3 * (a + 2) * m - 2 * (a + 3)) * m)
            : (((a * m - 5 * a) * m + 8 * a) * m - 4 * a, sign * ((3 * a * m - 10 * a) * m + 8 * a));
    }
}
