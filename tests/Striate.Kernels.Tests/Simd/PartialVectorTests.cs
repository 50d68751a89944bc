using System.Numerics;
using System.Runtime.Intrinsics;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Tests.Simd;

/// <summary>Reading and writing fewer numbers than a vector holds.</summary>
public unsafe class PartialVectorTests
{
    [Fact]
    public void OnlyTheFirstNumbersAreReadAndWritten()
    {
        Check<Vector512<float>, Simd512>();
        Check<Vector256<float>, Simd256>();
        Check<Vector128<float>, Simd128>();
        Check<Vector<float>, SimdPortable>();
    }

    private static void Check<TVector, TSimd>() where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        for (var count = 0; count < TSimd.Count; count++)
        {
            // Behind the numbers begins a page that may not be touched.
            using var memory = new GuardedMemory();
            var (from, to) = (memory.Row(Enumerable.Range(1, count).Select(i => (float)i).ToArray()), memory.BlankRow(count));
            fixed (float* source = from.Span, target = to.Span)
            {
                var value = TSimd.LoadFirst(source, count);
                for (var i = 0; i < TSimd.Count; i++) Assert.Equal(i < count ? i + 1 : 0, ((float*)&value)[i]);
                TSimd.StoreFirst(target, value, count);
            }
            memory.AssertUntouched();
            Assert.Equal(from.ToDense(), to.ToDense());
        }
    }
}
