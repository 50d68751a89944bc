using Striate.Layers;

namespace Striate.Tests.Layers;

/// <summary>Layers straight from their definitions, in double, one number after the other, for maps H × W × C.</summary>
internal static class Naive
{
    /// <summary>PyTorch's windows: the last may hang over the end in ceiling mode if it starts inside the input or the padding before it.</summary>
    public static int PooledSize(int input, int kernel, int stride, int padding, bool ceiling)
    {
        var room = input + 2 * padding - kernel;
        var size = (int)(ceiling ? Math.Ceiling((double)room / stride) : Math.Floor((double)room / stride)) + 1;
        return ceiling && (size - 1) * stride >= input + padding ? size - 1 : size;
    }

    /// <summary>x / (k + α / size · Σ x²)^β over the channels of a window.</summary>
    public static double[] LocalResponse(double[] x, int channels, LocalResponseNormalization layer)
    {
        var y = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var (c, sum) = (i % channels, 0.0);
            for (var j = Math.Max(0, c - (layer.Size - 1) / 2); j <= Math.Min(channels - 1, c + layer.Size / 2); j++) sum += x[i - c + j] * x[i - c + j];
            y[i] = x[i] / Math.Pow(layer.K + (double)layer.Alpha / layer.Size * sum, layer.Beta);
        }
        return y;
    }

    /// <summary>Pixels at (o + ½) / factor − ½ between their neighbours, drawn to the ends outside them; or the nearest.</summary>
    public static double[] Enlarge(double[] x, int size, int channels, int factor, bool linear)
    {
        var outputs = size * factor;
        var y = new double[outputs * outputs * channels];
        for (var i = 0; i < y.Length; i++)
        {
            var (p, q, c) = (i / channels / outputs, i / channels % outputs, i % channels);
            double At(int h, int w) => x[(Math.Clamp(h, 0, size - 1) * size + Math.Clamp(w, 0, size - 1)) * channels + c];
            var (h, w) = linear ? ((p + 0.5) / factor - 0.5, (q + 0.5) / factor - 0.5) : (p / factor, q / factor);
            var (h0, w0) = ((int)Math.Floor(h), (int)Math.Floor(w));
            var (a, b) = (h - h0, w - w0);
            y[i] = (1 - a) * ((1 - b) * At(h0, w0) + b * At(h0, w0 + 1)) + a * ((1 - b) * At(h0 + 1, w0) + b * At(h0 + 1, w0 + 1));
        }
        return y;
    }

    /// <summary>PyTorch's adaptive windows: from the floor of i · n / m to before the ceiling of (i + 1) · n / m.</summary>
    public static double[] PoolTo(double[] x, int size, int channels, int outputs, bool maximum)
    {
        var y = new double[outputs * outputs * channels];
        int From(int i) => (int)Math.Floor((double)i * size / outputs);
        int To(int i) => (int)Math.Ceiling((double)(i + 1) * size / outputs);
        for (var i = 0; i < y.Length; i++)
        {
            var (p, q, c) = (i / channels / outputs, i / channels % outputs, i % channels);
            var values = Enumerable.Range(From(p), To(p) - From(p)).SelectMany(h => Enumerable.Range(From(q), To(q) - From(q)).Select(w => x[(h * size + w) * channels + c])).ToArray();
            y[i] = maximum ? values.Max() : values.Average();
        }
        return y;
    }

    /// <summary>The maximum or the mean of windows; the mean divides by the inputs, or by those and the padding, of a window.</summary>
    public static double[] Pool(double[] x, int size, int channels, int kernel, int stride, int padding, bool ceiling, bool maximum, bool countPadding)
    {
        var outputs = PooledSize(size, kernel, stride, padding, ceiling);
        var y = new double[outputs * outputs * channels];
        for (var p = 0; p < outputs; p++)
        {
            for (var q = 0; q < outputs; q++)
            {
                for (var c = 0; c < channels; c++)
                {
                    double sum = 0, most = double.NegativeInfinity;
                    int inputs = 0, padded = 0;
                    for (var h = p * stride - padding; h < p * stride - padding + kernel; h++)
                    {
                        for (var w = q * stride - padding; w < q * stride - padding + kernel; w++)
                        {
                            if (h < size + padding && w < size + padding) padded++;
                            if (h < 0 || w < 0 || h >= size || w >= size) continue;
                            inputs++;
                            sum += x[(h * size + w) * channels + c];
                            most = Math.Max(most, x[(h * size + w) * channels + c]);
                        }
                    }
                    y[(p * outputs + q) * channels + c] = maximum ? most : sum / (countPadding ? padded : inputs);
                }
            }
        }
        return y;
    }
}
