using Striate.Data.Pictures;

namespace Striate.Data.Tests.Pictures;

/// <summary>One number for a picture, the same that the scripts in tests/peers make.</summary>
internal static class PictureSums
{
    /// <summary>Σ byte · (place mod 251 + 1) mod 2³² over the bytes.</summary>
    public static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        for (var i = 0; i < bytes.Length; i++) sum += (uint)(bytes[i] * (i % 251 + 1));
        return sum;
    }

    /// <summary>The same over the picture as RGBA.</summary>
    public static uint SumAsRgba(Picture picture)
    {
        var all = new byte[picture.Height * picture.Width * 4];
        for (var i = 0; i < all.Length; i++)
        {
            var (pixel, channel) = (i / 4 * picture.Channels, i % 4);
            all[i] = channel < 3 ? picture.Bytes[pixel + (picture.Channels == 1 ? 0 : channel)] : picture.Channels == 4 ? picture.Bytes[pixel + 3] : (byte)255;
        }
        return Sum(all);
    }
}
