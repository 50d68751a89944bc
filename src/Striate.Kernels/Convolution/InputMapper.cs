using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution;

/// <summary>Applies an <see cref="InputMap"/> to a run of pixels on their way into scratch memory.</summary>
internal unsafe struct InputMapper<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public float* Factors;
    public float* Shifts;
    public int ExamplePixels;
    public bool Rectifies;
    public int Channels;

    /// <summary>Pixels a stride apart to pixels side by side.</summary>
    public readonly void Run(int pixel, int pixels, float* from, nint stride, float* to)
    {
        for (; pixels > 0; pixels--, pixel++, from += stride, to += Channels)
        {
            var factors = ExamplePixels == 0 ? Factors : Factors + pixel / ExamplePixels * (long)Channels;
            if (Shifts is null) Scale(from, factors, to);
            else Shift(from, factors, to);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Scale(float* from, float* factors, float* to)
    {
        var c = 0;
        for (; c <= Channels - TSimd.Count; c += TSimd.Count) TSimd.Store(to + c, Rectify(TSimd.Multiply(TSimd.Load(from + c), TSimd.Load(factors + c))));
        var rest = Channels - c;
        if (rest > 0) TSimd.StoreFirst(to + c, Rectify(TSimd.Multiply(TSimd.LoadFirst(from + c, rest), TSimd.LoadFirst(factors + c, rest))), rest);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Shift(float* from, float* factors, float* to)
    {
        var c = 0;
        for (; c <= Channels - TSimd.Count; c += TSimd.Count) TSimd.Store(to + c, Rectify(TSimd.MultiplyAdd(TSimd.Load(from + c), TSimd.Load(factors + c), TSimd.Load(Shifts + c))));
        var rest = Channels - c;
        if (rest > 0) TSimd.StoreFirst(to + c, Rectify(TSimd.MultiplyAdd(TSimd.LoadFirst(from + c, rest), TSimd.LoadFirst(factors + c, rest), TSimd.LoadFirst(Shifts + c, rest))), rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TVector Rectify(TVector x) => Rectifies ? TSimd.Max(x, TSimd.Zero) : x;
}
