using System.Buffers.Binary;
using System.IO.Compression;

namespace Striate.Data.Pictures;

/// <summary>Writes PNG pictures (ISO/IEC 15948) of 8 bits a channel; <see cref="Picture.Read"/> reads them.</summary>
public static class Png
{
    /// <summary>Encodes a picture, without interlacing.</summary>
    public static void Write(string path, Picture picture)
    {
        using var stream = File.Create(path);
        Write(stream, picture);
    }

    /// <summary>Encodes a picture, without interlacing.</summary>
    public static void Write(Stream stream, Picture picture)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(picture);
        stream.Write(PngChunks.Signature);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), picture.Height);
        (head[8], head[9]) = (8, picture.Channels switch { 1 => 0, 3 => 2, _ => 6 });
        PngChunks.Write(stream, "IHDR", head);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var stride = picture.Width * picture.Channels;
            for (var row = 0; row < picture.Height; row++)
            {
                zlib.WriteByte(0);
                zlib.Write(picture.Bytes, row * stride, stride);
            }
        }
        PngChunks.Write(stream, "IDAT", packed.GetBuffer().AsSpan(0, (int)packed.Length));
        PngChunks.Write(stream, "IEND", []);
    }
}
