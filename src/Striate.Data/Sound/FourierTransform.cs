using System.Numerics;

namespace Striate.Data.Sound;

/// <summary>X[k] = Σ x[i] · exp(−2πi·ik / n) for any n, in double: radix 2, and Bluestein's convolution for other lengths.</summary>
internal sealed class FourierTransform
{
    private readonly int _length;
    private readonly Complex[] _roots;
    private readonly Complex[]? _chirp;
    private readonly Complex[]? _chirpTransform;
    private readonly FourierTransform? _inner;

    public FourierTransform(int length)
    {
        _length = length;
        _roots = [.. Enumerable.Range(0, length / 2).Select(k => Complex.FromPolarCoordinates(1, -2 * Math.PI * k / length))];
        if (BitOperations.IsPow2(length)) return;
        var padded = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * length - 1));
        _inner = new FourierTransform(padded);
        // k² modulo 2n keeps the angle small and exact.
        _chirp = [.. Enumerable.Range(0, length).Select(k => Complex.FromPolarCoordinates(1, -Math.PI * ((long)k * k % (2L * length)) / length))];
        _chirpTransform = new Complex[padded];
        for (var k = 0; k < length; k++)
        {
            _chirpTransform[k] = Complex.Conjugate(_chirp[k]);
            if (k > 0) _chirpTransform[padded - k] = _chirpTransform[k];
        }
        _inner.Run(_chirpTransform);
    }

    /// <summary>Transforms in place.</summary>
    public void Run(Span<Complex> values)
    {
        if (_inner is not null) Bluestein(values);
        else Radix2(values);
    }

    private void Radix2(Span<Complex> values)
    {
        for (int i = 1, j = 0; i < _length; i++)
        {
            var bit = _length >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j |= bit;
            if (i < j) (values[i], values[j]) = (values[j], values[i]);
        }
        for (var size = 2; size <= _length; size *= 2)
        {
            var (half, step) = (size / 2, _length / size);
            for (var start = 0; start < _length; start += size)
            {
                for (var k = 0; k < half; k++)
                {
                    var (a, b) = (values[start + k], values[start + k + half] * _roots[k * step]);
                    (values[start + k], values[start + k + half]) = (a + b, a - b);
                }
            }
        }
    }

    // The inverse transform is the forward one of the conjugates.
    private void Bluestein(Span<Complex> values)
    {
        var padded = new Complex[_chirpTransform!.Length];
        for (var k = 0; k < _length; k++) padded[k] = values[k] * _chirp![k];
        _inner!.Run(padded);
        for (var k = 0; k < padded.Length; k++) padded[k] = Complex.Conjugate(padded[k] * _chirpTransform[k]);
        _inner.Run(padded);
        for (var k = 0; k < _length; k++) values[k] = Complex.Conjugate(padded[k]) / padded.Length * _chirp![k];
    }
}
