namespace Striate.Tests.Layers;

/// <summary>Layers in double, straight from the lecture's formulas, for whole batches of channels-last maps.</summary>
internal static class Definition
{
    /// <summary>y[n, o, k] = b[k] + Σ x[n, i, c] · w[k, c, t] over the taps t and the channels c of the group.</summary>
    public static double[] Convolve(double[] x, int batch, int channels, int groups, double[] w, double[] b, params Sliding[] axes)
    {
        var (k, inputs, outputs, taps) = (b.Length, Sliding.Product(axes, a => a.Input), Sliding.Product(axes, a => a.Outputs), Sliding.Product(axes, a => a.Kernel));
        var y = new double[batch * outputs * k];
        for (var i = 0; i < y.Length; i++) y[i] = b[i % k];
        foreach (var (output, tap, input) in Sliding.Meetings(axes).Where(m => m.Input is not null))
            foreach (var (n, to, from, weight) in Pairs(batch, k, channels, groups))
                y[(n * outputs + output) * k + to] += x[(n * inputs + input!.Value) * channels + from] * w[(to * (channels / groups) + weight) * taps + tap];
        return y;
    }

    /// <summary>y[n, i, k] = b[k] + Σ x[n, o, c] · w[c, k, t], with the windows of the convolution that leads back.</summary>
    public static double[] ConvolveTransposed(double[] x, int batch, int channels, int groups, double[] w, double[] b, params Sliding[] axes)
    {
        var (k, large, small, taps) = (b.Length, Sliding.Product(axes, a => a.Input), Sliding.Product(axes, a => a.Outputs), Sliding.Product(axes, a => a.Kernel));
        var y = new double[batch * large * k];
        for (var i = 0; i < y.Length; i++) y[i] = b[i % k];
        foreach (var (output, tap, input) in Sliding.Meetings(axes).Where(m => m.Input is not null))
            foreach (var (n, from, to, weight) in Pairs(batch, channels, k, groups))
                y[(n * large + input!.Value) * k + to] += x[(n * small + output) * channels + from] * w[(from * (k / groups) + weight) * taps + tap];
        return y;
    }

    /// <summary>The same with kernels along each axis that take turns: y[n, o, k] = b[o mod t, k] + Σ x[n, i, c] · w[o mod t, k, c, tap].</summary>
    public static double[] ConvolvePlaced(double[] x, int batch, int channels, int outputChannels, int groups, double[] w, double[] b, int[] kernels, params Sliding[] axes)
    {
        var (k, inputs, outputs, taps) = (outputChannels, Sliding.Product(axes, a => a.Input), Sliding.Product(axes, a => a.Outputs), Sliding.Product(axes, a => a.Kernel));
        int KernelOf(int output)
        {
            var (number, scale) = (0, 1);
            for (var a = axes.Length - 1; a >= 0; output /= axes[a].Outputs, scale *= kernels[a], a--) number += output % axes[a].Outputs % kernels[a] * scale;
            return number;
        }
        var y = new double[batch * outputs * k];
        for (var i = 0; i < y.Length; i++) y[i] = b[KernelOf(i / k % outputs) * k + i % k];
        foreach (var (output, tap, input) in Sliding.Meetings(axes).Where(m => m.Input is not null))
            foreach (var (n, to, from, weight) in Pairs(batch, k, channels, groups))
                y[(n * outputs + output) * k + to] += x[(n * inputs + input!.Value) * channels + from] * w[((KernelOf(output) * k + to) * (channels / groups) + weight) * taps + tap];
        return y;
    }

    /// <summary>The kernel of true convolution: the taps of each pair of channels in reverse.</summary>
    public static double[] Flip(double[] w, int taps) => [.. w.Chunk(taps).SelectMany(row => row.Reverse())];

    /// <summary>Elements around maps of two axes; <paramref name="source"/> says which input an axis of a size copies at a place outside it, or −1 for the value.</summary>
    public static double[] Pad(double[] x, int channels, (int Height, int Width) size, (int Low, int High) rows, (int Low, int High) columns, Func<int, int, int> source, double value = 0)
    {
        int At(int place, int length) => place >= 0 && place < length ? place : source(place, length);
        return [.. from map in x.Chunk(size.Height * size.Width * channels)
                   from h in Enumerable.Range(-rows.Low, rows.Low + size.Height + rows.High)
                   from w in Enumerable.Range(-columns.Low, columns.Low + size.Width + columns.High)
                   from c in Enumerable.Range(0, channels)
                   let row = At(h, size.Height)
                   let column = At(w, size.Width)
                   select row < 0 || column < 0 ? value : map[(row * size.Width + column) * channels + c]];
    }

    /// <summary>A function of the inputs of each window, and of the number of its taps in the input or its padding.</summary>
    public static double[] Pool(double[] x, int batch, int channels, Func<double[], int, double> rule, params Sliding[] axes)
    {
        var (inputs, outputs) = (Sliding.Product(axes, a => a.Input), Sliding.Product(axes, a => a.Outputs));
        var windows = Sliding.Meetings(axes).ToLookup(m => m.Output);
        var y = new double[batch * outputs * channels];
        for (var i = 0; i < y.Length; i++)
        {
            var (n, window, c) = (i / channels / outputs, windows[i / channels % outputs], i % channels);
            y[i] = rule([.. window.Where(m => m.Input is not null).Select(m => x[(n * inputs + m.Input!.Value) * channels + c])], window.Count());
        }
        return y;
    }

    /// <summary>γ · (x − μ) / √(σ² + ε) + β with the batch's own mean and biased variance, or with given ones.</summary>
    public static double[] Normalize(double[] x, double[] gamma, double[] beta, double epsilon, double[]? mean = null, double[]? variance = null, bool outside = false)
    {
        var channels = gamma.Length;
        double[] Of(int c) => [.. x.Where((_, i) => i % channels == c)];
        mean ??= [.. Enumerable.Range(0, channels).Select(c => Of(c).Average())];
        variance ??= [.. Enumerable.Range(0, channels).Select(c => Of(c).Average(value => Math.Pow(value - mean[c], 2)))];
        return [.. x.Select((value, i) => gamma[i % channels] * (value - mean[i % channels]) / (outside ? Math.Sqrt(variance[i % channels]) + epsilon : Math.Sqrt(variance[i % channels] + epsilon)) + beta[i % channels])];
    }

    /// <summary>γ · (x − μ) / √(σ² + ε) + β with mean and biased variance of a number of neighbouring channels over a number of neighbouring pixels.</summary>
    public static double[] NormalizeGroups(double[] x, int pixels, int width, double[] gamma, double[] beta, double epsilon)
    {
        var channels = gamma.Length;
        var groups = Enumerable.Range(0, x.Length).GroupBy(i => (i / channels / pixels, i % channels / width)).ToArray();
        var y = new double[x.Length];
        foreach (var group in groups)
        {
            var mean = group.Average(i => x[i]);
            var variance = group.Average(i => (x[i] - mean) * (x[i] - mean));
            foreach (var i in group) y[i] = gamma[i % channels] * (x[i] - mean) / Math.Sqrt(variance + epsilon) + beta[i % channels];
        }
        return y;
    }

    /// <summary>Φ(x) = ½ + φ(x) · (x + x³ / 3 + x⁵ / (3 · 5) + …); beyond 10 it is 0 or 1 to every digit.</summary>
    public static double Normal(double x)
    {
        if (Math.Abs(x) > 10) return x > 0 ? 1 : 0;
        double term = x, sum = x;
        for (var n = 3; Math.Abs(term) > 1e-18 * Math.Abs(sum); n += 2) sum += term *= x * x / n;
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }

    /// <summary>exp(x) / Σ exp(x) over each pixel's channels.</summary>
    public static double[] Softmax(double[] x, int channels) => [.. x.Chunk(channels).SelectMany(pixel => pixel.Select(value => Math.Exp(value) / pixel.Sum(Math.Exp)))];

    /// <summary>Channels of several maps side by side.</summary>
    public static double[] Join(params (double[] Values, int Channels)[] maps) =>
        [.. Enumerable.Range(0, maps[0].Values.Length / maps[0].Channels).SelectMany(pixel => maps.SelectMany(map => map.Values.Skip(pixel * map.Channels).Take(map.Channels)))];

    /// <summary>y[n, c, p] = x[n, p, c].</summary>
    public static double[] ChannelsFirst(double[] x, int batch, int pixels, int channels) =>
        [.. from n in Enumerable.Range(0, batch) from c in Enumerable.Range(0, channels) from p in Enumerable.Range(0, pixels) select x[(n * pixels + p) * channels + c]];

    // Examples, and the channels of two sides that meet in their groups; the last number counts channels within a group.
    private static IEnumerable<(int N, int First, int Second, int InGroup)> Pairs(int batch, int first, int second, int groups) =>
        from n in Enumerable.Range(0, batch)
        from f in Enumerable.Range(0, first)
        from s in Enumerable.Range(0, second / groups)
        select (n, f, f / (first / groups) * (second / groups) + s, s);
}
