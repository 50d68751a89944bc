namespace Striate.Kernels.Random;

/// <summary>A hash of a name that is the same on every machine and in every run: FNV-1a over UTF-16 code units, 32 bits.</summary>
public static class StableHash
{
    /// <summary>The hash.</summary>
    public static uint Of(ReadOnlySpan<char> name)
    {
        var hash = 2166136261u;
        foreach (var unit in name)
        {
            hash = (hash ^ (byte)unit) * 16777619;
            hash = (hash ^ (byte)(unit >> 8)) * 16777619;
        }
        return hash;
    }
}
