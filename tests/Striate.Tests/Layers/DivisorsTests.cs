using Striate.Layers;

namespace Striate.Tests.Layers;

/// <summary>The divisors that messages name.</summary>
public class DivisorsTests
{
    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(12, new[] { 1, 2, 3, 4, 6, 12 })]
    [InlineData(36, new[] { 1, 2, 3, 4, 6, 9, 12, 18, 36 })]
    [InlineData(13, new[] { 1, 13 })]
    [InlineData(0, new int[0])]
    [InlineData(int.MaxValue, new[] { 1, int.MaxValue })]
    public void OfSmallAndHugeNumbers(int number, int[] expected) => Assert.Equal(expected, Divisors.Of(number));
}
