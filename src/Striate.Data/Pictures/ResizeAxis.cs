namespace Striate.Data.Pictures;

/// <summary>Which pixels of a line a smaller or larger line is made of, and with what weights: a triangle as wide as two pixels of the coarser line, as Pillow and torchvision (antialias) resize bilinearly.</summary>
/// <remarks>Computed again for every picture, without allocation once its arrays are large enough.</remarks>
internal sealed class ResizeAxis
{
    private int[] _first = [];
    private int[] _count = [];
    private float[] _weights = [];
    private int _stride;

    /// <summary>The first of the pixels that place <paramref name="i"/> is made of.</summary>
    public int First(int i) => _first[i];

    /// <summary>A weight for each of them, together 1.</summary>
    public ReadOnlySpan<float> Weights(int i) => _weights.AsSpan(i * _stride, _count[i]);

    /// <summary>From <paramref name="start"/> on for <paramref name="length"/> pixels to <paramref name="size"/> places. Only pixels that the stretch touches count.</summary>
    public void Set(double start, double length, int limit, int size)
    {
        var (low, high) = (Math.Max(0, (int)Math.Floor(start + 1e-6)), Math.Min(limit, (int)Math.Ceiling(start + length - 1e-6)));
        var scale = length / size;
        var support = Math.Max(1, scale);
        _stride = 2 * (int)Math.Ceiling(support) + 1;
        if (_first.Length < size) (_first, _count) = (new int[size], new int[size]);
        if (_weights.Length < size * _stride) _weights = new float[size * _stride];
        for (var i = 0; i < size; i++)
        {
            var center = start + (i + 0.5) * scale;
            var first = Math.Clamp((int)(center - support + 0.5), low, high - 1);
            var count = Math.Clamp((int)(center + support + 0.5) - first, 1, Math.Min(high - first, _stride));
            var weights = _weights.AsSpan(i * _stride, count);
            var sum = 0.0;
            for (var j = 0; j < count; j++)
            {
                var weight = Math.Max(0, 1 - Math.Abs((first + j + 0.5 - center) / support));
                weights[j] = (float)weight;
                sum += weight;
            }
            if (sum > 0) foreach (ref var weight in weights) weight = (float)(weight / sum);
            else weights[0] = 1;
            (_first[i], _count[i]) = (first, count);
        }
    }
}
