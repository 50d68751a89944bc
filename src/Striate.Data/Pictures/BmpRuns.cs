namespace Striate.Data.Pictures;

/// <summary>Runs of equal pixels: RLE8, RLE4 and OS/2's RLE24.</summary>
internal static class BmpRuns
{
    /// <summary>Draws the runs over a black picture; what stands outside of it is left out.</summary>
    /// <exception cref="InvalidDataException">The data end inside a run; runs that stop between two pairs of bytes leave the rest black.</exception>
    public static void Decode(BmpHead head, ReadOnlySpan<byte> data, byte[] pixels, string path)
    {
        var (row, column, place) = (0, 0, 0);
        var pixelBits = head.Bits;
        while (place + 2 <= data.Length && row < head.Height)
        {
            var (count, value) = (data[place], data[place + 1]);
            place += 2;
            if (count > 0)
            {
                // A run: of one colour, of two in turns in RLE4, of three bytes in RLE24.
                var length = pixelBits == 24 ? 3 : 1;
                var colour = data.Slice(place - 1, Math.Min(length, data.Length - place + 1));
                if (colour.Length < length) throw Ended(path);
                place += length - 1;
                for (var i = 0; i < count; i++) Draw(head, pixels, row, column++, colour, pixelBits == 4 ? i % 2 : 0);
            }
            else if (value == 0) (row, column) = (row + 1, 0);
            else if (value == 1) return;
            else if (value == 2)
            {
                if (place + 2 > data.Length) throw Ended(path);
                (row, column) = (row + data[place + 1], column + data[place]);
                place += 2;
            }
            else
            {
                // Pixels as they are, filled up to an even number of bytes.
                var bytes = (value * pixelBits + 7) / 8;
                if (place + bytes > data.Length) throw Ended(path);
                for (var i = 0; i < value; i++) Draw(head, pixels, row, column++, data[(place + i * pixelBits / 8)..], pixelBits == 4 ? i % 2 : 0);
                place += (bytes + 1) / 2 * 2;
            }
        }
    }

    private static void Draw(BmpHead head, byte[] pixels, int row, int column, ReadOnlySpan<byte> value, int half)
    {
        if (column >= head.Width) return;
        var to = BmpDecoder.Target(head, pixels, row, 3).Slice(3 * column, 3);
        if (head.Bits == 24)
        {
            (to[0], to[1], to[2]) = (value[2], value[1], value[0]);
            return;
        }
        var index = head.Bits == 8 ? value[0] : half == 0 ? value[0] >> 4 : value[0] & 15;
        if (3 * index < head.Palette.Length) head.Palette.AsSpan(3 * index, 3).CopyTo(to);
        else to.Clear();
    }

    private static InvalidDataException Ended(string path) => new($"'{path}' is truncated: it ends inside a run of pixels.");
}
