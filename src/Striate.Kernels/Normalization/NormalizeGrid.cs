using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>y = activation((x − mean) · factor + shift + addend) for a chunk of pixels, in the order of memory: coefficients come from the first-level cache, maps stream.</summary>
internal unsafe struct NormalizeGrid : IGrid
{
    public Chunks Chunks;
    public float* X;
    public int XStride;
    public float* Y;
    public int YStride;
    public float* Addend;
    public int AddendStride;
    public int Channels;
    public float* Mean;
    public float* Factor;
    public float* Shift;
    public Activation Activation;
    public float Slope;

    public readonly void Run(int task, int worker)
    {
        if (Vector512.IsHardwareAccelerated) Run<Vector512<float>, Simd512>(task);
        else Run<Vector<float>, SimdPortable>(task);
    }

    // The choice of the activation stands outside the loops: the usual ones become constants.
    private readonly void Run<TVector, TSimd>(int task) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        switch (Activation)
        {
            case Activation.Identity: Run<TVector, TSimd>(task, Activation.Identity); break;
            case Activation.Relu: Run<TVector, TSimd>(task, Activation.Relu); break;
            case Activation.Relu6: Run<TVector, TSimd>(task, Activation.Relu6); break;
            default: Run<TVector, TSimd>(task, Activation); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Run<TVector, TSimd>(int task, Activation activation) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var channels = Channels;
        for (var pixel = Chunks.Start(task); pixel < Chunks.Start(task) + Chunks.Length(task); pixel++)
        {
            var x = X + pixel * XStride;
            var y = Y + pixel * YStride;
            var addend = Addend is null ? null : Addend + pixel * AddendStride;
            var c = 0;
            for (; c <= channels - TSimd.Count; c += TSimd.Count) Store<TVector, TSimd>(activation, x, y, addend, c);
            for (; c < channels; c++) Store<float, SimdScalar>(activation, x, y, addend, c);
        }
    }

    // (x − mean) · factor + shift is one multiply–add of the deviation, as where the backward pass computes it again: the signs agree.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Store<TVector, TSimd>(Activation activation, float* x, float* y, float* addend, int c) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var value = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x + c), TSimd.Load(Mean + c)), TSimd.Load(Factor + c), TSimd.Load(Shift + c));
        if (addend is not null) value = TSimd.Add(value, TSimd.Load(addend + c));
        TSimd.Store(y + c, ActivationFunction<TVector, TSimd>.Apply(activation, Slope, value));
    }
}
