namespace Striate.Layers;

/// <summary>The whole numbers that divide another: what messages say would fit.</summary>
internal static class Divisors
{
    /// <summary>The divisors in rising order, in a time of the root of the number: sizes in damaged files are huge.</summary>
    public static IEnumerable<int> Of(int number)
    {
        // They come in pairs around the root.
        int[] small = [.. Enumerable.Range(1, (int)Math.Sqrt(Math.Max(number, 0))).Where(divisor => number % divisor == 0)];
        return small.Concat(small.Reverse().Select(divisor => number / divisor).Where(divisor => divisor > small[^1]));
    }
}
