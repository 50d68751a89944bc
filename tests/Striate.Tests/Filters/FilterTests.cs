using Striate.Filters;
using Striate.Tensors;

namespace Striate.Tests.Filters;

public class FilterTests
{
    [Fact]
    [Trait("Row", "79")]
    [Trait("Row", "84")]
    [Trait("Row", "178")]
    public void TheMeanOfAWindow()
    {
        // (2k + 1)² numbers of 1 / (2k + 1)²: for k = 1 ninths.
        for (var k = 1; k <= 4; k++)
        {
            var box = Filter.Box(2 * k + 1, 2 * k + 1);
            Assert.Equal((2 * k + 1) * (2 * k + 1), box.Values.Count);
            Assert.All(box.Values, value => Assert.Equal((float)(1.0 / box.Values.Count), value));
            Assert.Equal(1, box.Sum, 1e-6);
        }
        Assert.Equal(1 / 9f, Filter.Box(3, 3).Values[0]);
    }

    [Fact]
    [Trait("Row", "81")]
    public void AGaussianIsTheFunctionAtIntegersDividedByItsSum()
    {
        var gaussian = Filter.Gaussian(5, 1.3);
        double At(int u, int v) => Math.Exp(-(u * u + v * v) / (2 * 1.3 * 1.3));
        var sum = Enumerable.Range(-2, 5).Sum(u => Enumerable.Range(-2, 5).Sum(v => At(u, v)));
        for (var i = 0; i < 25; i++) Assert.Equal(At(i / 5 - 2, i % 5 - 2) / sum, gaussian.Values[i], 1e-7);
        Assert.Equal(1, gaussian.Sum, 1e-6);
        Assert.Equal((Shape.Of(3, 3, 3), true, true), (Filter.Gaussian(3, 1, 3).Shape, Filter.Gaussian(3, 1, 3).IsSymmetric, Filter.Gaussian(4, 2).IsSymmetric));
    }

    [Fact]
    [Trait("Row", "85")]
    public void SharpeningIsTwiceThePictureLessItsMean()
    {
        var sharpen = Filter.Sharpen();
        Assert.Equal(17 / 9f, sharpen.Values[4], 1e-6f);
        Assert.All(sharpen.Values.Where((_, i) => i != 4), value => Assert.Equal(-1 / 9f, value));
        Assert.Equal(1, sharpen.Sum, 1e-6);
    }

    [Fact]
    [Trait("Row", "15")]
    public void SymmetricKernelsAreTheirOwnReverse()
    {
        foreach (var filter in new[] { Filter.Box(3, 5), Filter.Gaussian(7, 2), Filter.Laplacian, Filter.Sharpen(), Filter.Identity(), Filter.Gabor(9, 4, 30), Filter.Box(2, 2) }) Assert.True(filter.IsSymmetric, filter.Name);
        foreach (var filter in new[] { Filter.Sobel, Filter.Prewitt.Transposed(), Filter.Edge, Filter.Shift(0, 1), Filter.Gabor(9, 4, 30, phase: 90), Filter.Dct(4, 0, 1) }) Assert.False(filter.IsSymmetric, filter.Name);
        Assert.Equal([1, 2, 1, 0, 0, 0, -1, -2, -1], Filter.Sobel.Transposed().Values);
        Assert.Equal([-1, 0, 1, -2, 0, 2, -1, 0, 1], Filter.Sobel.Reversed().Values);
    }

    [Fact]
    [Trait("Row", "87")]
    [Trait("Row", "90")]
    public void SeparableKernelsAreProductsOfVectors()
    {
        var sobel = Filter.Sobel.Factors()!;
        Assert.Equal([0.5f, 1, 0.5f], sobel[0]);
        Assert.Equal([2, 0, -2], sobel[1]);
        // w = 5, d = 3: 125 products become 15; w = 3, d = 2: 9 become 6.
        Assert.Equal((125, 15), (Filter.Gaussian(5, 1, 3).Values.Count, Filter.Gaussian(5, 1, 3).Factors()!.Sum(vector => vector.Count)));
        Assert.Equal((9, 6), (Filter.Sobel.Values.Count, sobel.Sum(vector => vector.Count)));
        foreach (var filter in new[] { Filter.Laplacian, Filter.Sharpen(), Filter.Gabor(7, 4, 30), new Filter("zeros", Shape.Of(2, 2), new float[4]) }) Assert.Null(filter.Factors());
        foreach (var filter in new[] { Filter.Box(2, 3, 4), Filter.Identity(), Filter.Shift(1, -2), Filter.Edge, Filter.Dct(8, 3, 5), Filter.Gabor(7, 4, 90) }) Assert.NotNull(filter.Factors());
        var random = new Random(1);
        float[][] lines = [.. new[] { 2, 3, 4 }.Select(n => Enumerable.Range(0, n).Select(_ => random.NextSingle() - 0.5f).ToArray())];
        float[] volume = [.. lines[0].SelectMany(a => lines[1].SelectMany(b => lines[2].Select(c => a * b * c)))];
        Assert.NotNull(new Filter("volume", Shape.Of(2, 3, 4), volume).Factors());
        volume[5] += 0.01f;
        Assert.Null(new Filter("volume", Shape.Of(2, 3, 4), volume).Factors());
    }

    [Fact]
    [Trait("Row", "161")]
    public void CosinesHaveLengthOneAndRightAngles()
    {
        var bank = FilterBank.Dct(4);
        Assert.Equal(16, bank.Count);
        for (var i = 0; i < 16; i++)
            for (var j = 0; j < 16; j++) Assert.Equal(i == j ? 1 : 0, bank[i].Values.Zip(bank[j].Values, (a, b) => (double)a * b).Sum(), 1e-6);
        Assert.All(bank[0].Values, value => Assert.Equal(0.25f, value));
        // Slow waves first: behind the constant one half wave along each axis.
        Assert.Equal(Filter.Dct(4, 0, 1).Values, bank[1].Values);
    }

    [Fact]
    [Trait("Row", "161")]
    public void AGaborFilterAnswersToBarsOfItsDirectionAndWavelength()
    {
        double Answer(Filter filter, double wavelength, double degrees)
        {
            var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
            return Math.Abs(filter.Values.Select((value, i) => value * Math.Cos(2 * Math.PI * ((i % 15 - 7) * cosine + (i / 15 - 7) * sine) / wavelength)).Sum());
        }
        var bank = FilterBank.Gabor(15, 4, [4, 8]);
        Assert.Equal(8, bank.Count);
        Assert.All(bank, filter => Assert.Equal(1, filter.Values.Sum(value => (double)value * value), 1e-5));
        for (var i = 0; i < 8; i++)
        {
            var (wavelength, degrees) = (i < 4 ? 4 : 8, 45.0 * (i % 4));
            var own = Answer(bank[i], wavelength, degrees);
            Assert.True(own > 2 * Answer(bank[i], wavelength, degrees + 90) && own > 2 * Answer(bank[i], wavelength == 4 ? 8 : 4, degrees), $"{wavelength} {degrees}");
        }
        // At the centre exp(0) · cos(0), a quarter wave to the right cos(90°).
        Assert.Equal((1f, 0f), (Filter.Gabor(5, 4, 0).Values[12], MathF.Round(Filter.Gabor(5, 4, 0).Values[13], 6)));
    }

    [Fact]
    public void BadFiltersAreSaid()
    {
        string Message(Func<object> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("A kernel 'box' of 3×0 cannot be: it has one to three axes of 1 or more and at most 1048576 numbers.", Message(() => Filter.Box(3, 0)));
        Assert.Equal("A kernel 'box' of 5000×5000 cannot be: it has one to three axes of 1 or more and at most 1048576 numbers.", Message(() => Filter.Box(5000, 5000)));
        Assert.Equal("A kernel 'sharpen' needs a centre: its size is odd, not 4.", Message(() => Filter.Sharpen(4)));
        Assert.Equal("The deviation of a Gaussian is above 0, not 0.", Message(() => Filter.Gaussian(3, 0)));
        Assert.Equal("The wavelength of a Gabor filter is above 0, not -1.", Message(() => Filter.Gabor(3, -1, 0)));
        Assert.Equal("A cosine kernel of 4×4 has 0 to 3 half waves along each axis, not 4 and 0.", Message(() => Filter.Dct(4, 4, 0)));
        Assert.Equal("The kernel 'k' of 2×2 has 4 numbers, not 3.", Message(() => new Filter("k", Shape.Of(2, 2), [1, 2, 3])));
        Assert.Equal("The kernel 'k' is 1×1×1×1; kernels have one to three axes of 1 or more.", Message(() => new Filter("k", Shape.Of(1, 1, 1, 1), [1])));
        Assert.Equal("The kernel 'k' has a number that is not finite.", Message(() => new Filter("k", Shape.Of(1), [float.NaN])));
        Assert.Equal("The kernel 'box' is 3; one of two axes is transposed.", Message(() => Filter.Box(3).Transposed()));
        Assert.Equal("A bank has one filter or more.", Message(() => new FilterBank()));
        Assert.Equal("The filters of a bank have one size; edge 1×2 stands beside sobel 3×3.", Message(() => new FilterBank(Filter.Sobel, Filter.Edge)));
        Assert.Equal("A Gabor bank has 1 direction or more, not 0.", Message(() => FilterBank.Gabor(3, 0, [4])));
    }
}
