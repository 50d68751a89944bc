using System.Runtime.Intrinsics;
using Striate.Kernels.Convolution;
using Striate.Kernels.Convolution.Depthwise;
using Striate.Kernels.Convolution.Fft;
using Striate.Kernels.Convolution.Winograd;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Convolution;

/// <summary>Every candidate, forced, at every vector width, over a grid of shapes with all tails, between guard zones, on 1, 2 and 3 threads.</summary>
public class CandidateTests
{
    internal static readonly DataKernel[] Forward = Data(backward: false);
    internal static readonly DataKernel[] BackwardData = Data(backward: true);

    private static readonly WeightsKernel[] BackwardWeights =
        [.. Widths(Weights<Vector512<float>, Simd512>(), Weights<Vector256<float>, Simd256>(), Weights<Vector128<float>, Simd128>()), new ReferenceWeights()];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Row", "110")]
    public void DataKernelsEqualTheOracle(bool integers)
    {
        foreach (var (shape, index) in ShapeGrid.Random(48, 1).Concat(ShapeGrid.Grouped(24, 18)).Concat(ShapeGrid.FewChannels(24, 14)).Concat(ShapeGrid.ThreeByThree(16, 6)).Concat(ShapeGrid.LargeWindows(16, 36)).Concat(ShapeGrid.Depthwise(24, 9)).Select((shape, i) => (shape, i)))
        {
            var (x, w, dy, bias) = (Numbers.Draw(shape.Batch * shape.InputPixels * shape.InputChannels, index, integers), Numbers.Draw((int)shape.WeightLength, index + 1, integers),
                Numbers.Draw(shape.Batch * shape.OutputPixels * shape.OutputChannels, index + 2, integers), Numbers.Draw(shape.OutputChannels, index + 3, integers));
            var forward = Oracle.Forward(shape, x, w);
            for (var i = 0; i < forward.Value.Length; i++)
            {
                var b = bias[i % shape.OutputChannels];
                (forward.Value[i], forward.Magnitude[i]) = (Math.Max(forward.Value[i] + b, 0), forward.Magnitude[i] + Math.Abs(b));
            }
            foreach (var kernel in Forward.Where(kernel => kernel.Accepts(shape)))
                Check(kernel, shape, forward, Run(kernel, shape, x, shape.InputChannels, w, shape.OutputChannels, bias, Activation.Relu, 2), integers);
            var backward = Oracle.BackwardData(shape, dy, w);
            foreach (var kernel in BackwardData.Where(kernel => kernel.Accepts(shape)))
                Check(kernel, shape, backward, Run(kernel, shape, dy, shape.OutputChannels, w, shape.InputChannels, [], Activation.Identity, 2, backward: true), integers);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Row", "109")]
    [Trait("Row", "174")]
    public void WeightsKernelsEqualTheOracle(bool integers)
    {
        foreach (var (shape, index) in ShapeGrid.Random(48, 2).Concat(ShapeGrid.Dense(24, 30)).Concat(ShapeGrid.Grouped(24, 19)).Concat(ShapeGrid.FewChannels(24, 15)).Concat(ShapeGrid.ThreeByThree(16, 13)).Concat(ShapeGrid.LargeWindows(12, 39)).Concat(ShapeGrid.LargeThreeByThree()).Concat(ShapeGrid.Depthwise(24, 12)).Select((shape, i) => (shape, i)))
        {
            var (x, dy) = (Numbers.Draw(shape.Batch * shape.InputPixels * shape.InputChannels, index, integers), Numbers.Draw(shape.Batch * shape.OutputPixels * shape.OutputChannels, index + 1, integers));
            var expected = Oracle.BackwardWeights(shape, x, dy);
            var (bias, magnitude) = (new double[shape.OutputChannels], new double[shape.OutputChannels]);
            for (var i = 0; i < dy.Length; i++)
            {
                bias[i % shape.OutputChannels] += dy[i];
                magnitude[i % shape.OutputChannels] += Math.Abs(dy[i]);
            }
            var terms = Math.Sqrt(shape.Batch * shape.OutputPixels);
            foreach (var kernel in BackwardWeights.Where(kernel => kernel.Accepts(shape)))
            {
                var (weights, biases) = RunWeights(kernel, shape, x, dy, 2);
                Check(kernel, shape, expected, weights, integers);
                for (var k = 0; k < bias.Length; k++) Assert.Equal(bias[k], biases[k], integers ? 0 : 8 * Math.Pow(2, -24) * terms * magnitude[k]);
            }
        }
    }

    [Fact]
    public void GradientsAreAddedToWhatStands()
    {
        foreach (var (shape, index) in ShapeGrid.Random(8, 32).Concat(ShapeGrid.Grouped(3, 33)).Concat(ShapeGrid.Dense(6, 34)).Concat(ShapeGrid.Depthwise(2, 35)).Select((shape, i) => (shape, i)))
        {
            var (x, dy) = (Numbers.Draw(shape.Batch * shape.InputPixels * shape.InputChannels, index, true), Numbers.Draw(shape.Batch * shape.OutputPixels * shape.OutputChannels, index + 1, true));
            var expected = Array.ConvertAll(Oracle.BackwardWeights(shape, x, dy).Value, value => (float)value + 3);
            foreach (var kernel in BackwardWeights.Where(kernel => kernel.Accepts(shape) && kernel.IsDirect))
            {
                var (weights, biases) = (new float[shape.WeightLength], new float[shape.OutputChannels]);
                weights.AsSpan().Fill(3);
                kernel.Run(shape, x, shape.InputChannels, dy, shape.OutputChannels, weights, biases, accumulate: true, new float[kernel.ScratchLength(shape, 2)], WorkerPool.Of(2));
                for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], weights[i]);
            }
        }
    }

    [Fact]
    public void BitsDoNotDependOnThreads()
    {
        foreach (var (shape, index) in ShapeGrid.Random(24, 3).Concat(ShapeGrid.Dense(6, 31)).Concat(ShapeGrid.Grouped(6, 20)).Concat(ShapeGrid.FewChannels(6, 16)).Concat(ShapeGrid.ThreeByThree(4, 7)).Concat(ShapeGrid.LargeWindows(4, 37)).Append(ShapeGrid.LargeThreeByThree().Last()).Concat(ShapeGrid.Depthwise(6, 10)).Select((shape, i) => (shape, i)))
        {
            var (x, w) = (Numbers.Draw(shape.Batch * shape.InputPixels * shape.InputChannels, index, false), Numbers.Draw((int)shape.WeightLength, index + 1, false));
            var dy = Numbers.Draw(shape.Batch * shape.OutputPixels * shape.OutputChannels, index + 2, false);
            foreach (var kernel in Forward.Where(kernel => kernel.Accepts(shape)))
            {
                var one = Run(kernel, shape, x, shape.InputChannels, w, shape.OutputChannels, [], Activation.Tanh, 1);
                foreach (var threads in new[] { 2, 3 }) Assert.Equal(one, Run(kernel, shape, x, shape.InputChannels, w, shape.OutputChannels, [], Activation.Tanh, threads));
            }
            foreach (var kernel in BackwardWeights.Where(kernel => kernel.Accepts(shape)))
            {
                var one = RunWeights(kernel, shape, x, dy, 1).Weights;
                foreach (var threads in new[] { 2, 3 }) Assert.Equal(one, RunWeights(kernel, shape, x, dy, threads).Weights);
            }
        }
    }

    [Fact]
    public void PixelsMayLieFartherApartThanTheirChannels()
    {
        foreach (var (shape, index) in ShapeGrid.Random(24, 4).Concat(ShapeGrid.Grouped(12, 21)).Concat(ShapeGrid.FewChannels(12, 17)).Concat(ShapeGrid.ThreeByThree(4, 8)).Concat(ShapeGrid.LargeWindows(6, 38)).Concat(ShapeGrid.Depthwise(6, 11)).Where(shape => !FlatShape.IsDense(shape) || shape.Taps == 1).Select((shape, i) => (shape, i)))
        {
            var (inputs, outputs) = (shape.InputChannels + 3, shape.OutputChannels + 5);
            var (x, w) = (Numbers.Draw((long)shape.Batch * shape.InputPixels * shape.InputChannels, index, true), Numbers.Draw(shape.WeightLength, index + 1, true));
            var expected = Array.ConvertAll(Oracle.Forward(shape, x, w).Value, value => (float)value);
            foreach (var kernel in Forward.Where(kernel => kernel.Accepts(shape)))
                AssertEqual(kernel, expected, Run(kernel, shape, x, inputs, w, outputs, [], Activation.Identity, 2));
        }
    }

    [Fact]
    public void AnAddendMayBeTheOutputItself()
    {
        var axis = new WindowAxis(9, 3, PaddingLow: 1, PaddingHigh: 1);
        var shape = new ConvolutionShape(2, 18, 20, 1, WindowAxis.Unit, axis, axis);
        var (x, w) = (Numbers.Draw(2 * 81 * 18, 1, true), Numbers.Draw((int)shape.WeightLength, 2, true));
        foreach (var kernel in Forward.Where(kernel => kernel.Accepts(shape)))
        {
            var pool = WorkerPool.Of(2);
            var packed = new float[kernel.PackedLength(shape)];
            kernel.Pack(shape, w, packed, pool);
            var y = Numbers.Draw(2 * 81 * 20, 3, true);
            var expected = Oracle.Forward(shape, x, w).Value.Zip(y, (sum, more) => (float)(sum + more)).ToArray();
            kernel.Run(shape, x, 18, packed, y, 20, new Epilogue { Addend = y, AddendPixelStride = 20 }, new float[kernel.ScratchLength(shape, 2)], pool);
            AssertEqual(kernel, expected, y);
        }
    }

    [Fact]
    public void ShortSpansAreRefused()
    {
        var shape = new ConvolutionShape(1, 2, 3, 1, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(4, 2));
        var kernel = new GatherConvolution<Vector128<float>, Simd128>(backward: false);
        var packed = new float[kernel.PackedLength(shape)];
        string Message(int x, int xStride, int y) => Assert.Throws<ArgumentException>(() =>
            kernel.Run(shape, new float[x], xStride, packed, new float[y], 3, default, new float[kernel.ScratchLength(shape, 1)], WorkerPool.Of(1))).Message;
        Assert.Equal("input holds 7 floats; 4 pixels of 2 channels, 2 apart, take 8.", Message(7, 2, 9));
        Assert.Equal("The pixels of input are 1 floats apart but hold 2 channels.", Message(8, 1, 9));
        Assert.Equal("output holds 8 floats; 3 pixels of 3 channels, 3 apart, take 9.", Message(8, 2, 8));
    }

    private static DataKernel[] Data(bool backward) =>
        [.. Widths(Data<Vector512<float>, Simd512>(backward), Data<Vector256<float>, Simd256>(backward), Data<Vector128<float>, Simd128>(backward)), new ReferenceConvolution(backward)];

    // Every width that the process computes with: wider vectors would be taken apart, and no plan chooses them.
    private static IEnumerable<TKernel> Widths<TKernel>(TKernel[] wide, TKernel[] middle, TKernel[] narrow) =>
        [.. SimdWidth.Bits >= 512 ? wide : [], .. SimdWidth.Bits >= 256 ? middle : [], .. narrow];

    private static DataKernel[] Data<TVector, TSimd>(bool backward) where TVector : unmanaged where TSimd : struct, ISimd<TVector> =>
    [
        new GatherConvolution<TVector, TSimd>(backward), new ToeplitzConvolution<TVector, TSimd>(backward), new GroupedConvolution<TVector, TSimd>(backward), new FftConvolution<TVector, TSimd>(backward), new FlatConvolution<TVector, TSimd>(backward), new DepthwiseConvolution<TVector, TSimd>(backward),
        new WinogradConvolution<TVector, TSimd, Winograd4>(backward), new WinogradConvolution<TVector, TSimd, Winograd2>(backward),
    ];

    private static WeightsKernel[] Weights<TVector, TSimd>() where TVector : unmanaged where TSimd : struct, ISimd<TVector> =>
        [new OuterConvolution<TVector, TSimd>(), new GroupedWeights<TVector, TSimd>(), new FftWeights<TVector, TSimd>(), new DenseWeights<TVector, TSimd>(), new DepthwiseWeights<TVector, TSimd>(), new WinogradWeights<TVector, TSimd, Winograd4>(), new WinogradWeights<TVector, TSimd, Winograd2>()];

    private static float[] Run(DataKernel kernel, ConvolutionShape shape, float[] input, int inputStride, float[] w, int outputStride, float[] bias, Activation activation, int threads, bool backward = false)
    {
        using var memory = new GuardedMemory();
        var pool = WorkerPool.Of(threads);
        var (x, weights, biases) = (memory.Map(input, backward ? shape.OutputChannels : shape.InputChannels, inputStride), memory.Row(w), memory.Row(bias));
        var (pixels, channels) = backward ? (shape.InputPixels, shape.InputChannels) : (shape.OutputPixels, shape.OutputChannels);
        var y = memory.Blank(shape.Batch * pixels, channels, outputStride);
        var (packed, scratch) = (memory.BlankRow(kernel.PackedLength(shape)), memory.BlankRow(kernel.ScratchLength(shape, threads)));
        kernel.Pack(shape, weights.Span, packed.Span, pool);
        kernel.Run(shape, x.Span, inputStride, packed.Span, y.Span, outputStride, new Epilogue { Bias = biases.Span, Activation = activation }, scratch.Span, pool);
        memory.AssertUntouched();
        return y.ToDense();
    }

    private static (float[] Weights, float[] Biases) RunWeights(WeightsKernel kernel, ConvolutionShape shape, float[] x, float[] dy, int threads)
    {
        using var memory = new GuardedMemory();
        var (input, gradient) = (memory.Map(x, shape.InputChannels, shape.InputChannels), memory.Map(dy, shape.OutputChannels, shape.OutputChannels));
        var (weights, biases, scratch) = (memory.BlankRow(shape.WeightLength), memory.BlankRow(shape.OutputChannels), memory.BlankRow(kernel.ScratchLength(shape, threads)));
        kernel.Run(shape, input.Span, input.Stride, gradient.Span, gradient.Stride, weights.Span, biases.Span, accumulate: false, scratch.Span, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return (weights.ToDense(), biases.ToDense());
    }

    // Integers: direct sums exactly; products of sums within a hundredth of the smallest step.
    private static void AssertEqual(DataKernel kernel, float[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], kernel.IsDirect ? 0 : 0.01);
    }

    // |a − b| ≤ 8 · ε · √K · Σ|x||w|, K the number of terms; integers exactly.
    // A product of sums mixes the outputs of a tile: its error follows the largest of them, not each one.
    private static void Check(ConvolutionKernel kernel, ConvolutionShape shape, (double[] Value, double[] Magnitude) expected, float[] actual, bool integers)
    {
        var terms = Math.Sqrt((double)shape.Taps * Math.Max(shape.GroupInputChannels, shape.GroupOutputChannels) * (kernel is WeightsKernel ? shape.Batch * shape.OutputPixels : 1));
        var largest = expected.Magnitude.Max();
        for (var i = 0; i < actual.Length; i++)
        {
            var bound = integers && kernel.IsDirect ? 0 : 8 * Math.Pow(2, -24) * terms * (kernel.IsDirect ? expected.Magnitude[i] : largest);
            // The message costs more than the check: it is written only where it is needed.
            if (!(Math.Abs(actual[i] - expected.Value[i]) <= bound)) Assert.Fail($"{kernel.Name} {shape}: {actual[i]} at {i}, not {expected.Value[i]} ± {bound}");
        }
    }
}
