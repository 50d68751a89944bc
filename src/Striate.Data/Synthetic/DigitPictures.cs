namespace Striate.Data.Synthetic;

/// <summary>Digits drawn with strokes that are bent, turned, sheared, shifted and scaled at random, thick or thin, light on dark or dark on light, among scraps and noise.</summary>
internal static class DigitPictures
{
    // Strokes of each digit in a box from −0.5 to 0.5 across and −0.8 to 0.8 down.
    private static readonly (float X, float Y)[][][] Strokes =
    [
        [Arc(0, 0, 0.48f, 0.75f, 0, 360)],
        [[(-0.25f, -0.45f), (0.05f, -0.75f), (0.05f, 0.75f)]],
        [[.. Arc(0, -0.35f, 0.42f, 0.4f, 190, 400), (-0.45f, 0.75f), (0.48f, 0.75f)]],
        [Arc(-0.05f, -0.38f, 0.42f, 0.37f, 200, 450), Arc(-0.05f, 0.37f, 0.47f, 0.38f, 270, 520)],
        [[(0.2f, 0.75f), (0.2f, -0.75f), (-0.48f, 0.25f), (0.48f, 0.25f)]],
        [[(0.42f, -0.75f), (-0.36f, -0.75f), (-0.4f, -0.1f)], Arc(-0.02f, 0.28f, 0.45f, 0.47f, 220, 510)],
        [[(0.3f, -0.72f), (-0.15f, -0.35f), (-0.42f, 0.2f)], Arc(0, 0.34f, 0.43f, 0.42f, 0, 360)],
        [[(-0.45f, -0.75f), (0.45f, -0.75f), (-0.08f, 0.75f)]],
        [Arc(0, -0.38f, 0.36f, 0.36f, 0, 360), Arc(0, 0.37f, 0.44f, 0.39f, 0, 360)],
        [Arc(0, -0.33f, 0.42f, 0.42f, 0, 360), [(0.42f, -0.3f), (0.36f, 0.3f), (0.15f, 0.75f)]],
    ];

    public static void Draw(Draws draws, int digit, int size, Span<float> pixels)
    {
        var (ground, ink) = draws.Below(2) == 0 ? (draws.Between(0, 0.3f), draws.Between(0.65f, 1)) : (draws.Between(0.7f, 1), draws.Between(0, 0.35f));
        pixels.Fill(ground);
        var canvas = new Canvas(pixels, size, 1);
        for (var scrap = draws.Below(4); scrap > 0; scrap--)
        {
            (float X, float Y) from = (draws.Between(-1, 1), draws.Between(-1, 1));
            (float X, float Y) to = (from.X + draws.Between(-0.4f, 0.4f), from.Y + draws.Between(-0.4f, 0.4f));
            var thin = draws.Between(0.02f, 0.06f);
            canvas.Draw((x, y) => Canvas.ToSegment(x, y, from, to) - thin, [ground + (ink - ground) * draws.Between(0.3f, 0.8f)]);
        }
        var (turn, shear, scale, stretch) = (draws.Between(-0.4f, 0.4f), draws.Between(-0.35f, 0.35f), draws.Between(0.62f, 0.95f), draws.Between(0.8f, 1.2f));
        var (shiftX, shiftY, wave, width) = (draws.Between(-0.25f, 0.25f), draws.Between(-0.18f, 0.18f), draws.Between(-0.1f, 0.1f), draws.Between(0.05f, 0.13f));
        var (cos, sin) = (MathF.Cos(turn) * scale, MathF.Sin(turn) * scale);
        (float X, float Y) Place((float X, float Y) point)
        {
            var (x, y) = (point.X * stretch + shear * point.Y + wave * MathF.Sin(4 * point.Y), point.Y);
            return (x * cos - y * sin + shiftX, x * sin + y * cos + shiftY);
        }
        var lines = Strokes[digit].Select(stroke => stroke.Select(Place).ToArray()).ToArray();
        canvas.Draw((x, y) => Distance(lines, x, y) - width, [ink]);
        var noise = draws.Between(0, 0.12f);
        foreach (ref var pixel in pixels) pixel = Math.Clamp(pixel + noise * draws.Normal(), 0, 1);
    }

    private static float Distance((float X, float Y)[][] lines, float x, float y)
    {
        var least = float.MaxValue;
        foreach (var line in lines)
            for (var i = 1; i < line.Length; i++) least = Math.Min(least, Canvas.ToSegment(x, y, line[i - 1], line[i]));
        return least;
    }

    private static (float X, float Y)[] Arc(float x, float y, float radiusX, float radiusY, int from, int to)
    {
        var steps = (to - from) / 20;
        return [.. Enumerable.Range(0, steps + 1).Select(i => (from + (to - from) * i / (float)steps) * MathF.PI / 180).Select(a => (x + radiusX * MathF.Cos(a), y + radiusY * MathF.Sin(a)))];
    }
}
