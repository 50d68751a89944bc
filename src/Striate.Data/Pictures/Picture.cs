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
    /// <example><code>
    /// var picture = Picture.Read("cat.jpg", atLeast: new PictureSize(224, 224)).WithChannels(3).Resize(224, 224, PictureFilter.Bilinear);
    /// </code></example>
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

    /// <summary>A rectangle of the picture.</summary>
    /// <exception cref="ArgumentException">The rectangle does not lie in the picture.</exception>
    public Picture Crop(PictureBox box) => Resize(box.Height, box.Width, PictureFilter.Area, box);

    /// <summary>The picture, or a rectangle of it, at another size. Channels are resized on their own.</summary>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="filter">How pixels are weighted: along rows first and then along columns, each rounded to bytes, as Pillow does it, bit for bit.</param>
    /// <param name="box">The rectangle that is taken, which sees nothing around it: the whole picture if it is left out.</param>
    /// <exception cref="ArgumentException">A size is not positive, or the rectangle does not lie in the picture.</exception>
    public Picture Resize(int height, int width, PictureFilter filter = PictureFilter.Area, PictureBox? box = null)
    {
        if (height < 1 || width < 1) throw new ArgumentException($"A picture of {width}×{height} pixels is none; at least 1×1 are needed.");
        var part = box ?? new PictureBox(0, 0, Height, Width);
        part.Check(this);
        return part == new PictureBox(0, 0, height, width) && (height, width) == (Height, Width) ? this : Resizer.Resize(this, part, height, width, filter);
    }

    private static int Over(int value, int alpha) => (value * alpha + 255 * (255 - alpha) + 127) / 255;
}
