namespace Striate.Kernels.Convolution;

/// <summary>The check at the door: after it, kernels trust their pointers.</summary>
internal static class Spans
{
    /// <summary>Refuses a map that is too short for its pixels, pixels that overlap, and maps of nothing.</summary>
    public static void RequireMap(string name, int length, long pixels, int channels, int pixelStride)
    {
        if (pixels < 1 || channels < 1) throw new ArgumentException($"{name} needs 1 or more pixels and channels, not {pixels} and {channels}.");
        if (pixelStride < channels) throw new ArgumentException($"The pixels of {name} are {pixelStride} floats apart but hold {channels} channels.");
        var least = (pixels - 1) * pixelStride + channels;
        if (length < least) throw new ArgumentException($"{name} holds {length} floats; {pixels} pixels of {channels} channels, {pixelStride} apart, take {least}.");
    }

    /// <summary>Refuses a block that is too short.</summary>
    public static void RequireLength(string name, long length, long least)
    {
        if (length < least) throw new ArgumentException($"{name} holds {length} floats; {least} are needed.");
    }
}
