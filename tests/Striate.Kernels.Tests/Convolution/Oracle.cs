using Striate.Kernels.Convolution;

namespace Striate.Kernels.Tests.Convolution;

/// <summary>Convolution in double, straight from the definition, with the sum of |x||w| beside each result for tolerances.</summary>
internal static class Oracle
{
    public delegate void Term(int inputPixel, int outputPixel, int c, int k, int weight);

    public static void ForEach(ConvolutionShape s, Term term)
    {
        var (inputs, outputs, taps) = (s.GroupInputChannels, s.GroupOutputChannels, s.Taps);
        for (var n = 0; n < s.Batch; n++)
            for (var od = 0; od < s.Depth.Output; od++)
                for (var oh = 0; oh < s.Height.Output; oh++)
                    for (var ow = 0; ow < s.Width.Output; ow++)
                        for (var kd = 0; kd < s.Depth.Kernel; kd++)
                            for (var kh = 0; kh < s.Height.Kernel; kh++)
                                for (var kw = 0; kw < s.Width.Kernel; kw++)
                                {
                                    var d = od * s.Depth.Stride - s.Depth.PaddingLow + kd * s.Depth.Dilation;
                                    var h = oh * s.Height.Stride - s.Height.PaddingLow + kh * s.Height.Dilation;
                                    var w = ow * s.Width.Stride - s.Width.PaddingLow + kw * s.Width.Dilation;
                                    if (d < 0 || h < 0 || w < 0 || d >= s.Depth.Input || h >= s.Height.Input || w >= s.Width.Input) continue;
                                    var input = ((n * s.Depth.Input + d) * s.Height.Input + h) * s.Width.Input + w;
                                    var output = ((n * s.Depth.Output + od) * s.Height.Output + oh) * s.Width.Output + ow;
                                    var tap = (kd * s.Height.Kernel + kh) * s.Width.Kernel + kw;
                                    for (var k = 0; k < s.OutputChannels; k++)
                                    {
                                        var first = k / outputs * inputs;
                                        for (var c = 0; c < inputs; c++) term(input, output, first + c, k, (k * inputs + c) * taps + tap);
                                    }
                                }
    }

    public static (double[] Value, double[] Magnitude) Forward(ConvolutionShape s, float[] x, float[] w)
    {
        var (value, magnitude) = (new double[s.Batch * s.OutputPixels * s.OutputChannels], new double[s.Batch * s.OutputPixels * s.OutputChannels]);
        ForEach(s, (i, o, c, k, t) => Add(value, magnitude, o * s.OutputChannels + k, (double)x[i * s.InputChannels + c] * w[t]));
        return (value, magnitude);
    }

    public static (double[] Value, double[] Magnitude) BackwardData(ConvolutionShape s, float[] dy, float[] w)
    {
        var (value, magnitude) = (new double[s.Batch * s.InputPixels * s.InputChannels], new double[s.Batch * s.InputPixels * s.InputChannels]);
        ForEach(s, (i, o, c, k, t) => Add(value, magnitude, i * s.InputChannels + c, (double)dy[o * s.OutputChannels + k] * w[t]));
        return (value, magnitude);
    }

    public static (double[] Value, double[] Magnitude) BackwardWeights(ConvolutionShape s, float[] x, float[] dy)
    {
        var (value, magnitude) = (new double[s.WeightLength], new double[s.WeightLength]);
        ForEach(s, (i, o, c, k, t) => Add(value, magnitude, t, (double)x[i * s.InputChannels + c] * dy[o * s.OutputChannels + k]));
        return (value, magnitude);
    }

    private static void Add(double[] value, double[] magnitude, int at, double term)
    {
        value[at] += term;
        magnitude[at] += Math.Abs(term);
    }
}
