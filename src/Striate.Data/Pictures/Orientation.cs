namespace Striate.Data.Pictures;

/// <summary>The eight ways in which a camera may have been held (Exif 2.32, tag 274), undone.</summary>
internal static class Orientation
{
    private const int Tile = 32;

    /// <summary>Whether rows become columns.</summary>
    public static bool Transposes(int orientation) => orientation >= 5;

    /// <summary>A picture as it is to be seen.</summary>
    /// <param name="picture">The picture as it is stored.</param>
    /// <param name="orientation">1 (as stored) to 8.</param>
    public static Picture Apply(Picture picture, int orientation)
    {
        if (orientation == 1) return picture;
        var (height, width, channels) = (picture.Height, picture.Width, picture.Channels);
        // The place of pixel (row, column) of the result: start + row · rowStep + column · columnStep, in pixels of the stored picture.
        var (last, lastRow, lastColumn) = (height * width - 1, (height - 1) * width, width - 1);
        var (start, rowStep, columnStep) = orientation switch
        {
            2 => (lastColumn, width, -1),
            3 => (last, -width, -1),
            4 => (lastRow, -width, 1),
            5 => (0, 1, width),
            6 => (lastRow, 1, -width),
            7 => (last, -1, -width),
            _ => (lastColumn, -1, width),
        };
        var (rows, columns) = Transposes(orientation) ? (width, height) : (height, width);
        var (from, to) = (picture.Bytes, new byte[picture.Bytes.Length]);
        // Tiles keep both sides of a transposition in the cache.
        for (var top = 0; top < rows; top += Tile)
        {
            for (var left = 0; left < columns; left += Tile)
            {
                for (var row = top; row < Math.Min(top + Tile, rows); row++)
                {
                    var place = start + row * rowStep + left * columnStep;
                    var target = (row * columns + left) * channels;
                    for (var column = left; column < Math.Min(left + Tile, columns); column++, place += columnStep)
                        for (var channel = 0; channel < channels; channel++) to[target++] = from[place * channels + channel];
                }
            }
        }
        return new Picture(rows, columns, channels, to);
    }
}
