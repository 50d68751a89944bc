using Striate.Kernels.Convolution;
using Striate.Kernels.Normalization;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Convolution;

/// <summary>Sums that kernels take of their outputs on the way, against double sums over what they stored.</summary>
public class MomentTests
{
    [Fact]
    public void MomentsAreThoseOfTheOutput()
    {
        var kernels = new HashSet<string>();
        foreach (var (shape, index) in ShapeGrid.Random(24, 21).Concat(ShapeGrid.FewChannels(6, 26)).Concat(ShapeGrid.Grouped(6, 27)).Concat(ShapeGrid.ThreeByThree(4, 22)).Concat(ShapeGrid.Depthwise(6, 23)).Select((shape, i) => (shape, i)))
        {
            var (x, w, bias) = (Numbers.Draw(shape.Batch * shape.InputPixels * shape.InputChannels, index, false), Numbers.Draw((int)shape.WeightLength, index + 1, false), Numbers.Draw(shape.OutputChannels, index + 2, false));
            foreach (var kernel in CandidateTests.Forward.Where(kernel => kernel.Accepts(shape) && kernel.MomentSlots(shape) > 0))
            {
                var moments = SameBits.OnThreads(threads => Run(kernel, shape, x, w, bias, threads));
                AssertMoments($"{kernel.Name} {shape}", moments, shape.OutputChannels, 1e-6);
                kernels.Add(kernel.Name);
            }
        }
        // Those that plans choose for maps.
        foreach (var name in new[] { "gather", "flat", "toeplitz", "grouped", "depthwise", "winograd4x", "winograd2x" }) Assert.Contains(kernels, kernel => kernel.StartsWith(name, StringComparison.Ordinal));
    }

    // A transposed convolution's forward pass is the backward-data pass of the convolution that leads back.
    [Fact]
    public void BackwardDataTakesThemToo()
    {
        foreach (var (shape, index) in ShapeGrid.Random(16, 24).Concat(ShapeGrid.FewChannels(6, 28)).Concat(ShapeGrid.Grouped(6, 29)).Concat(ShapeGrid.ThreeByThree(4, 25)).Select((shape, i) => (shape, i)))
        {
            var (dy, w) = (Numbers.Draw(shape.Batch * shape.OutputPixels * shape.OutputChannels, index, false), Numbers.Draw((int)shape.WeightLength, index + 1, false));
            foreach (var kernel in CandidateTests.BackwardData.Where(kernel => kernel.Accepts(shape) && kernel.MomentSlots(shape) > 0))
                AssertMoments($"{kernel.Name} {shape}", Run(kernel, shape, dy, w, [], 2, backward: true), shape.InputChannels, 1e-6);
        }
    }

    // Σx² − (Σx)²/n would lose all digits here: the mean is 7500 standard deviations from zero.
    [Fact]
    public void AMeanFarFromZeroCostsNoDigits()
    {
        var shape = new ConvolutionShape(4, 16, 32, 1, WindowAxis.Unit, new WindowAxis(40, 3, PaddingLow: 1, PaddingHigh: 1), new WindowAxis(40, 3, PaddingLow: 1, PaddingHigh: 1));
        var (x, w, bias) = (Numbers.Draw(4 * 1600 * 16, 1, false), Numbers.Draw((int)shape.WeightLength, 2, false), new float[32]);
        for (var i = 0; i < w.Length; i++) w[i] /= 1000;
        Array.Fill(bias, 30f);
        foreach (var kernel in CandidateTests.Forward.Where(kernel => kernel.Accepts(shape) && kernel.MomentSlots(shape) > 0))
            AssertMoments(kernel.Name, Run(kernel, shape, x, w, bias, 2), 32, 1e-5);
    }

    [Fact]
    public void ShortSlotsAreRefused()
    {
        var shape = new ConvolutionShape(1, 16, 16, 1, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(4, 1));
        var kernel = CandidateTests.Forward.First(kernel => kernel.Name.StartsWith("gather", StringComparison.Ordinal));
        var failure = Assert.Throws<ArgumentException>(() => kernel.Run(shape, new float[64], 16, new float[kernel.PackedLength(shape)], new float[64], 16, new Epilogue { Moments = new float[32] }, new float[kernel.ScratchLength(shape, 1)], WorkerPool.Of(1)));
        Assert.Equal("moments holds 32 floats; 33 are needed.", failure.Message);
        Assert.Equal("Moments need 1 or more slots and channels, not 0 and 16.", Assert.Throws<ArgumentException>(() => ChannelMoments.Merge([], 0, 16, new float[16], new float[16], WorkerPool.Of(1))).Message);
    }

    // The output, then means and variances.
    private static float[] Run(DataKernel kernel, ConvolutionShape shape, float[] input, float[] w, float[] bias, int threads, bool backward = false)
    {
        using var memory = new GuardedMemory();
        var pool = WorkerPool.Of(threads);
        var (pixels, channels, from) = backward ? (shape.InputPixels, shape.InputChannels, shape.OutputChannels) : (shape.OutputPixels, shape.OutputChannels, shape.InputChannels);
        var (x, weights, biases) = (memory.Map(input, from, from), memory.Row(w), memory.Row(bias));
        var y = memory.Blank(shape.Batch * pixels, channels, channels);
        var (packed, scratch) = (memory.BlankRow(kernel.PackedLength(shape)), memory.BlankRow(kernel.ScratchLength(shape, threads)));
        var slots = kernel.MomentSlots(shape);
        var moments = memory.BlankRow(ChannelMoments.Length(slots, channels));
        kernel.Pack(shape, weights.Span, packed.Span, pool);
        kernel.Run(shape, x.Span, from, packed.Span, y.Span, channels, new Epilogue { Bias = biases.Span, Moments = moments.Span }, scratch.Span, pool);
        var (mean, variance) = (new float[channels], new float[channels]);
        ChannelMoments.Merge(moments.Span, slots, channels, mean, variance, pool);
        memory.AssertUntouched();
        return [.. y.ToDense(), .. mean, .. variance];
    }

    private static void AssertMoments(string what, float[] results, int channels, double tolerance)
    {
        var (y, mean, variance) = (results[..^(2 * channels)], results[^(2 * channels)..^channels], results[^channels..]);
        var pixels = y.Length / channels;
        for (var c = 0; c < channels; c++)
        {
            var numbers = Enumerable.Range(0, pixels).Select(pixel => (double)y[pixel * channels + c]).ToArray();
            var average = numbers.Average();
            var square = numbers.Sum(number => (number - average) * (number - average)) / pixels;
            // A slot's mean is rounded: an error of |mean| · ε, which the variance meets times a deviation.
            if (!(Math.Abs(mean[c] - average) <= 1e-7 * Math.Abs(average) + tolerance * Math.Sqrt(square))) Assert.Fail($"{what}: mean {mean[c]} of channel {c}, not {average}");
            if (!(Math.Abs(variance[c] - square) <= 4 * tolerance * square + 4e-7 * Math.Abs(average) * Math.Sqrt(square) + 1e-30)) Assert.Fail($"{what}: variance {variance[c]} of channel {c}, not {square}");
        }
    }
}
