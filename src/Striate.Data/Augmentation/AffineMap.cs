using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Where the pixels of a picture come from: source x = Xx · x + Xy · y + X0 and source y = Yx · x + Yy · y + Y0, from the picture's centre; bilinear, zeros outside.</summary>
internal readonly record struct AffineMap(float Xx, float Xy, float X0, float Yx, float Yy, float Y0)
{
    /// <summary>Turned clockwise, sheared and scaled about the centre, then moved: the inverse of torchvision's matrix of <c>functional.affine</c>.</summary>
    /// <param name="degrees">The angle.</param>
    /// <param name="scale">More than 0; larger enlarges.</param>
    /// <param name="shearX">The angle by which columns lean.</param>
    /// <param name="shearY">The angle by which rows lean.</param>
    /// <param name="right">Pixels to the right.</param>
    /// <param name="down">Pixels downwards.</param>
    public static AffineMap Of(double degrees = 0, double scale = 1, double shearX = 0, double shearY = 0, double right = 0, double down = 0)
    {
        var (rotation, sx, sy) = (degrees * Math.PI / 180, shearX * Math.PI / 180, shearY * Math.PI / 180);
        var a = Math.Cos(rotation - sy) / Math.Cos(sy);
        var b = -a * Math.Tan(sx) - Math.Sin(rotation);
        var c = Math.Sin(rotation - sy) / Math.Cos(sy);
        var d = -c * Math.Tan(sx) + Math.Cos(rotation);
        var (xx, xy, yx, yy) = (d / scale, -b / scale, -c / scale, a / scale);
        return new AffineMap((float)xx, (float)xy, (float)(-xx * right - xy * down), (float)yx, (float)yy, (float)(-yx * right - yy * down));
    }

    /// <summary>Writes the mapped picture.</summary>
    public void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape)
    {
        var (height, width, channels) = (shape[0], shape[1], shape[2]);
        var (centerY, centerX) = ((height - 1) / 2f, (width - 1) / 2f);
        var at = 0;
        for (var row = 0; row < height; row++)
        {
            var dy = row - centerY;
            for (var column = 0; column < width; column++, at += channels)
            {
                var dx = column - centerX;
                var (x, y) = (centerX + Xx * dx + Xy * dy + X0, centerY + Yx * dx + Yy * dy + Y0);
                var (left, top) = (MathF.Floor(x), MathF.Floor(y));
                var pixel = to.Slice(at, channels);
                if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) Inside(from[(((int)top * width + (int)left) * channels)..], pixel, width * channels, x - left, y - top);
                else if (left >= -1 && top >= -1 && left < width && top < height) Border(from, pixel, height, width, (int)top, (int)left, x - left, y - top);
                else pixel.Clear();
            }
        }
    }

    private static void Inside(ReadOnlySpan<float> from, Span<float> to, int stride, float right, float down)
    {
        var channels = to.Length;
        for (var c = 0; c < channels; c++)
        {
            var upper = from[c] + right * (from[channels + c] - from[c]);
            var lower = from[stride + c] + right * (from[stride + channels + c] - from[stride + c]);
            to[c] = upper + down * (lower - upper);
        }
    }

    private static void Border(ReadOnlySpan<float> from, Span<float> to, int height, int width, int top, int left, float right, float down)
    {
        to.Clear();
        for (var corner = 0; corner < 4; corner++)
        {
            var (r, c) = (top + corner / 2, left + corner % 2);
            if ((uint)r >= (uint)height || (uint)c >= (uint)width) continue;
            var weight = (corner / 2 == 0 ? 1 - down : down) * (corner % 2 == 0 ? 1 - right : right);
            var pixel = from.Slice((r * width + c) * to.Length, to.Length);
            for (var channel = 0; channel < to.Length; channel++) to[channel] += weight * pixel[channel];
        }
    }
}
