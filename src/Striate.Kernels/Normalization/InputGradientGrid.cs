using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>dx = factor · g + byDeviation · (x − mean) + constant for a chunk of pixels, in the order of memory.</summary>
internal unsafe struct InputGradientGrid : IGrid
{
    public Chunks Chunks;
    public int Channels;
    public OutputGradient Gradient;
    public float* ByDeviation;
    public float* Constant;
    public float* To;
    public int ToStride;
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
        var channels = Channels;
        for (var pixel = Chunks.Start(task); pixel < Chunks.Start(task) + Chunks.Length(task); pixel++)
        {
            var to = To + pixel * ToStride;
            var c = 0;
            for (; c <= channels - TSimd.Count; c += TSimd.Count) Store<TVector, TSimd>(activation, pixel, to + c, c);
            for (; c < channels; c++) Store<float, SimdScalar>(activation, pixel, to + c, c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Store<TVector, TSimd>(Activation activation, long pixel, float* to, int c) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var g = Gradient.At<TVector, TSimd>(activation, pixel, c, out var deviation);
        var value = TSimd.MultiplyAdd(g, TSimd.Load(Gradient.Factor + c), TSimd.MultiplyAdd(deviation, TSimd.Load(ByDeviation + c), TSimd.Load(Constant + c)));
        TSimd.Store(to, Accumulate ? TSimd.Add(TSimd.Load(to), value) : value);
    }
}
