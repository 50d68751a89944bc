namespace Striate.Data.Pictures;

/// <summary>A decoded picture: bytes in the order height × width × channels (1 grey, 3 RGB, 4 RGBA).</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">1, 3 or 4.</param>
/// <param name="Bytes">Height · width · channels bytes.</param>
public sealed record Picture(int Height, int Width, int Channels, byte[] Bytes)
{
    /// <summary>What the decoder remarked about the file, which it decoded all the same; null where all was well.</summary>
    public string? Warning { get; init; }

    /// <summary>Reads a picture file of any format that <see cref="PictureDecoders"/> know.</summary>
    /// <param name="path">The file; its bytes tell its format, not its name.</param>
    /// <param name="atLeast">Where given, the picture may be decoded straight to a smaller size with at least so many rows and columns.</param>
    /// <exception cref="InvalidDataException">The file is missing, damaged, or of a format that is not read; the message names it.</exception>
    public static Picture Read(string path, PictureSize? atLeast = null) => PictureFile.Open(path).Decode(atLeast);

    /// <summary>Decodes a picture file that is in memory.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="atLeast">Where given, the picture may be decoded straight to a smaller size with at least so many rows and columns.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or of a format that is not read; the message names it.</exception>
    public static Picture Decode(ReadOnlyMemory<byte> file, PictureSize? atLeast = null, string name = "picture") => PictureFile.Of(file, name).Decode(atLeast);

    /// <summary>The picture with another number of channels: grey ↔ colour by the weights of ITU-R BT.601; transparency is laid over white.</summary>
    public Picture WithChannels(int channels)
    {
        if (channels == Channels) return this;
        if (channels is not (1 or 3)) throw new ArgumentException($"A picture becomes grey (1) or RGB (3), not {channels} channels.");
        var bytes = new byte[Height * Width * channels];
        for (var pixel = 0; pixel < Height * Width; pixel++)
        {
            var from = Bytes.AsSpan(pixel * Channels, Channels);
            int r = from[0], g = Channels == 1 ? r : from[1], b = Channels == 1 ? r : from[2];
            if (Channels == 4) (r, g, b) = (Over(r, from[3]), Over(g, from[3]), Over(b, from[3]));
            if (channels == 1) bytes[pixel] = (byte)((299 * r + 587 * g + 114 * b + 500) / 1000);
            else (bytes[3 * pixel], bytes[3 * pixel + 1], bytes[3 * pixel + 2]) = ((byte)r, (byte)g, (byte)b);
        }
        return this with { Channels = channels, Bytes = bytes };
    }

    /// <summary>The picture at another size: the mean over the area that each new pixel covers.</summary>
    public Picture Resize(int height, int width)
    {
        if (height == Height && width == Width) return this;
        var bytes = new byte[height * width * Channels];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                for (var channel = 0; channel < Channels; channel++)
                    bytes[(row * width + column) * Channels + channel] = (byte)Math.Clamp(Area(row * (double)Height / height, (row + 1) * (double)Height / height,
                        column * (double)Width / width, (column + 1) * (double)Width / width, channel) + 0.5, 0, 255);
            }
        }
        return this with { Height = height, Width = width, Bytes = bytes };
    }

    private static int Over(int value, int alpha) => (value * alpha + 255 * (255 - alpha) + 127) / 255;

    private double Area(double top, double bottom, double left, double right, int channel)
    {
        double sum = 0, weight = 0;
        for (var row = (int)top; row < Math.Min(Math.Ceiling(bottom), Height); row++)
        {
            for (var column = (int)left; column < Math.Min(Math.Ceiling(right), Width); column++)
            {
                var share = (Math.Min(bottom, row + 1) - Math.Max(top, row)) * (Math.Min(right, column + 1) - Math.Max(left, column));
                sum += share * Bytes[(row * Width + column) * Channels + channel];
                weight += share;
            }
        }
        return sum / weight;
    }
}
