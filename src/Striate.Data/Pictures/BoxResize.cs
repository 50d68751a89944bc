using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Striate.Data.Pictures;

/// <summary>A box of a picture as floats of another size, bilinear with antialiasing, each channel multiplied and moved on the way: rows first, columns then, in one pass over the new rows.</summary>
internal sealed class BoxResize
{
    [ThreadStatic]
    private static BoxResize? _own;

    private readonly ResizeAxis _rows = new();
    private readonly ResizeAxis _columns = new();
    private float[] _line = [];

    /// <summary>This thread's.</summary>
    public static BoxResize Own => _own ??= new BoxResize();

    /// <summary>Resizes bytes.</summary>
    /// <param name="from">Height × width × channels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="box">What is looked at.</param>
    /// <param name="to">New height × new width × channels.</param>
    /// <param name="newHeight">Rows.</param>
    /// <param name="newWidth">Columns.</param>
    /// <param name="factors">A factor a channel.</param>
    /// <param name="offsets">What is added behind it.</param>
    public void Run(ReadOnlySpan<byte> from, int height, int width, int channels, Box box, Span<float> to, int newHeight, int newWidth, ReadOnlySpan<float> factors, ReadOnlySpan<float> offsets)
    {
        Require(from.Length, (long)height * width * channels, to.Length, (long)newHeight * newWidth * channels);
        Prepare(box, height, width, channels, newHeight, newWidth, out var left, out var right);
        for (var row = 0; row < newHeight; row++)
        {
            SumRows(from, _rows.First(row), _rows.Weights(row), width * channels, left * channels, right * channels, _line);
            SumColumns(_columns, _line, to.Slice(row * newWidth * channels, newWidth * channels), channels, factors, offsets);
        }
    }

    /// <summary>Resizes floats.</summary>
    public void Run(ReadOnlySpan<float> from, int height, int width, int channels, Box box, Span<float> to, int newHeight, int newWidth, ReadOnlySpan<float> factors, ReadOnlySpan<float> offsets)
    {
        Require(from.Length, (long)height * width * channels, to.Length, (long)newHeight * newWidth * channels);
        Prepare(box, height, width, channels, newHeight, newWidth, out var left, out var right);
        for (var row = 0; row < newHeight; row++)
        {
            var line = _line.AsSpan(left * channels, (right - left) * channels);
            line.Clear();
            var weights = _rows.Weights(row);
            for (var i = 0; i < weights.Length; i++) TensorPrimitives.MultiplyAdd(from.Slice(((_rows.First(row) + i) * width + left) * channels, line.Length), weights[i], line, line);
            SumColumns(_columns, _line, to.Slice(row * newWidth * channels, newWidth * channels), channels, factors, offsets);
        }
    }

    private static void Require(long from, long leastFrom, long to, long leastTo)
    {
        if (from < leastFrom || to < leastTo) throw new ArgumentException($"Resizing needs {leastFrom} numbers for {leastTo}; there are {from} for {to}.");
    }

    private void Prepare(Box box, int height, int width, int channels, int newHeight, int newWidth, out int left, out int right)
    {
        _rows.Set(box.Top, box.Height, height, newHeight);
        _columns.Set(box.Left, box.Width, width, newWidth);
        left = _columns.First(0);
        right = _columns.First(newWidth - 1) + _columns.Weights(newWidth - 1).Length;
        // A vector of four is read where a pixel has three numbers.
        if (_line.Length < width * channels + 16) _line = new float[width * channels + 16];
    }

    // line[i] = Σ weight · row[i] for first ≤ i < last.
    private static void SumRows(ReadOnlySpan<byte> from, int top, ReadOnlySpan<float> weights, int stride, int first, int last, Span<float> line)
    {
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(line);
        var i = first;
        var start = top * stride;
        if (Avx512F.IsSupported)
        {
            for (; i + 16 <= last; i += 16)
            {
                var sum = Vector512<float>.Zero;
                for (var j = 0; j < weights.Length; j++)
                {
                    var row = Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref source, (nuint)(start + j * stride + i)));
                    sum = Vector512.FusedMultiplyAdd(Vector512.ConvertToSingle(row), Vector512.Create(weights[j]), sum);
                }
                sum.StoreUnsafe(ref target, (nuint)i);
            }
        }
        else
        {
            for (; i + 16 <= last; i += 16)
            {
                Vector128<float> a = default, b = default, c = default, d = default;
                for (var j = 0; j < weights.Length; j++)
                {
                    var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref source, (nuint)(start + j * stride + i)));
                    var (p, q) = Vector128.Widen(low);
                    var (r, s) = Vector128.Widen(high);
                    var weight = Vector128.Create(weights[j]);
                    a = Vector128.FusedMultiplyAdd(Vector128.ConvertToSingle(p.AsInt32()), weight, a);
                    b = Vector128.FusedMultiplyAdd(Vector128.ConvertToSingle(q.AsInt32()), weight, b);
                    c = Vector128.FusedMultiplyAdd(Vector128.ConvertToSingle(r.AsInt32()), weight, c);
                    d = Vector128.FusedMultiplyAdd(Vector128.ConvertToSingle(s.AsInt32()), weight, d);
                }
                a.StoreUnsafe(ref target, (nuint)i);
                b.StoreUnsafe(ref target, (nuint)i + 4);
                c.StoreUnsafe(ref target, (nuint)i + 8);
                d.StoreUnsafe(ref target, (nuint)i + 12);
            }
        }
        for (; i < last; i++)
        {
            var sum = 0f;
            for (var j = 0; j < weights.Length; j++) sum = MathF.FusedMultiplyAdd(from[start + j * stride + i], weights[j], sum);
            line[i] = sum;
        }
    }

    private static void SumColumns(ResizeAxis columns, ReadOnlySpan<float> line, Span<float> to, int channels, ReadOnlySpan<float> factors, ReadOnlySpan<float> offsets)
    {
        var width = to.Length / channels;
        if (channels != 3)
        {
            for (var x = 0; x < width; x++) SumPixel(columns, x, line, to.Slice(x * channels, channels), factors, offsets);
            return;
        }
        ref var source = ref MemoryMarshal.GetReference(line);
        ref var target = ref MemoryMarshal.GetReference(to);
        var (factor, offset) = (Vector128.Create(factors[0], factors[1], factors[2], 0), Vector128.Create(offsets[0], offsets[1], offsets[2], 0));
        // The fourth number belongs to the next pixel, which is written then; the last pixel of a row has none behind it.
        for (var x = 0; x < width - 1; x++)
        {
            var first = 3 * columns.First(x);
            var weights = columns.Weights(x);
            var sum = Vector128<float>.Zero;
            for (var j = 0; j < weights.Length; j++) sum = Vector128.FusedMultiplyAdd(Vector128.LoadUnsafe(ref source, (nuint)(first + 3 * j)), Vector128.Create(weights[j]), sum);
            Vector128.FusedMultiplyAdd(sum, factor, offset).StoreUnsafe(ref target, (nuint)(3 * x));
        }
        SumPixel(columns, width - 1, line, to[^3..], factors, offsets);
    }

    private static void SumPixel(ResizeAxis columns, int x, ReadOnlySpan<float> line, Span<float> to, ReadOnlySpan<float> factors, ReadOnlySpan<float> offsets)
    {
        var (first, channels) = (columns.First(x) * to.Length, to.Length);
        var weights = columns.Weights(x);
        for (var c = 0; c < channels; c++)
        {
            var sum = 0f;
            for (var j = 0; j < weights.Length; j++) sum = MathF.FusedMultiplyAdd(line[first + j * channels + c], weights[j], sum);
            to[c] = MathF.FusedMultiplyAdd(sum, factors[c], offsets[c]);
        }
    }
}
