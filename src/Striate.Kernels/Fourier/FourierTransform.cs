using System.Numerics;

namespace Striate.Kernels.Fourier;

/// <summary>Discrete Fourier transforms of one length in double precision: X[k] = Σₜ x[t] · e^(∓2πi·kt/N).</summary>
/// <remarks>
/// Powers of two by halving (Cooley &amp; Tukey 1965), other lengths as a convolution with a chirp (Bluestein 1970). An object has memory of its own and serves one caller at a time.
/// </remarks>
public sealed class FourierTransform
{
    private readonly Complex[] _turns;
    private readonly FourierTransform? _inner;
    private readonly Complex[] _chirp = [];
    private readonly Complex[] _spectrum = [];
    private readonly Complex[] _work = [];

    /// <summary>Prepares a length.</summary>
    /// <exception cref="ArgumentException">The length is not from 1 to 2²⁸.</exception>
    public FourierTransform(int length)
    {
        if (length is < 1 or > 1 << 28) throw new ArgumentException($"A Fourier transform has a length from 1 to {1 << 28}, not {length}.");
        Length = length;
        if (BitOperations.IsPow2(length))
        {
            _turns = [.. Enumerable.Range(0, length / 2).Select(k => Turn(k, length))];
            return;
        }
        _turns = [];
        _inner = new FourierTransform((int)BitOperations.RoundUpToPowerOf2((uint)(2 * length - 1)));
        // e^(−πi·k²/N): k² counts modulo 2N, so that angles stay exact.
        _chirp = [.. Enumerable.Range(0, length).Select(k => Turn((long)k * k % (2 * length), 2 * length))];
        (_spectrum, _work) = (new Complex[_inner.Length], new Complex[_inner.Length]);
        for (var k = 0; k < length; k++) _spectrum[k] = _spectrum[(_inner.Length - k) % _inner.Length] = Complex.Conjugate(_chirp[k]);
        _inner.Run(_spectrum, inverse: false);
    }

    /// <summary>N.</summary>
    public int Length { get; }

    /// <summary>Transforms in place, without a factor in either direction.</summary>
    public void Run(Span<Complex> values, bool inverse)
    {
        if (values.Length != Length) throw new ArgumentException($"The transform has {Length} numbers, not {values.Length}.");
        // The other direction is the transform of the conjugate numbers.
        if (inverse) Conjugate(values);
        if (_inner is null) Halve(values);
        else Convolve(values);
        if (inverse) Conjugate(values);
    }

    // Exact where the angle is a quarter turn.
    private static Complex Turn(long k, int length)
    {
        var angle = 2.0 * k / length;
        return new Complex(double.CosPi(angle), -double.SinPi(angle));
    }

    private static void Conjugate(Span<Complex> values)
    {
        foreach (ref var value in values) value = Complex.Conjugate(value);
    }

    private void Halve(Span<Complex> values)
    {
        for (int i = 1, j = 0; i < Length; i++)
        {
            var bit = Length >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j ^= bit;
            if (i < j) (values[i], values[j]) = (values[j], values[i]);
        }
        for (var half = 1; half < Length; half *= 2)
        {
            var step = Length / (2 * half);
            for (var start = 0; start < Length; start += 2 * half)
                for (var k = 0; k < half; k++)
                {
                    var odd = values[start + half + k] * _turns[k * step];
                    (values[start + k], values[start + half + k]) = (values[start + k] + odd, values[start + k] - odd);
                }
        }
    }

    private void Convolve(Span<Complex> values)
    {
        for (var k = 0; k < Length; k++) _work[k] = values[k] * _chirp[k];
        _work.AsSpan(Length).Clear();
        _inner!.Run(_work, inverse: false);
        for (var k = 0; k < _work.Length; k++) _work[k] *= _spectrum[k];
        _inner.Run(_work, inverse: true);
        for (var k = 0; k < Length; k++) values[k] = _work[k] * _chirp[k] / _inner.Length;
    }
}
