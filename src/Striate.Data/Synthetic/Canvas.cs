namespace Striate.Data.Synthetic;

/// <summary>A small grey or colour picture that anti-aliased strokes and polygons are drawn on; coordinates from −1 to 1.</summary>
internal ref struct Canvas(Span<float> pixels, int size, int channels)
{
    private readonly Span<float> _pixels = pixels;

    /// <summary>Draws what a distance function says is inside, with edges one pixel soft.</summary>
    public readonly void Draw(Func<float, float, float> distance, ReadOnlySpan<float> color)
    {
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                var (x, y) = ((column + 0.5f) * 2 / size - 1, (row + 0.5f) * 2 / size - 1);
                var cover = Math.Clamp(0.5f - distance(x, y) * size / 2, 0, 1);
                if (cover == 0) continue;
                var pixel = _pixels.Slice((row * size + column) * channels, channels);
                for (var c = 0; c < channels; c++) pixel[c] += (color[c] - pixel[c]) * cover;
            }
        }
    }

    /// <summary>The distance from a point to a line from a to b.</summary>
    public static float ToSegment(float x, float y, (float X, float Y) a, (float X, float Y) b)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var length = dx * dx + dy * dy;
        var t = length == 0 ? 0 : Math.Clamp(((x - a.X) * dx + (y - a.Y) * dy) / length, 0, 1);
        var (ex, ey) = (x - a.X - t * dx, y - a.Y - t * dy);
        return MathF.Sqrt(ex * ex + ey * ey);
    }
}
