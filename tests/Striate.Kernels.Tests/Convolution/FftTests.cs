using Striate.Kernels.Convolution;
using Striate.Kernels.Convolution.Fft;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Convolution;

/// <summary>Large windows by frequencies: what <see cref="CandidateTests"/> does not look at.</summary>
public unsafe class FftTests
{
    private static readonly WorkerPool Pool = WorkerPool.Of(2);

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    public void ALineIsTheSumThatDefinesIt(int length)
    {
        // X[k] = Σ x[n] · exp(−2πi·kn/N), and back N times x; four lanes of the portable width.
        var (random, lanes) = (new System.Random(length), SimdScalar.Count);
        var (x, buffer) = (new float[2 * length], new float[2 * length * lanes]);
        for (var i = 0; i < x.Length; i++) x[i] = (float)random.NextDouble() - 0.5f;
        for (var i = 0; i < x.Length; i++) buffer.AsSpan(i * lanes, lanes).Fill(x[i]);
        fixed (float* address = buffer)
        {
            var line = new FftLine(address, 2 * lanes, lanes);
            FftTransform<float, SimdScalar>.Forward(length, line, line);
            for (var k = 0; k < length; k++)
            {
                double re = 0, im = 0;
                for (var n = 0; n < length; n++)
                {
                    var (sin, cos) = Math.SinCos(-2 * Math.PI * k * n / length);
                    (re, im) = (re + x[2 * n] * cos - x[2 * n + 1] * sin, im + x[2 * n] * sin + x[2 * n + 1] * cos);
                }
                var place = FftTables.PlacesOf(length)[k] * 2 * lanes;
                Assert.Equal(re, buffer[place], 1e-5);
                Assert.Equal(im, buffer[place + lanes], 1e-5);
            }
            FftTransform<float, SimdScalar>.Inverse(length, line, line);
        }
        for (var i = 0; i < x.Length; i++) Assert.Equal(length * x[i], buffer[i * lanes], 1e-4);
    }

    [Fact]
    public void MoreTilesThanAChunk()
    {
        var (height, width) = (new WindowAxis(60, 7, PaddingLow: 3, PaddingHigh: 3), new WindowAxis(60, 5, PaddingLow: 2, PaddingHigh: 2));
        var shape = new ConvolutionShape(9, 16, 17, 1, WindowAxis.Unit, height, width);
        var pixels = shape.Batch * shape.OutputPixels;
        var (x, dy, w) = (Numbers.Draw(pixels * 16, 1, false), Numbers.Draw(pixels * 17, 2, false), Numbers.Draw(shape.WeightLength, 3, false));
        foreach (var (kernels, input, inputs, outputs) in new[] { (ConvolutionKernels.Forward, x, 16, 17), (ConvolutionKernels.BackwardData, dy, 17, 16) })
        {
            float[] Run(string name)
            {
                var kernel = kernels.First(kernel => kernel.Name.StartsWith(name, StringComparison.Ordinal));
                var (packed, y) = (new float[kernel.PackedLength(shape)], new float[pixels * outputs]);
                kernel.Pack(shape, w, packed, Pool);
                kernel.Run(shape, input, inputs, packed, y, outputs, default, new float[kernel.ScratchLength(shape, 2)], Pool);
                return y;
            }
            AssertClose(Run("gather"), Run("fft"), 1e-6);
        }
        (float[] Weights, float[] Biases) RunWeights(string name)
        {
            var kernel = ConvolutionKernels.BackwardWeights.First(kernel => kernel.Name.StartsWith(name, StringComparison.Ordinal));
            var (dw, db) = (new float[shape.WeightLength], new float[17]);
            dw.AsSpan().Fill(2);
            db.AsSpan().Fill(3);
            kernel.Run(shape, x, 16, dy, 17, dw, db, accumulate: true, new float[kernel.ScratchLength(shape, 2)], Pool);
            return (dw, db);
        }
        var ((expected, biases), (actual, sums)) = (RunWeights("outer"), RunWeights("fft"));
        AssertClose(expected, actual, 1e-5);
        AssertClose(biases, sums, 1e-5);
    }

    [Fact]
    public void LargeWindowsAreChosenAndDirectRulesThemOut()
    {
        var axis = new WindowAxis(56, 11, PaddingLow: 5, PaddingHigh: 5);
        var shape = new ConvolutionShape(8, 64, 64, 1, WindowAxis.Unit, axis, axis);
        var width = SimdWidth.Bits;
        Assert.Equal(($"fft{width}", $"fft{width}", $"fft{width}"), Chosen(shape, Algorithms.Fastest));
        Assert.Equal(($"gather{width}", $"gather{width}", $"outer{width}"), Chosen(shape, Algorithms.Direct));
    }

    [Fact]
    public void NothingIsAllocated()
    {
        var (axis, pool) = (new WindowAxis(20, 7, PaddingLow: 3, PaddingHigh: 3), WorkerPool.Of(1));
        var shape = new ConvolutionShape(2, 16, 16, 1, WindowAxis.Unit, axis, axis);
        var forward = ConvolutionKernels.Forward.First(kernel => kernel.Name.StartsWith("fft", StringComparison.Ordinal));
        var weights = ConvolutionKernels.BackwardWeights.First(kernel => kernel.Name.StartsWith("fft", StringComparison.Ordinal));
        var (x, dy, w, y) = (Numbers.Draw(2 * 400 * 16, 1, false), Numbers.Draw(2 * 400 * 16, 2, false), Numbers.Draw(shape.WeightLength, 3, false), new float[2 * 400 * 16]);
        var (packed, dw, db) = (new float[forward.PackedLength(shape)], new float[shape.WeightLength], new float[16]);
        var scratch = new float[Math.Max(forward.ScratchLength(shape, 1), weights.ScratchLength(shape, 1))];
        // The first time tables are made.
        Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step()
        {
            forward.Pack(shape, w, packed, pool);
            forward.Run(shape, x, 16, packed, y, 16, default, scratch, pool);
            weights.Run(shape, x, 16, dy, 16, dw, db, accumulate: false, scratch, pool);
        }
    }

    [Theory]
    [InlineData(2, 64, 1)]
    [InlineData(1, 3, 1)]
    [InlineData(1, 64, 2)]
    [Trait("Row", "110")]
    public void StridesFewChannelsAndGroupsAreLeftToOthers(int stride, int channels, int groups)
    {
        var axis = new WindowAxis(56, 11, stride, PaddingLow: 5, PaddingHigh: 5);
        var (forward, data, weights) = Chosen(new ConvolutionShape(8, channels, 64 * groups, groups, WindowAxis.Unit, axis, axis), Algorithms.Fastest);
        Assert.DoesNotContain("fft", forward + data + weights);
    }

    [Theory]
    [InlineData(32, 11)]
    [InlineData(64, 7)]
    [InlineData(64, 15)]
    [InlineData(256, 5)]
    public void ErrorsAreThoseOfTheDocument(int channels, int kernel)
    {
        // docs/numerics.md: against double, over the root mean square of the output; a sum of frequencies rounds less often than one of products.
        var axis = new WindowAxis(14, kernel, PaddingLow: kernel / 2, PaddingHigh: kernel / 2);
        var shape = new ConvolutionShape(1, channels, 16, 1, WindowAxis.Unit, axis, axis);
        var random = new System.Random(channels + kernel);
        float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        var (x, w) = (new float[14 * 14 * channels], new float[shape.WeightLength]);
        foreach (ref var value in x.AsSpan()) value = Normal();
        foreach (ref var value in w.AsSpan()) value = Normal();
        var expected = Oracle.Forward(shape, x, w).Value;
        var rms = Math.Sqrt(expected.Average(value => value * value));
        (double Mean, double Largest) Errors(string name)
        {
            var candidate = ConvolutionKernels.Forward.First(candidate => candidate.Name.StartsWith(name, StringComparison.Ordinal));
            var (packed, y) = (new float[candidate.PackedLength(shape)], new float[expected.Length]);
            candidate.Pack(shape, w, packed, Pool);
            candidate.Run(shape, x, channels, packed, y, 16, default, new float[candidate.ScratchLength(shape, 2)], Pool);
            var errors = expected.Zip(y, (value, sum) => Math.Abs(sum - value) / rms).ToArray();
            return (Math.Sqrt(errors.Average(error => error * error)), errors.Max());
        }
        var (fft, direct) = (Errors("fft"), Errors("gather"));
        Assert.True(fft.Mean < direct.Mean && fft.Largest < 5e-6, $"{channels} channels, {kernel}×{kernel}: {fft.Mean:0.0e+0} / {fft.Largest:0.0e+0}, direct {direct.Mean:0.0e+0} / {direct.Largest:0.0e+0}");
        Console.WriteLine($"{channels} channels, {kernel}×{kernel}: {fft.Mean:0.0e+0} / {fft.Largest:0.0e+0}, direct {direct.Mean:0.0e+0} / {direct.Largest:0.0e+0}");
    }

    private static (string Forward, string Data, string Weights) Chosen(ConvolutionShape shape, Algorithms algorithms) => (
        ConvolutionKernels.Choose(ConvolutionKernels.Forward, shape, algorithms).Name,
        ConvolutionKernels.Choose(ConvolutionKernels.BackwardData, shape, algorithms).Name,
        ConvolutionKernels.Choose(ConvolutionKernels.BackwardWeights, shape, algorithms).Name);

    // Over the root mean square of what is expected.
    private static void AssertClose(float[] expected, float[] actual, double most)
    {
        var rms = Math.Sqrt(expected.Average(value => (double)value * value));
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], most * 10 * rms);
    }
}
