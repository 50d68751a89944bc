using Striate.Kernels.Convolution;
using Striate.Kernels.Convolution.Unshared;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Convolution.Unshared;

/// <summary>Unshared and tiled convolutions over a grid of shapes, batches on both sides of the vectors' lanes, between guard zones, on 1, 2 and 3 threads.</summary>
public class PlacedConvolutionTests
{
    [Fact]
    [Trait("Row", "104")]
    [Trait("Row", "106")]
    public void ForwardIsTheDefinition()
    {
        foreach (var (shape, seed) in Shapes())
        {
            var (x, w, b) = (Input(shape, seed), Weights(shape, seed + 1), Numbers.Draw((long)shape.Kernels * shape.Windows.OutputChannels, seed + 2, true));
            var expected = new float[(long)shape.Windows.Batch * shape.Windows.OutputPixels * shape.Windows.OutputChannels];
            for (var i = 0; i < expected.Length; i++) expected[i] = b[shape.KernelOf(i / shape.Windows.OutputChannels % shape.Windows.OutputPixels) * shape.Windows.OutputChannels + i % shape.Windows.OutputChannels];
            foreach (var (from, to, weight) in Products(shape)) expected[to] += x[from] * w[weight];
            Assert.Equal(expected, Run(expected.Length, null, (y, scratch, pool) => PlacedConvolution.Forward(shape, x, w, b, y, scratch, pool), shape));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Row", "110")]
    public void InputGradientsAreTheDefinition(bool accumulate)
    {
        foreach (var (shape, seed) in Shapes())
        {
            var (dy, w, start) = (Output(shape, seed), Weights(shape, seed + 1), Input(shape, seed + 2));
            var expected = accumulate ? [.. start] : new float[start.Length];
            foreach (var (from, to, weight) in Products(shape)) expected[from] += dy[to] * w[weight];
            Assert.Equal(expected, Run(expected.Length, start, (dx, scratch, pool) => PlacedConvolution.BackwardData(shape, dy, w, dx, accumulate, scratch, pool), shape));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Row", "109")]
    public void WeightGradientsAreTheDefinition(bool accumulate)
    {
        foreach (var (shape, seed) in Shapes())
        {
            var (x, dy, start) = (Input(shape, seed), Output(shape, seed + 1), Weights(shape, seed + 2));
            var biases = new float[shape.Kernels * shape.Windows.OutputChannels];
            var expected = accumulate ? [.. start] : new float[start.Length];
            foreach (var (from, to, weight) in Products(shape)) expected[weight] += x[from] * dy[to];
            Assert.Equal(expected, Run(expected.Length, start, (dw, scratch, pool) => PlacedConvolution.BackwardWeights(shape, x, dy, dw, biases, accumulate, scratch, pool), shape));
            var sums = new float[biases.Length];
            var (channels, pixels) = (shape.Windows.OutputChannels, shape.Windows.OutputPixels);
            for (var i = 0; i < dy.Length; i++) sums[shape.KernelOf(i / channels % pixels) * channels + i % channels] += dy[i];
            Array.Clear(biases);
            Run(expected.Length, start, (dw, scratch, pool) => PlacedConvolution.BackwardWeights(shape, x, dy, dw, biases, false, scratch, pool), shape);
            Assert.Equal(sums, biases);
        }
    }

    [Fact]
    public void MoreKernelsThanPlacesAreRefused()
    {
        var windows = new ConvolutionShape(1, 1, 1, 1, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(5, 3));
        Assert.Equal("An unshared convolution takes 1 to 3 kernels in turn along its width, not 4.", Assert.Throws<ArgumentException>(() => new UnsharedShape(windows, 1, 1, 4)).Message);
        Assert.Equal("An unshared convolution takes 1 to 1 kernels in turn along its depth, not 0.", Assert.Throws<ArgumentException>(() => new UnsharedShape(windows, 0, 1, 1)).Message);
    }

    [Fact]
    public void ShortSpansAreRefused()
    {
        var shape = new UnsharedShape(new ConvolutionShape(1, 1, 1, 1, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(5, 3)), 1, 1, 3);
        Assert.Equal("weights holds 8 floats; 9 are needed.",
            Assert.Throws<ArgumentException>(() => PlacedConvolution.Forward(shape, new float[5], new float[8], default, new float[3], new float[10_000], WorkerPool.Of(1))).Message);
    }

    private delegate void Pass(Span<float> target, Span<float> scratch, WorkerPool pool);

    private static float[] Run(int length, float[]? start, Pass pass, UnsharedShape shape) => SameBits.OnThreads(threads =>
    {
        using var memory = new GuardedMemory();
        var target = start is null ? memory.BlankRow(length) : memory.Row(start);
        pass(target.Span, memory.BlankRow(PlacedConvolution.ScratchLength(shape, threads)).Span, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return target.ToDense();
    });

    private static IEnumerable<(UnsharedShape Shape, int Seed)> Shapes()
    {
        var random = new System.Random(1);
        for (var i = 0; i < 40; i++)
        {
            WindowAxis Axis(int most) => new(random.Next(1, most + 1) + 4, random.Next(1, 4), random.Next(1, 4), random.Next(1, 3), random.Next(3), random.Next(3));
            var rank = random.Next(1, 4);
            var (depth, height, width) = (rank > 2 ? Axis(2) : WindowAxis.Unit, rank > 1 ? Axis(4) : WindowAxis.Unit, Axis(7));
            var groups = random.Next(4) == 0 ? 3 : 1;
            var (inputs, outputs) = (random.Next(1, 5), i % 8 == 0 ? 35 : random.Next(1, 7));
            var windows = new ConvolutionShape(i % 6 == 0 ? 17 : i % 6 == 1 ? 16 : random.Next(1, 6), inputs * groups, outputs * groups, groups, depth, height, width);
            yield return (new UnsharedShape(windows, Kernels(depth.Output), Kernels(height.Output), Kernels(width.Output)), 10 * i);
            int Kernels(int axisOutputs) => i % 2 == 0 ? axisOutputs : random.Next(1, Math.Min(3, axisOutputs) + 1);
        }
    }

    // Every product of an input, an output and a weight that meet, by their numbers.
    private static IEnumerable<(int Input, int Output, int Weight)> Products(UnsharedShape shape)
    {
        var windows = shape.Windows;
        var (inputs, outputs, taps) = (windows.GroupInputChannels, windows.GroupOutputChannels, windows.Taps);
        foreach (var (output, tap, input) in Meetings(windows))
            for (var n = 0; n < windows.Batch; n++)
                for (var k = 0; k < windows.OutputChannels; k++)
                    for (var c = 0; c < inputs; c++)
                        yield return ((n * windows.InputPixels + input) * windows.InputChannels + k / outputs * inputs + c, (n * windows.OutputPixels + output) * windows.OutputChannels + k,
                            ((shape.KernelOf(output) * windows.OutputChannels + k) * inputs + c) * taps + tap);
    }

    private static IEnumerable<(int Output, int Tap, int Input)> Meetings(ConvolutionShape windows)
    {
        for (var output = 0; output < windows.OutputPixels; output++)
        {
            for (var tap = 0; tap < windows.Taps; tap++)
            {
                var (o, t, input, scale, inside) = (output, tap, 0, 1, true);
                foreach (var axis in new[] { windows.Width, windows.Height, windows.Depth })
                {
                    var place = o % axis.Output * axis.Stride + t % axis.Kernel * axis.Dilation - axis.PaddingLow;
                    inside &= place >= 0 && place < axis.Input;
                    (input, scale, o, t) = (input + place * scale, scale * axis.Input, o / axis.Output, t / axis.Kernel);
                }
                if (inside) yield return (output, tap, input);
            }
        }
    }

    private static float[] Input(UnsharedShape shape, int seed) => Numbers.Draw((long)shape.Windows.Batch * shape.Windows.InputPixels * shape.Windows.InputChannels, seed, true);

    private static float[] Output(UnsharedShape shape, int seed) => Numbers.Draw((long)shape.Windows.Batch * shape.Windows.OutputPixels * shape.Windows.OutputChannels, seed, true);

    private static float[] Weights(UnsharedShape shape, int seed) => Numbers.Draw((long)shape.Kernels * shape.KernelLength, seed, true);
}
