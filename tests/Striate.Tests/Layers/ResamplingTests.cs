using Striate.Insight;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Resampling against numbers of the lecture, of PyTorch 1.13 (F.interpolate) and against the formulas.</summary>
public class ResamplingTests
{
    private static readonly float[] Five = [1, 4, 9, -16, 25];

    public static TheoryData<Interpolation, Coordinates> Ways
    {
        get
        {
            var ways = new TheoryData<Interpolation, Coordinates>();
            foreach (var interpolation in Enum.GetValues<Interpolation>())
                foreach (var coordinates in Enum.GetValues<Coordinates>())
                    if (interpolation != Interpolation.Area || coordinates == Coordinates.HalfPixel) ways.Add(interpolation, coordinates);
            return ways;
        }
    }

    // 1 2 / 3 4 to twice the size.
    [Fact]
    [Trait("Row", "134")]
    public void TheLecturesNumbers()
    {
        var aligned = Run(new Resampling(2) { Interpolation = Interpolation.Linear, Coordinates = Coordinates.AlignCorners }, [1, 2, 3, 4], 2, 2);
        Equal([1, 1.3333, 1.6667, 2, 1.6667, 2, 2.3333, 2.6667, 2.3333, 2.6667, 3, 3.3333, 3, 3.3333, 3.6667, 4], aligned, 5e-5);
        var halves = Run(new Resampling(2) { Interpolation = Interpolation.Linear }, [1, 2, 3, 4], 2, 2);
        Equal([1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4], halves, 0);
    }

    [Fact]
    [Trait("Row", "134")]
    public void PyTorchsNumbers()
    {
        Resampling To(int size, Interpolation interpolation, Coordinates coordinates = Coordinates.HalfPixel) => Resampling.To(size) with { Interpolation = interpolation, Coordinates = coordinates };
        void Check(double[] expected, Resampling layer) => Equal(expected, Run(layer, Five, 5), 2e-5);
        Check([1, 2.3125, 4.3125, 7.4375, 1.1875, -14.4375, 7.0625, 25], To(8, Interpolation.Linear));
        Check([1, 2.71429, 4.71429, 7.57143, 1.85714, -12.42857, 1.57143, 25], To(8, Interpolation.Linear, Coordinates.AlignCorners));
        Check([2, 9, 11.33333], To(3, Interpolation.Linear));
        Check([1, 2.14706, 3.91177, 6.79412, 5.32353, -9.38236, -2.73529, 21.38236], new Resampling(1.7f) { Interpolation = Interpolation.Linear });
        Check([0.7215, 1.88568, 4.44067, 10.45874, 0.18042, -16.43335, 5.35907, 28.80621], To(8, Interpolation.Cubic));
        Check([1, 2.21574, 5.1691, 10.54519, 1.15743, -16.13703, -1.41107, 25], To(8, Interpolation.Cubic, Coordinates.AlignCorners));
        Check([1.66667, 9, 10.7037], To(3, Interpolation.Cubic));
        Check([1, 1, 4, 4, 9, -16, -16, 25], To(8, Interpolation.Nearest, Coordinates.Asymmetric) with { Rounding = NearestRounding.Floor });
        Check([1, 4, -16], To(3, Interpolation.Nearest, Coordinates.Asymmetric) with { Rounding = NearestRounding.Floor });
        Check([1, 1, 4, 9, 9, -16, 25, 25], To(8, Interpolation.Nearest));
        Check([1, 9, 25], To(3, Interpolation.Nearest));
        // With antialias=True, where PyTorch's cubic has a = −0.5.
        Check([2.28571, 2.33333, 7.42857], To(3, Interpolation.Linear) with { Antialias = true });
        Check([2.86154, 1.30698, 7.35384], To(3, Interpolation.Cubic) with { Antialias = true, CubicCoefficient = -0.5f });
        float[] twelve = [0, 1, 4, 2, 2, 4, 1, 0, 1, 4, 2, 2];
        Equal(
            [
                -0.27047, -0.07525, 1.34008, 3.97242, 3.57525, 2.01006, 0.73376, 1.44975, 2.39358, 2.84692, 1.97825, 0.93382, 1.82639, 3.28125, 3.76042, 1.55208, 0.21875, -0.08681,
                1.29901, 3.13838, 4.04975, 1.87475, 0.97363, 1.05257, 0.63525, 2.6305, 3.99382, 2.41468, 1.9655, 2.20033,
            ], Run(Resampling.To((5, 6)) with { Interpolation = Interpolation.Cubic }, twelve, 3, 4), 2e-5);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Trait("Row", "134")]
    public void DownAndUpAreTheDefinition(Interpolation interpolation, Coordinates coordinates)
    {
        foreach (var size in new[] { 1, 2, 5, 9, 23 })
            foreach (var output in new[] { 1, 2, 3, 7, 30 })
            {
                var layer = Resampling.To(output) with { Interpolation = interpolation, Coordinates = coordinates };
                Compare(layer, (size, output));
                if (interpolation is Interpolation.Linear or Interpolation.Cubic or Interpolation.Lanczos) Compare(layer with { Antialias = true }, (size, output));
            }
        foreach (var scale in new[] { 0.3f, 0.7f, 1.3f, 2.5f }) Compare(new Resampling(scale) { Interpolation = interpolation, Coordinates = coordinates }, (11, (int)MathF.Floor(11 * scale)));
        Compare(new Resampling((1.5f, 0.5f)) { Interpolation = interpolation, Coordinates = coordinates }, (4, 6), (7, 3));
        Compare(Resampling.To((3, 5, 2)) with { Interpolation = interpolation, Coordinates = coordinates }, (2, 3), (4, 5), (5, 2));
        Compare(Resampling.To((2, 4, 6)) with { Interpolation = interpolation, Coordinates = coordinates }, (5, 2), (4, 4), (3, 6));
    }

    // Linear in the values of the pixels: resize(aI + bJ) = a·resize I + b·resize J; in the place there is an xy term.
    [Theory]
    [MemberData(nameof(Ways))]
    [Trait("Row", "135")]
    public void ItIsLinearInTheValues(Interpolation interpolation, Coordinates coordinates)
    {
        var layer = new Resampling((1.5f, 0.7f)) { Interpolation = interpolation, Coordinates = coordinates };
        Assert.True(Linearity.Of(layer, Shape.Of(4, 5, 2)).IsLinear);
        var random = new Random(1);
        float[] i = Draw(random, 20), j = Draw(random, 20);
        var (a, b, sum) = (Run(layer, i, 4, 5), Run(layer, j, 4, 5), Run(layer, [.. i.Zip(j, (p, q) => 2 * p - 3 * q)], 4, 5));
        for (var k = 0; k < sum.Length; k++) Assert.Equal(2 * a[k] - 3 * b[k], sum[k], 2e-5);
    }

    [Fact]
    [Trait("Row", "135")]
    public void ItIsNotLinearInThePlace()
    {
        // A product of both coordinates: 4 at one corner, 0 at the others; half way down the diagonal stands 1, not 2.
        var y = Run(new Resampling(1.5f) { Interpolation = Interpolation.Linear, Coordinates = Coordinates.AlignCorners }, [0, 0, 0, 4], 2, 2);
        Assert.Equal([0, 0, 0, 0, 1, 2, 0, 2, 4], y);
        var matrix = LayerMatrix.Of(new Resampling(1.5f) { Interpolation = Interpolation.Linear, Coordinates = Coordinates.AlignCorners }, Shape.Of(2, 1));
        Assert.StartsWith("  1   0\n0.5 0.5\n  0   1", matrix.ToText(), StringComparison.Ordinal);
    }

    // Interpolating: at the pixels stand their values; a line stays a line inside, a constant a constant everywhere.
    [Theory]
    [MemberData(nameof(Ways))]
    public void PixelsKeepTheirValues(Interpolation interpolation, Coordinates coordinates)
    {
        var constant = Run(new Resampling(2.3f) { Interpolation = interpolation, Coordinates = coordinates }, [3, 3, 3, 3, 3, 3, 3], 7);
        Assert.All(constant, value => Assert.Equal(3, value, 1e-5));
        Assert.Equal(Five, Run(new Resampling(1) { Interpolation = interpolation, Coordinates = coordinates }, Five, 5));
        if (coordinates != Coordinates.AlignCorners) return;
        var aligned = Run(Resampling.To(9) with { Interpolation = interpolation, Coordinates = coordinates }, Five, 5);
        Assert.Equal(Five, aligned.Where((_, i) => i % 2 == 0));
    }

    // A cubic spline through a parabola is the parabola, away from the mirrored ends.
    [Fact]
    public void SplinesFollowAParabola()
    {
        var y = Run(Resampling.To(121) with { Interpolation = Interpolation.Spline, Coordinates = Coordinates.AlignCorners }, [.. Enumerable.Range(0, 61).Select(i => 0.01f * i * i)], 61);
        for (var i = 50; i < 70; i++) Assert.Equal(0.0025 * i * i, y[i], 1e-4);
    }

    [Fact]
    public void BadSettings()
    {
        static string Message(Layer layer, params int[] input) => Assert.Throws<ShapeException>(() => Network.Sequential(Shape.Of(input), layer with { Name = "r" })).Message;
        Assert.Equal("Resampling 'r' has a scale of 2×0; it must be above 0 along every axis.", Message(new Resampling((2, 0)), 9, 9, 2));
        Assert.Equal("Resampling 'r' has a scale of 2×2 for 2 axes; its input has 1 spatial axis. Give one number for all or 1.", Message(new Resampling((2, 2)), 9, 2));
        Assert.Equal("Resampling 'r' has a size of 2×2 for 2 axes; its input has 1 spatial axis. Give one number for all or 1.", Message(Resampling.To((2, 2)), 9, 2));
        Assert.Equal("Resampling 'r' has a size of 0; it must be 1 or more along every axis.", Message(Resampling.To(0), 9, 2));
        Assert.Equal("Resampling 'r' does not fit: ⌊5 · 0.1⌋ = 0 outputs. What would fit: a scale of 0.2 or more, an input of 10 or more, or Resampling.To a size.", Message(new Resampling(0.1f), 5, 2));
        Assert.Equal("Resampling 'r' does not fit: 5 · 1000000000 = 5000000000 outputs are too many; the most is 2147483647.", Message(new Resampling(1e9f), 5, 2));
        Assert.Equal("Resampling 'r' rounds places (Floor) for Linear interpolation, which needs no rounding. What would fit: Interpolation.Nearest, or no Rounding.",
            Message(new Resampling(2) { Interpolation = Interpolation.Linear, Rounding = NearestRounding.Floor }, 5, 2));
        Assert.Equal("Resampling 'r' has a cubic coefficient of -0.5 for Linear interpolation, which has none. What would fit: Interpolation.Cubic, or no CubicCoefficient.",
            Message(new Resampling(2) { Interpolation = Interpolation.Linear, CubicCoefficient = -0.5f }, 5, 2));
        Assert.Equal("Resampling 'r' asks for antialiasing of Nearest interpolation, which has no kernel that could grow. What would fit: Linear, Cubic or Lanczos with Antialias, or Interpolation.Area.",
            Message(new Resampling(2) { Antialias = true }, 5, 2));
        Assert.Equal("Resampling 'r' has AlignCorners coordinates for areas, which are those of half-pixel coordinates. What would fit: Coordinates.HalfPixel.",
            Message(new Resampling(2) { Interpolation = Interpolation.Area, Coordinates = Coordinates.AlignCorners }, 5, 2));
        Assert.Equal("Resampling 'r' works on 1 to 3 spatial axes and channels; its input is 5, of rank 1.", Message(new Resampling(2), 5));
    }

    private static void Compare(Resampling layer, params (int Input, int Output)[] axes)
    {
        var shape = Shape.Of([.. axes.Select(axis => axis.Input), 2]);
        var x = Draw(new Random(3), (int)shape.Length);
        var network = Network.Sequential(shape, layer);
        Assert.Equal(Shape.Of([.. axes.Select(axis => axis.Output), 2]), network.OutputShape);
        Equal(ResamplingDefinition.Resample([.. x.Select(value => (double)value)], 2, layer, axes), network.Run(Tensor.From<float>(x, shape.WithBatch(1))).ToArray(), 1e-5);
    }

    private static float[] Draw(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() * 4 - 2))];

    private static float[] Run(Layer layer, float[] x, params int[] sizes) => Network.Sequential(Shape.Of([.. sizes, 1]), layer).Run(Tensor.From(x, [1, .. sizes, 1])).ToArray();

    private static void Equal(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{i}: {expected[i]} is expected, not {actual[i]}");
    }
}
