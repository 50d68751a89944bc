namespace Striate.Data.Pictures;

/// <summary>The weights of a pass along rows or columns: for each new pixel the first old one that counts, how many do, and how much each, in units of 2⁻²².</summary>
internal readonly struct ResizeWeights
{
    /// <summary>Bits behind the point: 255 · 2²² times the sum of positive weights, at most 1.3, fits 31 bits.</summary>
    public const int Bits = 22;

    private ResizeWeights(int[] first, int[] count, int[] weights, int most) => (First, Count, Weights, Most) = (first, count, weights, most);

    public int[] First { get; }

    public int[] Count { get; }

    /// <summary><see cref="Most"/> for each new pixel.</summary>
    public int[] Weights { get; }

    public int Most { get; }

    /// <summary>Weights as Pillow 9.4 takes them (precompute_coeffs and normalize_coeffs_8bpc in its Resample.c); areas count by their overlap.</summary>
    public static ResizeWeights Make(int from, int to, PictureFilter filter)
    {
        var scale = (double)from / to;
        var stretch = filter == PictureFilter.Area ? scale : Math.Max(scale, 1);
        var support = stretch * filter switch { PictureFilter.Area => 0.5, PictureFilter.Bilinear => 1, _ => 2 };
        // No filter reaches beyond the picture.
        var most = Math.Min((int)Math.Ceiling(support) * 2 + 1, from + 1);
        var (first, count, weights) = (new int[to], new int[to], new int[to * most]);
        Span<double> shares = most <= 256 ? stackalloc double[256] : new double[most];
        for (var i = 0; i < to; i++)
        {
            var centre = (i + 0.5) * scale;
            var (low, high) = filter == PictureFilter.Area ? ((int)(centre - support), (int)Math.Ceiling(centre + support)) : ((int)Math.Max(0, centre - support + 0.5), (int)(centre + support + 0.5));
            high = Math.Min(high, from);
            // Rounding may reach a pixel more than the support.
            if (high - low > most) high = low + most;
            var sum = 0.0;
            for (var k = 0; k < high - low; k++) sum += shares[k] = Share(filter, low + k, centre, support, stretch);
            for (var k = 0; k < high - low; k++) weights[i * most + k] = (int)Math.Round(shares[k] / sum * (1 << Bits), MidpointRounding.AwayFromZero);
            (first[i], count[i]) = (low, high - low);
        }
        return new ResizeWeights(first, count, weights, most);
    }

    private static double Share(PictureFilter filter, int pixel, double centre, double support, double stretch)
    {
        if (filter == PictureFilter.Area) return Math.Max(0, Math.Min(pixel + 1, centre + support) - Math.Max(pixel, centre - support));
        var x = Math.Abs((pixel + 0.5 - centre) / stretch);
        if (filter == PictureFilter.Bilinear) return x < 1 ? 1 - x : 0;
        return x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
    }
}
