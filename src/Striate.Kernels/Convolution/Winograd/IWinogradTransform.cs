using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Winograd;

/// <summary>A one-dimensional minimal filtering algorithm F(m, 3), and F(3, m) beside it; the two-dimensional one applies it to columns, then to rows.</summary>
/// <remarks>
/// y = Aᵀ · ((G · w) ⊙ (Bᵀ · x)) with matrices from the Chinese remainder theorem over polynomials (Winograd 1980; Lavin &amp; Gray 2016, section 4).
/// Methods read and write vectors of channels a step apart.
/// </remarks>
internal unsafe interface IWinogradTransform
{
    /// <summary>m: outputs of a tile along one axis.</summary>
    static abstract int Tile { get; }

    /// <summary>m + 2: inputs, and products.</summary>
    static abstract int Size { get; }

    /// <summary>Size numbers to Bᵀ · x.</summary>
    static abstract void Input<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>;

    /// <summary>Three taps to G · w.</summary>
    static abstract void Weights<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>;

    /// <summary>Size products to Aᵀ · p.</summary>
    static abstract void Output<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>;

    /// <summary>m output gradients to the products of F(3, m), the filtering that gives the gradient of the weights: G' · dy with the same points.</summary>
    static abstract void Gradient<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>;

    /// <summary>Size products to the three taps of the weights' gradient.</summary>
    static abstract void Taps<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>;
}
