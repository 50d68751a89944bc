namespace Striate.Insight;

/// <summary>Places on a map of some sizes, and their numbers.</summary>
internal static class MapOrder
{
    /// <summary>All places, counted in an order.</summary>
    public static IEnumerable<int[]> Places(IReadOnlyList<int> sizes, VectorOrder order)
    {
        var count = sizes.Aggregate(1L, (product, size) => product * size);
        for (var number = 0L; number < count; number++) yield return Place(sizes, order, number);
    }

    /// <summary>The place with a number.</summary>
    public static int[] Place(IReadOnlyList<int> sizes, VectorOrder order, long number)
    {
        var place = new int[sizes.Count];
        for (var i = 0; i < place.Length; i++)
        {
            var axis = order == VectorOrder.RowMajor ? place.Length - 1 - i : i;
            place[axis] = (int)(number % sizes[axis]);
            number /= sizes[axis];
        }
        return place;
    }

    /// <summary>The number of a place.</summary>
    public static long Number(IReadOnlyList<int> sizes, VectorOrder order, IReadOnlyList<int> place)
    {
        var number = 0L;
        for (var i = 0; i < place.Count; i++)
        {
            var axis = order == VectorOrder.RowMajor ? i : place.Count - 1 - i;
            number = number * sizes[axis] + place[axis];
        }
        return number;
    }
}
