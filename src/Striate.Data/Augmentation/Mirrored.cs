namespace Striate.Data.Augmentation;

/// <summary>A line of pixels that goes on behind its ends as in mirrors on the last pixels.</summary>
internal static class Mirrored
{
    /// <summary>−1 is 1, size is size − 2, and so on to and fro.</summary>
    public static int Place(int place, int size)
    {
        if ((uint)place < (uint)size) return place;
        if (size == 1) return 0;
        var period = 2 * (size - 1);
        var rest = ((place % period) + period) % period;
        return rest < size ? rest : period - rest;
    }
}
