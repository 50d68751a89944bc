using Striate.Tensors;

namespace Striate.Insight;

/// <summary>A shift, rotation or change of size of a map about its centre: what stood at p stands at c + scale · R · (p − c) + shift.</summary>
/// <param name="Rows">Rows downwards.</param>
/// <param name="Columns">Columns to the right; along the only axis of a series, steps later.</param>
/// <param name="Degrees">Rotation, counter-clockwise as one looks at a picture.</param>
/// <param name="Scale">The factor of size.</param>
public sealed record Transformation(double Rows = 0, double Columns = 0, double Degrees = 0, double Scale = 1)
{
    /// <summary>Applies it to every map of a batch: bilinear between pixels, exact at whole ones, zero where nothing was.</summary>
    /// <param name="batch">N × H × W × C, or N × L × C.</param>
    /// <exception cref="ArgumentException">The maps have another number of axes, or the scale is not positive.</exception>
    public Tensor Apply(Tensor batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (height, width, channels) = Sizes(batch.Shape);
        var result = new Tensor(batch.Shape);
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var (fromRow, fromColumn) = Source(row, column, height, width);
                for (var example = 0; example < batch.Shape[0]; example++)
                {
                    for (var channel = 0; channel < channels; channel++)
                        result.Floats[((example * height + row) * width + column) * channels + channel] = (float)Sample(batch, example, channel, fromRow, fromColumn);
                }
            }
        }
        return result;
    }

    /// <summary>Where what stands at a place of the result stood before.</summary>
    internal (double Row, double Column) Source(double row, double column, int height, int width)
    {
        var (centreRow, centreColumn) = ((height - 1) / 2.0, (width - 1) / 2.0);
        var (down, right) = (row - Rows - centreRow, column - Columns - centreColumn);
        // Quarter turns without rounding.
        var (sine, cosine) = Degrees % 90 == 0
            ? (((int)(Degrees / 90) % 4 + 4) % 4) switch { 0 => (0.0, 1.0), 1 => (1.0, 0.0), 2 => (0.0, -1.0), _ => (-1.0, 0.0) }
            : Math.SinCos(Degrees * Math.PI / 180);
        return (centreRow + (cosine * down + sine * right) / Scale, centreColumn + (cosine * right - sine * down) / Scale);
    }

    /// <summary>The value between four pixels.</summary>
    internal static double Sample(Tensor batch, int example, int channel, double row, double column)
    {
        var (height, width, channels) = Sizes(batch.Shape);
        var (top, left) = ((int)Math.Floor(row), (int)Math.Floor(column));
        var (down, right) = (row - top, column - left);
        double At(int r, int c) => r < 0 || c < 0 || r >= height || c >= width ? 0 : batch.Floats[((example * height + r) * width + c) * channels + channel];
        var upper = (1 - right) * At(top, left) + (right == 0 ? 0 : right * At(top, left + 1));
        return down == 0 ? upper : (1 - down) * upper + down * ((1 - right) * At(top + 1, left) + (right == 0 ? 0 : right * At(top + 1, left + 1)));
    }

    /// <summary>Height, width and channels; a series is one row.</summary>
    internal static (int Height, int Width, int Channels) Sizes(Shape batch) => batch.Rank switch
    {
        3 => (1, batch[1], batch[2]),
        4 => (batch[1], batch[2], batch[3]),
        _ => throw new ArgumentException($"Maps of one or two spatial axes can be shifted and turned; these are {batch}."),
    };
}
