using Striate.Kernels.Convolution;
using Striate.Kernels.Pooling;

namespace Striate.Kernels.Tests.Pooling;

/// <summary>Pooling in double, straight from the definition: every tap of every window, each tested for lying inside the input.</summary>
internal static class PoolingOracle
{
    public static Expected Average(in PoolingShape s, bool countPadding, float[] x)
    {
        var y = new Expected((long)s.Batch * s.OutputPixels * s.Channels);
        for (var output = 0; output < s.Batch * s.OutputPixels; output++)
        {
            var window = Window(s, output);
            for (var c = 0; c < s.Channels; c++)
            {
                foreach (var input in window) y.Add(output * s.Channels + c, x[input * s.Channels + c]);
                y.Value[output * s.Channels + c] /= countPadding ? PaddedCount(s, output) : window.Count;
                y.Magnitude[output * s.Channels + c] /= countPadding ? PaddedCount(s, output) : window.Count;
            }
        }
        return y;
    }

    public static Expected AverageBackward(in PoolingShape s, bool countPadding, float[] dy, float[] start)
    {
        var dx = Start(start);
        for (var output = 0; output < s.Batch * s.OutputPixels; output++)
        {
            var window = Window(s, output);
            foreach (var input in window)
                for (var c = 0; c < s.Channels; c++) dx.Add(input * s.Channels + c, (double)dy[output * s.Channels + c] / (countPadding ? PaddedCount(s, output) : window.Count));
        }
        return dx;
    }

    public static Expected Maximum(in PoolingShape s, float[] x)
    {
        var y = new Expected((long)s.Batch * s.OutputPixels * s.Channels);
        for (var output = 0; output < s.Batch * s.OutputPixels; output++)
            for (var c = 0; c < s.Channels; c++) y.Value[output * s.Channels + c] = x[Winner(s, output, c, x)];
        return y;
    }

    public static Expected MaximumBackward(in PoolingShape s, float[] x, float[] dy, float[] start)
    {
        var dx = Start(start);
        for (var output = 0; output < s.Batch * s.OutputPixels; output++)
            for (var c = 0; c < s.Channels; c++) dx.Add(Winner(s, output, c, x), dy[output * s.Channels + c]);
        return dx;
    }

    /// <summary>The input pixels of a window, in row-major order.</summary>
    public static List<int> Window(in PoolingShape s, int output)
    {
        var (n, p) = Math.DivRem(output, s.OutputPixels);
        var (od, oh, ow) = (p / (s.Height.Output * s.Width.Output), p / s.Width.Output % s.Height.Output, p % s.Width.Output);
        List<int> inputs = [];
        for (var kd = 0; kd < s.Depth.Kernel; kd++)
            for (var kh = 0; kh < s.Height.Kernel; kh++)
                for (var kw = 0; kw < s.Width.Kernel; kw++)
                {
                    var d = od * s.Depth.Stride - s.Depth.PaddingLow + kd * s.Depth.Dilation;
                    var h = oh * s.Height.Stride - s.Height.PaddingLow + kh * s.Height.Dilation;
                    var w = ow * s.Width.Stride - s.Width.PaddingLow + kw * s.Width.Dilation;
                    if (d < 0 || h < 0 || w < 0 || d >= s.Depth.Input || h >= s.Height.Input || w >= s.Width.Input) continue;
                    inputs.Add(((n * s.Depth.Input + d) * s.Height.Input + h) * s.Width.Input + w);
                }
        return inputs;
    }

    /// <summary>The taps of a window that lie in the input or in its padding: all but those that hang over.</summary>
    public static int PaddedCount(in PoolingShape s, int output)
    {
        static int Taps(WindowAxis axis, int output) => Enumerable.Range(0, axis.Kernel).Count(tap => output * axis.Stride - axis.PaddingLow + tap * axis.Dilation < axis.Input + axis.PaddingHigh);
        var p = output % s.OutputPixels;
        return Taps(s.Depth, p / (s.Height.Output * s.Width.Output)) * Taps(s.Height, p / s.Width.Output % s.Height.Output) * Taps(s.Width, p % s.Width.Output);
    }

    // The first NaN, or else the first of the largest.
    private static int Winner(in PoolingShape s, int output, int c, float[] x)
    {
        var channels = s.Channels;
        var inputs = Window(s, output).ConvertAll(pixel => pixel * channels + c);
        var nan = inputs.FindIndex(input => float.IsNaN(x[input]));
        return nan >= 0 ? inputs[nan] : inputs.First(input => x[input] == inputs.Max(other => x[other]));
    }

    private static Expected Start(float[] values)
    {
        var sums = new Expected(values.Length);
        for (var i = 0; i < values.Length; i++) sums.Add(i, values[i]);
        return sums;
    }
}
