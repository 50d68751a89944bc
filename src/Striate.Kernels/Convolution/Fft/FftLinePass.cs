using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Fft;

/// <summary>One pass of a transform over a line, all lanes (channels) alike: forward by decimation in frequency, inverse by decimation in time, so that nothing has to be put in order between them.</summary>
/// <remarks>Cooley &amp; Tukey 1965; Gentleman &amp; Sande 1966. Each pass is a method of its own: together they exceed what the JIT inlines in a method.</remarks>
internal static unsafe class FftLinePass<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <summary>Sums and differences of four, each times its power of the root, in blocks of a span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Forward4(int length, int span, FftLine from, FftLine to)
    {
        var quarter = span / 4;
        var (step, toStep) = (from.Step * quarter, to.Step * quarter);
        var (im, toIm) = (from.Imaginary, to.Imaginary);
        var roots = FftTables.Quarter4(span);
        for (var start = 0; start < length; start += span)
        {
            var w = roots;
            var x = from.Address + start * from.Step;
            var y = to.Address + start * to.Step;
            for (var j = 0; j < quarter; j++, w += 9, x += from.Step, y += to.Step)
            {
                var ar = TSimd.Load(x);
                var ai = TSimd.Load(x + im);
                var br = TSimd.Load(x + step);
                var bi = TSimd.Load(x + step + im);
                var cr = TSimd.Load(x + 2 * step);
                var ci = TSimd.Load(x + 2 * step + im);
                var dr = TSimd.Load(x + 3 * step);
                var di = TSimd.Load(x + 3 * step + im);
                var sr = TSimd.Add(ar, cr);
                var si = TSimd.Add(ai, ci);
                var tr = TSimd.Subtract(ar, cr);
                var ti = TSimd.Subtract(ai, ci);
                var ur = TSimd.Add(br, dr);
                var ui = TSimd.Add(bi, di);
                // (b − d) · −i
                var vr = TSimd.Subtract(bi, di);
                var vi = TSimd.Subtract(dr, br);
                TSimd.Store(y, TSimd.Add(sr, ur));
                TSimd.Store(y + toIm, TSimd.Add(si, ui));
                var pr = TSimd.Add(tr, vr);
                var pi = TSimd.Add(ti, vi);
                var qr = TSimd.Subtract(sr, ur);
                var qi = TSimd.Subtract(si, ui);
                var rr = TSimd.Subtract(tr, vr);
                var ri = TSimd.Subtract(ti, vi);
                if (j > 0)
                {
                    (pr, pi) = Times(pr, pi, w);
                    (qr, qi) = Times(qr, qi, w + 3);
                    (rr, ri) = Times(rr, ri, w + 6);
                }
                TSimd.Store(y + toStep, pr);
                TSimd.Store(y + toStep + toIm, pi);
                TSimd.Store(y + 2 * toStep, qr);
                TSimd.Store(y + 2 * toStep + toIm, qi);
                TSimd.Store(y + 3 * toStep, rr);
                TSimd.Store(y + 3 * toStep + toIm, ri);
            }
        }
    }

    /// <summary>The inverse of <see cref="Forward4"/>, times four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Inverse4(int length, int span, FftLine from, FftLine to)
    {
        var quarter = span / 4;
        var (step, toStep) = (from.Step * quarter, to.Step * quarter);
        var (im, toIm) = (from.Imaginary, to.Imaginary);
        var roots = FftTables.Quarter4(span);
        for (var start = 0; start < length; start += span)
        {
            var w = roots;
            var x = from.Address + start * from.Step;
            var y = to.Address + start * to.Step;
            for (var j = 0; j < quarter; j++, w += 9, x += from.Step, y += to.Step)
            {
                var ar = TSimd.Load(x);
                var ai = TSimd.Load(x + im);
                var pr = TSimd.Load(x + step);
                var pi = TSimd.Load(x + step + im);
                var qr = TSimd.Load(x + 2 * step);
                var qi = TSimd.Load(x + 2 * step + im);
                var rr = TSimd.Load(x + 3 * step);
                var ri = TSimd.Load(x + 3 * step + im);
                if (j > 0)
                {
                    (pr, pi) = TimesConjugate(pr, pi, w);
                    (qr, qi) = TimesConjugate(qr, qi, w + 3);
                    (rr, ri) = TimesConjugate(rr, ri, w + 6);
                }
                var sr = TSimd.Add(ar, qr);
                var si = TSimd.Add(ai, qi);
                var tr = TSimd.Subtract(ar, qr);
                var ti = TSimd.Subtract(ai, qi);
                var ur = TSimd.Add(pr, rr);
                var ui = TSimd.Add(pi, ri);
                // (p − r) · i
                var vr = TSimd.Subtract(ri, pi);
                var vi = TSimd.Subtract(pr, rr);
                TSimd.Store(y, TSimd.Add(sr, ur));
                TSimd.Store(y + toIm, TSimd.Add(si, ui));
                TSimd.Store(y + toStep, TSimd.Add(tr, vr));
                TSimd.Store(y + toStep + toIm, TSimd.Add(ti, vi));
                TSimd.Store(y + 2 * toStep, TSimd.Subtract(sr, ur));
                TSimd.Store(y + 2 * toStep + toIm, TSimd.Subtract(si, ui));
                TSimd.Store(y + 3 * toStep, TSimd.Subtract(tr, vr));
                TSimd.Store(y + 3 * toStep + toIm, TSimd.Subtract(ti, vi));
            }
        }
    }

    /// <summary>Sum and difference of neighbours: the last pass forward and the first back (then times two) where a length is no power of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Pairs(int length, FftLine from, FftLine to)
    {
        var (im, toIm) = (from.Imaginary, to.Imaginary);
        var x = from.Address;
        var y = to.Address;
        for (var start = 0; start < length; start += 2, x += 2 * from.Step, y += 2 * to.Step)
        {
            var ar = TSimd.Load(x);
            var ai = TSimd.Load(x + im);
            var br = TSimd.Load(x + from.Step);
            var bi = TSimd.Load(x + from.Step + im);
            TSimd.Store(y, TSimd.Add(ar, br));
            TSimd.Store(y + toIm, TSimd.Add(ai, bi));
            TSimd.Store(y + to.Step, TSimd.Subtract(ar, br));
            TSimd.Store(y + to.Step + toIm, TSimd.Subtract(ai, bi));
        }
    }

    /// <summary>From the transform of x[2j] + i · x[2j + 1] twice the frequencies 0 … n/2 of the n real numbers x, in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Split(int half, FftLine from, FftLine to)
    {
        var places = FftTables.PlacesOf(half);
        var w = FftTables.Half2(2 * half);
        var (im, toIm) = (from.Imaginary, to.Imaginary);
        var first = TSimd.Add(TSimd.Load(from.Address), TSimd.Load(from.Address + im));
        var last = TSimd.Subtract(TSimd.Load(from.Address), TSimd.Load(from.Address + im));
        TSimd.Store(to.Address, TSimd.Add(first, first));
        TSimd.Store(to.Address + toIm, TSimd.Zero);
        TSimd.Store(to.Address + half * to.Step, TSimd.Add(last, last));
        TSimd.Store(to.Address + half * to.Step + toIm, TSimd.Zero);
        for (var k = 1; k <= half / 2; k++)
        {
            var a = from.Address + places[k] * from.Step;
            var b = from.Address + places[half - k] * from.Step;
            var ar = TSimd.Load(a);
            var ai = TSimd.Load(a + im);
            var br = TSimd.Load(b);
            var bi = TSimd.Load(b + im);
            var er = TSimd.Add(ar, br);
            var ei = TSimd.Subtract(ai, bi);
            // (a − b*) · −i · w
            var dr = TSimd.Subtract(ar, br);
            var di = TSimd.Add(ai, bi);
            var cos = TSimd.Broadcast(w + 2 * k);
            var sin = TSimd.Broadcast(w + 2 * k + 1);
            var tr = TSimd.MultiplyAdd(cos, di, TSimd.Multiply(sin, dr));
            var ti = TSimd.Subtract(TSimd.Multiply(sin, di), TSimd.Multiply(cos, dr));
            var y = to.Address + k * to.Step;
            TSimd.Store(y, TSimd.Add(er, tr));
            TSimd.Store(y + toIm, TSimd.Add(ei, ti));
            y = to.Address + (half - k) * to.Step;
            TSimd.Store(y, TSimd.Subtract(er, tr));
            TSimd.Store(y + toIm, TSimd.Subtract(ti, ei));
        }
    }

    /// <summary>From the frequencies 0 … n/2 of real numbers x twice the transform of x[2j] + i · x[2j + 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Join(int half, FftLine from, FftLine to)
    {
        var places = FftTables.PlacesOf(half);
        var w = FftTables.Half2(2 * half);
        var (im, toIm) = (from.Imaginary, to.Imaginary);
        var first = TSimd.Load(from.Address);
        var last = TSimd.Load(from.Address + half * from.Step);
        TSimd.Store(to.Address, TSimd.Add(first, last));
        TSimd.Store(to.Address + toIm, TSimd.Subtract(first, last));
        for (var k = 1; k <= half / 2; k++)
        {
            var a = from.Address + k * from.Step;
            var b = from.Address + (half - k) * from.Step;
            var ar = TSimd.Load(a);
            var ai = TSimd.Load(a + im);
            var br = TSimd.Load(b);
            var bi = TSimd.Load(b + im);
            var er = TSimd.Add(ar, br);
            var ei = TSimd.Subtract(ai, bi);
            // (a − b*) / w
            var dr = TSimd.Subtract(ar, br);
            var di = TSimd.Add(ai, bi);
            var cos = TSimd.Broadcast(w + 2 * k);
            var sin = TSimd.Broadcast(w + 2 * k + 1);
            var or = TSimd.MultiplyAdd(cos, dr, TSimd.Multiply(sin, di));
            var oi = TSimd.Subtract(TSimd.Multiply(cos, di), TSimd.Multiply(sin, dr));
            var y = to.Address + places[k] * to.Step;
            TSimd.Store(y, TSimd.Subtract(er, oi));
            TSimd.Store(y + toIm, TSimd.Add(ei, or));
            y = to.Address + places[half - k] * to.Step;
            TSimd.Store(y, TSimd.Add(er, oi));
            TSimd.Store(y + toIm, TSimd.Subtract(or, ei));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Real, TVector Imaginary) Times(TVector re, TVector im, float* w) =>
        (TSimd.MultiplyAdd(re, TSimd.Broadcast(w), TSimd.Multiply(im, TSimd.Broadcast(w + 2))), TSimd.MultiplyAdd(im, TSimd.Broadcast(w), TSimd.Multiply(re, TSimd.Broadcast(w + 1))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Real, TVector Imaginary) TimesConjugate(TVector re, TVector im, float* w) =>
        (TSimd.MultiplyAdd(re, TSimd.Broadcast(w), TSimd.Multiply(im, TSimd.Broadcast(w + 1))), TSimd.MultiplyAdd(im, TSimd.Broadcast(w), TSimd.Multiply(re, TSimd.Broadcast(w + 2))));
}
