using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Turns the picture about its centre by up to an angle, bilinear, zeros outside.</summary>
/// <param name="Degrees">The largest angle.</param>
public sealed record Rotation(float Degrees) : Augmentation
{
    /// <inheritdoc/>
    public override string Keyword => "rotate";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random)
    {
        var (height, width, channels) = (shape[0], shape[1], shape[2]);
        var (sin, cos) = MathF.SinCos((2 * random.Uniform(0) - 1) * Degrees * MathF.PI / 180);
        var (centerY, centerX) = ((height - 1) / 2f, (width - 1) / 2f);
        to.Clear();
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var (dy, dx) = (row - centerY, column - centerX);
                var (y, x) = (centerY + cos * dy - sin * dx, centerX + sin * dy + cos * dx);
                var (top, left) = ((int)MathF.Floor(y), (int)MathF.Floor(x));
                for (var corner = 0; corner < 4; corner++)
                {
                    var (r, c) = (top + corner / 2, left + corner % 2);
                    if ((uint)r >= (uint)height || (uint)c >= (uint)width) continue;
                    var weight = (1 - Math.Abs(y - r)) * (1 - Math.Abs(x - c));
                    for (var channel = 0; channel < channels; channel++) to[(row * width + column) * channels + channel] += weight * from[(r * width + c) * channels + channel];
                }
            }
        }
    }
}
