using Striate.Kernels.Pooling;

namespace Striate.Layers;

/// <summary>Makes pixel matrices from what they do along each axis.</summary>
internal static class PixelMatrices
{
    /// <summary>The matrix whose weights are products over the axes, outermost first.</summary>
    public static PixelMatrix OfAxes(params IReadOnlyList<(int Input, IReadOnlyList<(int Pixel, double Weight)>[] Rows)> axes)
    {
        IEnumerable<IReadOnlyList<(int Pixel, double Weight)>> rows = [[(0, 1)]];
        foreach (var (input, along) in axes)
        {
            rows = rows.SelectMany(outer => along.Select(inner => (IReadOnlyList<(int, double)>)
                [.. from o in outer from i in inner select (o.Pixel * input + i.Pixel, o.Weight * i.Weight)])).ToArray();
        }
        return PixelMatrix.Of(axes.Aggregate(1, (product, axis) => checked(product * axis.Input)), [.. rows.Select(row => (IReadOnlyCollection<(int, float)>)[.. row.Select(entry => (entry.Pixel, (float)entry.Weight))])]);
    }
}
