namespace Striate.Kernels.Arrays;

/// <summary>The places of the largest or smallest numbers along an axis.</summary>
public static class Ranking
{
    /// <summary>Writes the places in order of their numbers.</summary>
    /// <param name="input">Rows of numbers: <c>before × size × behind</c>.</param>
    /// <param name="size">The numbers along the axis.</param>
    /// <param name="behind">The product of the sizes behind the axis.</param>
    /// <param name="smallest">Whether the smallest come first.</param>
    /// <param name="last">Whether of equal numbers the last comes first.</param>
    /// <param name="output">The places: <c>before × count × behind</c>.</param>
    /// <param name="count">How many places.</param>
    /// <param name="keys">Memory for <paramref name="size"/> numbers.</param>
    /// <param name="order">Memory for <paramref name="size"/> places.</param>
    public static void Run<T>(ReadOnlySpan<T> input, int size, int behind, bool smallest, bool last, Span<long> output, int count, T[] keys, int[] order) where T : unmanaged, IComparable<T>
    {
        if (count == 0 || size == 0 || behind == 0) return;
        var comparison = new Order<T>(keys, smallest, last);
        for (var row = 0; row < input.Length / (size * behind); row++)
        {
            for (var column = 0; column < behind; column++)
            {
                for (var i = 0; i < size; i++) (keys[i], order[i]) = (input[(row * size + i) * behind + column], i);
                if (count == 1) order[0] = First(size, comparison);
                else order.AsSpan(0, size).Sort(comparison);
                for (var i = 0; i < count; i++) output[(row * count + i) * behind + column] = order[i];
            }
        }
    }

    private static int First<T>(int size, Order<T> order) where T : unmanaged, IComparable<T>
    {
        var best = 0;
        for (var i = 1; i < size; i++) if (order.Compare(i, best) < 0) best = i;
        return best;
    }

    private readonly struct Order<T>(T[] keys, bool smallest, bool last) : IComparer<int> where T : unmanaged, IComparable<T>
    {
        public int Compare(int x, int y)
        {
            var byNumber = keys[x].CompareTo(keys[y]);
            if (byNumber != 0) return smallest ? byNumber : -byNumber;
            return last ? y.CompareTo(x) : x.CompareTo(y);
        }
    }
}
