using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>True convolution beside cross-correlation: the lecture's numbers and identities, on integers, to the bit.</summary>
public class FlipTests
{
    private static readonly float[] Nine = [0, 1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    [Trait("Row", "4")]
    [Trait("Row", "5")]
    public void TheLecturesNumbers()
    {
        Assert.Equal([5, 11, 23, 29], Run(Nine, [3, 3], [0, 1, 2, 3], [2, 2], flip: true));
        Assert.Equal([19, 25, 37, 43], Run(Nine, [3, 3], [0, 1, 2, 3], [2, 2], flip: false));
    }

    // Equation 9.4 sums over the input's indices, 9.5 over the kernel's: S(i, j) = Σ I(m, n) K(i − m, j − n) = Σ I(i − m, j − n) K(m, n).
    [Fact]
    [Trait("Row", "4")]
    [Trait("Row", "8")]
    public void BothFormsAreEqual()
    {
        float[] kernel = [0, 1, 2, 3];
        var (byInput, byKernel) = (new float[16], new float[16]);
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < 4; j++)
            {
                for (var m = 0; m < 3; m++)
                    for (var n = 0; n < 3; n++)
                        if (i - m is >= 0 and < 2 && j - n is >= 0 and < 2) byInput[i * 4 + j] += Nine[m * 3 + n] * kernel[(i - m) * 2 + j - n];
                for (var m = 0; m < 2; m++)
                    for (var n = 0; n < 2; n++)
                        if (i - m is >= 0 and < 3 && j - n is >= 0 and < 3) byKernel[i * 4 + j] += Nine[(i - m) * 3 + j - n] * kernel[m * 2 + n];
            }
        }
        Assert.Equal(byInput, byKernel);
        Assert.Equal(byInput, Run(Nine, [3, 3], kernel, [2, 2], flip: true, Padding.Full));
    }

    [Fact]
    [Trait("Row", "3")]
    [Trait("Row", "4")]
    public void FullConvolutionCommutes()
    {
        float[] x = [1, -2, 3, 5], w = [4, 0, -7];
        Assert.Equal([4, -8, 5, 34, -21, -35], Run(x, [4], w, [3], flip: true, Padding.Full));
        Assert.Equal(Run(x, [4], w, [3], flip: true, Padding.Full), Run(w, [3], x, [4], flip: true, Padding.Full));
        Assert.Equal(Run(Nine, [3, 3], [0, 1, 2, 3], [2, 2], flip: true, Padding.Full), Run([0, 1, 2, 3], [2, 2], Nine, [3, 3], flip: true, Padding.Full));
        // Cross-correlation does not.
        Assert.NotEqual(Run(x, [4], w, [3], flip: false, Padding.Full), Run(w, [3], x, [4], flip: false, Padding.Full));
    }

    // Channels in the middle are summed over: with 1 → 2 → 1 channels the outer ones do not fit when both change places, with 2 → 2 → 2 they do and the numbers differ.
    [Fact]
    [Trait("Row", "7")]
    public void SeveralChannelsDoNotCommute()
    {
        float[] a = [1, 2, 3, 4], b = [0, 1, 5, 2];
        float[] Both(float[] first, float[] second)
        {
            var network = Network.Sequential(Shape.Of(1, 2), new Convolution(2, 1) { Name = "a", HasBias = false, Flip = true }, new Convolution(2, 1) { Name = "b", HasBias = false, Flip = true });
            first.CopyTo(network.Parameters["a.weight"].Values);
            second.CopyTo(network.Parameters["b.weight"].Values);
            network.Parameters.MarkChanged();
            return network.Run(Tensor.From([1, 10], 1, 1, 2)).ToArray();
        }
        // a · (1, 10) = (21, 43), b · that = (43, 191); b · (1, 10) = (10, 25), a · that = (60, 130).
        Assert.Equal([43, 191], Both(a, b));
        Assert.Equal([60, 130], Both(b, a));
        // 1 → 1 → 1 channels do.
        var (k, l) = (new float[] { 1, 2, 3 }, new float[] { 5, -1 });
        Assert.Equal(Run(Run(Nine, [9], k, [3], true), [7], l, [2], true), Run(Run(Nine, [9], l, [2], true), [8], k, [3], true));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 4)]
    [InlineData(1, 5)]
    [Trait("Row", "14")]
    public void ConvolutionIsCorrelationWithTheFlippedKernel(int height, int width)
    {
        var random = new Random(height);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-8, 9))];
        var (x, w) = (Draw(8 * 9), Draw(height * width));
        foreach (var padding in new[] { Padding.Valid, Padding.Same, Padding.Full, Padding.Same with { Mode = PaddingMode.Circular } })
            Assert.Equal(Run(x, [8, 9], [.. w.Reverse()], [height, width], flip: false, padding), Run(x, [8, 9], w, [height, width], flip: true, padding));
    }

    // Random floats, and yet no bit differs: the same kernel runs the same code.
    [Fact]
    [Trait("Row", "15")]
    public void SymmetricKernelsGiveTheSameBits()
    {
        var random = new Random(3);
        float[] x = [.. Enumerable.Range(0, 32 * 32).Select(_ => (float)random.NextDouble())];
        float[] box = [.. Enumerable.Repeat(1f / 9, 9)];
        float[] gaussian = [.. from u in Enumerable.Range(-1, 3) from v in Enumerable.Range(-1, 3) select MathF.Exp(-(u * u + v * v) / 2f) / 4.897640f];
        foreach (var kernel in new[] { box, gaussian }) Assert.Equal(Run(x, [32, 32], kernel, [3, 3], flip: false), Run(x, [32, 32], kernel, [3, 3], flip: true));
    }

    // Every kernel that a training step may choose: with Winograd weights are packed on the way.
    [Fact]
    public void GradientsOfWideFlippedConvolutions() =>
        Gradients.Check(Network.Sequential(Shape.Of(13, 14, 32), new Convolution(32, 3) { Flip = true, Padding = Padding.Same }, new Tanh(), new Convolution(32, 3) { Flip = true }), 3);

    [Fact]
    public void ASharedKernelMayBeFlippedInOnePlace()
    {
        var x = Network.Input(6, 6, 2);
        var network = Network.Of(x.Then(new Convolution(3, 3) { Name = "a" }, new Tanh()) + x.Then(new Convolution(3, 3) { SharedWith = "a", Flip = true }));
        Gradients.Check(network, 2);
    }

    internal static float[] Run(float[] x, int[] size, float[] w, int[] kernel, bool flip, Padding? padding = null)
    {
        var network = Network.Sequential(Shape.Of([.. size, 1]), new Convolution(1, new AxisSizes(kernel)) { Flip = flip, HasBias = false, Padding = padding ?? Padding.Valid });
        network.Parameters[0].Set(w);
        return network.Run(Tensor.From<float>(x, Shape.Of([1, .. size, 1]))).ToArray();
    }
}
