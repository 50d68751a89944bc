using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>y = γ · (x − μ) / √(σ² + ε) + β for a chunk of pixels.</summary>
internal unsafe struct PixelForwardGrid : IGrid
{
    public Chunks Chunks;
    public int Channels;
    public float Epsilon;
    public float* X;
    public float* Gamma;
    public float* Beta;
    public float* Y;

    public readonly void Run(int task, int worker)
    {
        if (Vector512.IsHardwareAccelerated) Run<Vector512<float>, Simd512>(task);
        else Run<Vector<float>, SimdPortable>(task);
    }

    private readonly void Run<TVector, TSimd>(int task) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        for (var pixel = Chunks.Start(task); pixel < Chunks.Start(task) + Chunks.Length(task); pixel++)
        {
            var x = X + pixel * Channels;
            var y = Y + pixel * Channels;
            PixelMoments<TVector, TSimd>.Take(x, Channels, Epsilon, out var mean, out var inverse);
            var c = 0;
            for (; c <= Channels - TSimd.Count; c += TSimd.Count) Store<TVector, TSimd>(x, y, c, mean, inverse);
            for (; c < Channels; c++) Store<float, SimdScalar>(x, y, c, mean, inverse);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Store<TVector, TSimd>(float* x, float* y, int c, float mean, float inverse) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var normal = TSimd.Multiply(TSimd.Subtract(TSimd.Load(x + c), TSimd.Broadcast(mean)), TSimd.Broadcast(inverse));
        TSimd.Store(y + c, TSimd.MultiplyAdd(normal, TSimd.Load(Gamma + c), TSimd.Load(Beta + c)));
    }
}
