using Striate.Layers;

namespace Striate.Tests.Layers;

/// <summary>The reference is tested too: numbers that a person can check.</summary>
public class DefinitionTests
{
    private static readonly double[] Nine = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly Sliding Two = new(3, 2);

    [Fact]
    public void Convolutions()
    {
        Assert.Equal([19, 25, 37, 43], Definition.Convolve(Nine, 1, 1, 1, [0, 1, 2, 3], [0], Two, Two));
        // Stride 2 with one zero before: (0 1), (2 3) and (0 3), (5 5).
        Assert.Equal([4, 14, 10, 26], Definition.Convolve([1, 2, 3, 3, 5, 5], 2, 1, 1, [2, 3], [1], new Sliding(3, 2, 2, 1, 1)));
        // Two groups of one channel: each output sees its own.
        Assert.Equal([2, 30, 4, 60], Definition.Convolve([1, 10, 2, 20], 1, 2, 2, [2, 3], [0, 0], new Sliding(2, 1)));
    }

    [Fact]
    public void TransposedConvolutions()
    {
        // Each input spreads (1, 2, 3) over a window, two apart: 1 2 3+10 20 30.
        Assert.Equal([1, 2, 13, 20, 30], Definition.ConvolveTransposed([1, 10], 1, 1, 1, [1, 2, 3], [0], new Sliding(5, 3, 2)));
        Assert.Equal([2, 30, 4, 60], Definition.ConvolveTransposed([1, 10, 2, 20], 1, 2, 2, [2, 3], [0, 0], new Sliding(2, 1)));
    }

    [Fact]
    public void Windows()
    {
        Assert.Equal([4, 5, 7, 8], Definition.Pool(Nine, 1, 1, (values, _) => values.Max(), Two, Two));
        Assert.Equal([0.5, 2.5], Definition.Pool([1, 2, 3], 1, 1, (values, taps) => values.Sum() / taps, new Sliding(3, 2, 2, 1, 1)));
        // The second window hangs over: beyond the input and its padding nothing counts.
        Assert.Equal([2, 1.5], Definition.Pool([1, 2, 3], 1, 1, (values, taps) => values.Sum() / taps, new Sliding(3, 3, 2, 1, 0, 1) { Outputs = 2 }));
        Assert.Equal([4, 6], Definition.Pool([0, 1, 2, 3, 4, 5], 1, 1, (values, _) => values.Sum() / 2, new Sliding(2, 2), new Sliding(3, 2)));
    }

    [Fact]
    public void Resampling()
    {
        static double[] Two(Interpolation interpolation, params double[] x) => ResamplingDefinition.Resample(x, 1, new Resampling(2) { Interpolation = interpolation }, (x.Length, 2 * x.Length));
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2], ResamplingDefinition.Resample([1, 2], 1, new Resampling(2), (1, 2), (2, 4)));
        // 0 and 4 at 0 and 1; outputs at −¼, ¼, ¾, 1¼.
        Assert.Equal([0, 1, 3, 4], Two(Interpolation.Linear, 0, 4));
        Assert.Equal([0, 0, 4, 4], Two(Interpolation.Area, 0, 4));
        // Keys' weights of a quarter at a distance of ¼ and ¾, 1¼ and 1¾ with a = −0.75: 0.87890625, 0.26171875, −0.10546875, −0.03515625.
        Assert.Equal(4 * (0.26171875 - 0.03515625), Two(Interpolation.Cubic, 0, 4)[1], 1e-12);
        // Coefficients −4 and 8 of 0 and 4, mirrored: 4c₀ + 2c₁ = 0, 2c₀ + 4c₁ = 24; the spline at ½ is 2, as both ends are alike.
        Assert.Equal(2, ResamplingDefinition.Resample([0, 4], 1, new Resampling(1.5f) { Interpolation = Interpolation.Spline, Coordinates = Coordinates.AlignCorners }, (2, 3))[1], 1e-12);
        Assert.Equal([1, 2, 1.5], ResamplingDefinition.Resample([0, 2, 3, 1, 1, 2], 1, new Resampling(0.5f) { Interpolation = Interpolation.Area }, (6, 3)));
    }

    [Fact]
    public void Normalization()
    {
        // 1 3 5 7: mean 4, variance 5; with ε = 4 the deviation is 3.
        Assert.Equal([-1, 1, 3, 5], Definition.Normalize([1, 3, 5, 7], [3], [2], 4));
        // With a mean and a variance of others.
        Assert.Equal([0.5, 2], Definition.Normalize([2, 5], [1], [0], 0, [1], [4]));
        // σ = 2 and ε = 2 outside the root.
        Assert.Equal([0.25, 1], Definition.Normalize([2, 5], [1], [0], 2, [1], [4], outside: true));
    }

    [Fact]
    public void Orders()
    {
        Assert.Equal([1, 2, 9, 3, 4, 8], Definition.Join(([1, 2, 3, 4], 2), ([9, 8], 1)));
        Assert.Equal([1, 4, 2, 5, 3, 6], Definition.ChannelsFirst([1, 2, 3, 4, 5, 6], 1, 2, 3));
    }
}
