using System.Runtime.Intrinsics;

namespace Striate.Kernels.Simd;

/// <summary>The widest vectors that this machine computes with; DOTNET_EnableAVX512=0 and the like narrow it.</summary>
public static class SimdWidth
{
    /// <summary>Bits of a vector: 512, 256 or 128.</summary>
    public static int Bits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
}
