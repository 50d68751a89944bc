using System.Runtime.CompilerServices;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Normalization;

/// <summary>g = dy · activation', pixel by pixel: what both passes of the backward rule begin with. Without y, the derivative comes from what the activation was applied to, computed again from x.</summary>
internal unsafe struct OutputGradient
{
    public float* X;
    public int XStride;
    public float* Y;
    public int YStride;
    public float* From;
    public int FromStride;
    public float* Mean;
    public float* Factor;
    public float* Shift;
    public Activation Activation;
    public float Slope;

    /// <summary>Goes on to another example of contiguous maps, with statistics of its own.</summary>
    public void MoveTo(int example, int pixels, int channels)
    {
        var first = (long)example * pixels;
        X += first * XStride;
        if (Y is not null) Y += first * YStride;
        From += first * FromStride;
        Mean += (long)example * channels;
        Factor += (long)example * channels;
    }

    /// <summary>g of a vector of channels, <paramref name="activation"/> being the field of that name, a constant where the caller has made it one; x − mean comes with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TVector At<TVector, TSimd>(Activation activation, long pixel, int c, out TVector deviation) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var x = TSimd.Load(X + pixel * XStride + c);
        var g = TSimd.Load(From + pixel * FromStride + c);
        deviation = TSimd.Subtract(x, TSimd.Load(Mean + c));
        if (activation == Activation.Identity) return g;
        var y = Y is null ? TSimd.MultiplyAdd(deviation, TSimd.Load(Factor + c), TSimd.Load(Shift + c)) : TSimd.Load(Y + pixel * YStride + c);
        return ActivationFunction<TVector, TSimd>.Derive(activation, Slope, y, g);
    }
}
