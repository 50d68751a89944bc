using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>Σ g and Σ g · (x − mean) of a chunk of pixels; the gradient of the addend, which is g, is written on the way.</summary>
internal unsafe struct GradientSumsGrid : IGrid
{
    public Chunks Chunks;
    public int Channels;
    public OutputGradient Gradient;
    public float* Slots;
    public float* Addend;
    public int AddendStride;
    public bool Accumulate;

    public readonly void Run(int task, int worker)
    {
        if (Vector512.IsHardwareAccelerated) Run<Vector512<float>, Simd512>(task);
        else Run<Vector<float>, SimdPortable>(task);
    }

    private readonly void Run<TVector, TSimd>(int task) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        switch (Gradient.Activation)
        {
            case Activation.Identity: Run<TVector, TSimd>(task, Activation.Identity); break;
            case Activation.Relu: Run<TVector, TSimd>(task, Activation.Relu); break;
            case Activation.Relu6: Run<TVector, TSimd>(task, Activation.Relu6); break;
            default: Run<TVector, TSimd>(task, Gradient.Activation); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Run<TVector, TSimd>(int task, Activation activation) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var (start, end) = (Chunks.Start(task), Chunks.Start(task) + Chunks.Length(task));
        var sums = Slots + 2L * task * Channels;
        var c = 0;
        // Four vectors at once: runs of memory that the prefetcher follows, and sums that do not wait for one another.
        for (; c <= Channels - 4 * TSimd.Count; c += 4 * TSimd.Count)
        {
            TVector sum0 = TSimd.Zero, sum1 = TSimd.Zero, sum2 = TSimd.Zero, sum3 = TSimd.Zero;
            TVector product0 = TSimd.Zero, product1 = TSimd.Zero, product2 = TSimd.Zero, product3 = TSimd.Zero;
            for (var pixel = start; pixel < end; pixel++)
            {
                Add<TVector, TSimd>(activation, pixel, c, ref sum0, ref product0);
                Add<TVector, TSimd>(activation, pixel, c + TSimd.Count, ref sum1, ref product1);
                Add<TVector, TSimd>(activation, pixel, c + 2 * TSimd.Count, ref sum2, ref product2);
                Add<TVector, TSimd>(activation, pixel, c + 3 * TSimd.Count, ref sum3, ref product3);
            }
            Give<TVector, TSimd>(sums + c, sum0, product0);
            Give<TVector, TSimd>(sums + c + TSimd.Count, sum1, product1);
            Give<TVector, TSimd>(sums + c + 2 * TSimd.Count, sum2, product2);
            Give<TVector, TSimd>(sums + c + 3 * TSimd.Count, sum3, product3);
        }
        for (; c <= Channels - TSimd.Count; c += TSimd.Count)
        {
            TVector sum0 = TSimd.Zero, sum1 = TSimd.Zero, product0 = TSimd.Zero, product1 = TSimd.Zero;
            var pixel = start;
            for (; pixel + 2 <= end; pixel += 2)
            {
                Add<TVector, TSimd>(activation, pixel, c, ref sum0, ref product0);
                Add<TVector, TSimd>(activation, pixel + 1, c, ref sum1, ref product1);
            }
            if (pixel < end) Add<TVector, TSimd>(activation, pixel, c, ref sum0, ref product0);
            Give<TVector, TSimd>(sums + c, TSimd.Add(sum0, sum1), TSimd.Add(product0, product1));
        }
        for (; c < Channels; c++)
        {
            double sum = 0, product = 0;
            for (var pixel = start; pixel < end; pixel++)
            {
                var g = Gradient.At<float, SimdScalar>(activation, pixel, c, out var deviation);
                sum += g;
                product += (double)g * deviation;
                if (Addend is not null) GiveAddend<float, SimdScalar>(pixel, c, g);
            }
            (sums[c], sums[Channels + c]) = ((float)sum, (float)product);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Add<TVector, TSimd>(Activation activation, long pixel, int c, ref TVector sum, ref TVector product) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var g = Gradient.At<TVector, TSimd>(activation, pixel, c, out var deviation);
        sum = TSimd.Add(sum, g);
        product = TSimd.MultiplyAdd(g, deviation, product);
        if (Addend is not null) GiveAddend<TVector, TSimd>(pixel, c, g);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void GiveAddend<TVector, TSimd>(long pixel, int c, TVector g) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var to = Addend + pixel * AddendStride + c;
        TSimd.Store(to, Accumulate ? TSimd.Add(TSimd.Load(to), g) : g);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Give<TVector, TSimd>(float* sums, TVector sum, TVector product) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        TSimd.Store(sums, sum);
        TSimd.Store(sums + Channels, product);
    }
}
