using System.Numerics;
using Striate.Kernels.Fourier;

namespace Striate.Kernels.Tests.Fourier;

public class FourierTransformTests
{
    // Powers of two, primes, squares and one of each neighbourhood; the definition is the sum itself.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(17)]
    [InlineData(60)]
    [InlineData(64)]
    [InlineData(101)]
    public void ItIsTheSum(int length)
    {
        var random = new System.Random(length);
        var x = Enumerable.Range(0, length).Select(_ => new Complex(random.NextDouble() - 0.5, random.NextDouble() - 0.5)).ToArray();
        var transform = new FourierTransform(length);
        foreach (var inverse in new[] { false, true })
        {
            var actual = x.ToArray();
            transform.Run(actual, inverse);
            for (var k = 0; k < length; k++)
            {
                var expected = Enumerable.Range(0, length).Aggregate(Complex.Zero, (sum, t) => sum + x[t] * Complex.FromPolarCoordinates(1, (inverse ? 2 : -2) * Math.PI * k * t / length));
                Assert.True((expected - actual[k]).Magnitude < 1e-12 * length, $"{actual[k]} at {k} of {length}, not {expected}");
            }
        }
    }

    [Fact]
    public void BadNumbersAreRefused()
    {
        Assert.Equal("A Fourier transform has a length from 1 to 268435456, not 0.", Assert.Throws<ArgumentException>(() => new FourierTransform(0)).Message);
        Assert.Equal("The transform has 4 numbers, not 3.", Assert.Throws<ArgumentException>(() => new FourierTransform(4).Run(new Complex[3], inverse: false)).Message);
    }
}
