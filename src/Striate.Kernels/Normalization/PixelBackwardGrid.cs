using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>dx of a chunk of pixels, and their part of dγ and dβ in a slot.</summary>
internal unsafe struct PixelBackwardGrid : IGrid
{
    public Chunks Chunks;
    public int Channels;
    public float Epsilon;
    public float* X;
    public float* Dy;
    public float* Gamma;
    public float* Dx;
    public bool Accumulate;
    public float* Slots;

    public readonly void Run(int task, int worker)
    {
        if (Vector512.IsHardwareAccelerated) Run<Vector512<float>, Simd512>(task);
        else Run<Vector<float>, SimdPortable>(task);
    }

    private readonly void Run<TVector, TSimd>(int task) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var slot = Slots + 2L * task * Channels;
        new Span<float>(slot, 2 * Channels).Clear();
        for (var pixel = Chunks.Start(task); pixel < Chunks.Start(task) + Chunks.Length(task); pixel++)
        {
            var x = X + pixel * Channels;
            var dy = Dy + pixel * Channels;
            PixelMoments<TVector, TSimd>.Take(x, Channels, Epsilon, out var mean, out var inverse);
            Sum<TVector, TSimd>(x, dy, slot, mean, inverse, out var sum, out var product);
            if (Dx is not null) Give<TVector, TSimd>(x, dy, Dx + pixel * Channels, mean, inverse, (float)(-sum / Channels), (float)(-product / Channels));
        }
    }

    // Σ γ · dy and Σ γ · dy · x̂ over the channels; dγ and dβ grow on the way.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Sum<TVector, TSimd>(float* x, float* dy, float* slot, float mean, float inverse, out double sum, out double product) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        TVector sums = TSimd.Zero, products = TSimd.Zero;
        var c = 0;
        for (; c <= Channels - TSimd.Count; c += TSimd.Count) Add<TVector, TSimd>(x, dy, slot, c, mean, inverse, ref sums, ref products);
        (sum, product) = (PixelMoments<TVector, TSimd>.Sum(sums), PixelMoments<TVector, TSimd>.Sum(products));
        float lastSum = 0, lastProduct = 0;
        for (; c < Channels; c++) Add<float, SimdScalar>(x, dy, slot, c, mean, inverse, ref lastSum, ref lastProduct);
        sum += lastSum;
        product += lastProduct;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Add<TVector, TSimd>(float* x, float* dy, float* slot, int c, float mean, float inverse, ref TVector sum, ref TVector product) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var g = TSimd.Load(dy + c);
        var normal = TSimd.Multiply(TSimd.Subtract(TSimd.Load(x + c), TSimd.Broadcast(mean)), TSimd.Broadcast(inverse));
        TSimd.Store(slot + c, TSimd.MultiplyAdd(g, normal, TSimd.Load(slot + c)));
        TSimd.Store(slot + Channels + c, TSimd.Add(g, TSimd.Load(slot + Channels + c)));
        var scaled = TSimd.Multiply(g, TSimd.Load(Gamma + c));
        sum = TSimd.Add(sum, scaled);
        product = TSimd.MultiplyAdd(scaled, normal, product);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Give<TVector, TSimd>(float* x, float* dy, float* dx, float mean, float inverse, float constant, float byNormal) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var c = 0;
        for (; c <= Channels - TSimd.Count; c += TSimd.Count) Store<TVector, TSimd>(x, dy, dx, c, mean, inverse, constant, byNormal);
        for (; c < Channels; c++) Store<float, SimdScalar>(x, dy, dx, c, mean, inverse, constant, byNormal);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Store<TVector, TSimd>(float* x, float* dy, float* dx, int c, float mean, float inverse, float constant, float byNormal) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var deviation = TSimd.Broadcast(inverse);
        var normal = TSimd.Multiply(TSimd.Subtract(TSimd.Load(x + c), TSimd.Broadcast(mean)), deviation);
        var inner = TSimd.MultiplyAdd(TSimd.Load(dy + c), TSimd.Load(Gamma + c), TSimd.MultiplyAdd(normal, TSimd.Broadcast(byNormal), TSimd.Broadcast(constant)));
        var value = TSimd.Multiply(inner, deviation);
        TSimd.Store(dx + c, Accumulate ? TSimd.Add(TSimd.Load(dx + c), value) : value);
    }
}
