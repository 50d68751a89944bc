namespace Striate.Data.Synthetic;

/// <summary>Discs, squares, triangles, stars, crosses and rings in any colour, place, size and turn, on coloured, striped grounds: colour and place say nothing about the class.</summary>
internal static class ShapePictures
{
    public static IReadOnlyList<string> Names { get; } = ["disc", "square", "triangle", "star", "cross", "ring"];

    public static void Draw(Draws draws, int shape, int size, Span<float> pixels)
    {
        Span<float> ground = [draws.Between(0, 1), draws.Between(0, 1), draws.Between(0, 1)];
        Span<float> ink = [draws.Between(0, 1), draws.Between(0, 1), draws.Between(0, 1)];
        // A colour that hides the shape is moved away from the ground's.
        for (var c = 0; c < 3; c++)
            if (Math.Abs(ink[c] - ground[c]) < 0.3f) ink[c] = ground[c] > 0.5f ? ground[c] - 0.4f : ground[c] + 0.4f;
        var (stripe, angle, depth) = (draws.Between(2, 12), draws.Between(0, MathF.PI), draws.Between(0, 0.2f));
        for (var pixel = 0; pixel < size * size; pixel++)
        {
            var wave = depth * MathF.Sin(stripe * (MathF.Cos(angle) * (pixel % size) + MathF.Sin(angle) * (pixel / size)) * 2 / size);
            for (var c = 0; c < 3; c++) pixels[3 * pixel + c] = ground[c] + wave;
        }
        var (shiftX, shiftY, radius, turn) = (draws.Between(-0.4f, 0.4f), draws.Between(-0.4f, 0.4f), draws.Between(0.3f, 0.55f), draws.Between(0, 2 * MathF.PI));
        var (cos, sin) = (MathF.Cos(turn) / radius, MathF.Sin(turn) / radius);
        new Canvas(pixels, size, 3).Draw((x, y) => radius * Distance(shape, (x - shiftX) * cos + (y - shiftY) * sin, (y - shiftY) * cos - (x - shiftX) * sin), ink);
        var noise = draws.Between(0, 0.08f);
        foreach (ref var pixel in pixels) pixel = Math.Clamp(pixel + noise * draws.Normal(), 0, 1);
    }

    // Signed distance to a shape of radius 1, negative inside.
    private static float Distance(int shape, float x, float y)
    {
        var length = MathF.Sqrt(x * x + y * y);
        return shape switch
        {
            0 => length - 0.9f,
            1 => Math.Max(Math.Abs(x), Math.Abs(y)) - 0.75f,
            2 => Math.Max(y - 0.5f, Math.Max(0.866f * x - 0.5f * y, -0.866f * x - 0.5f * y) - 0.5f),
            3 => length - (0.62f + 0.38f * MathF.Cos(5 * MathF.Atan2(y, x))),
            4 => Math.Min(Math.Max(Math.Abs(x) - 0.95f, Math.Abs(y) - 0.28f), Math.Max(Math.Abs(y) - 0.95f, Math.Abs(x) - 0.28f)),
            _ => Math.Abs(length - 0.75f) - 0.2f,
        };
    }
}
