using System.Numerics;
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

    /// <summary>g of a vector of channels; x − mean comes with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector<float> At(long pixel, int c, Vector<float> mean, out Vector<float> deviation)
    {
        var x = Vector.Load(X + pixel * XStride + c);
        var g = Vector.Load(From + pixel * FromStride + c);
        deviation = x - mean;
        if (Activation == Activation.Identity) return g;
        var y = Y is null ? NormalizeGrid.Affine(x, mean, Vector.Load(Factor + c), Vector.Load(Shift + c)) : Vector.Load(Y + pixel * YStride + c);
        return ActivationFunction<Vector<float>, SimdPortable>.Derive(Activation, Slope, y, g);
    }

    /// <summary>g of one channel; x − mean comes with it.</summary>
    public readonly float At(long pixel, int c, out float deviation)
    {
        var x = X[pixel * XStride + c];
        var g = From[pixel * FromStride + c];
        deviation = x - Mean[c];
        if (Activation == Activation.Identity) return g;
        var y = Y is null ? NormalizeGrid.Affine(x, Mean[c], Factor[c], Shift[c]) : Y[pixel * YStride + c];
        return ActivationFunction<float, SimdScalar>.Derive(Activation, Slope, y, g);
    }
}
