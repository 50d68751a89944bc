using System.Numerics;
using System.Runtime.CompilerServices;

namespace Striate.Kernels.Pooling;

/// <summary>The rules.</summary>
internal static class PoolingRules
{
    /// <summary>The largest; NaN wins.</summary>
    public readonly struct Maximum : IPoolingRule
    {
        public static float Start => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Combine(Vector<float> sum, Vector<float> x) => Vector.Max(sum, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Combine(float sum, float x) => MathF.Max(sum, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Finish(Vector<float> sum, float count) => sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Finish(float sum, float count) => sum;
    }

    /// <summary>The sum first, the division last: integers stay exact.</summary>
    public readonly struct Mean : IPoolingRule
    {
        public static float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Combine(Vector<float> sum, Vector<float> x) => sum + x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Combine(float sum, float x) => sum + x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Finish(Vector<float> sum, float count) => sum / count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Finish(float sum, float count) => sum / count;
    }

    /// <summary>The sum.</summary>
    public readonly struct Sum : IPoolingRule
    {
        public static float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Combine(Vector<float> sum, Vector<float> x) => sum + x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Combine(float sum, float x) => sum + x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Finish(Vector<float> sum, float count) => sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Finish(float sum, float count) => sum;
    }

    /// <summary>The sum of magnitudes: the norm for p = 1.</summary>
    public readonly struct Magnitudes : IPoolingRule
    {
        public static float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Combine(Vector<float> sum, Vector<float> x) => sum + Vector.Abs(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Combine(float sum, float x) => sum + MathF.Abs(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Finish(Vector<float> sum, float count) => sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Finish(float sum, float count) => sum;
    }

    /// <summary>The root of the sum of squares: the norm for p = 2.</summary>
    public readonly struct Euclidean : IPoolingRule
    {
        public static float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Combine(Vector<float> sum, Vector<float> x) => sum + x * x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Combine(float sum, float x) => sum + x * x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Finish(Vector<float> sum, float count) => Vector.SquareRoot(sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Finish(float sum, float count) => MathF.Sqrt(sum);
    }

    /// <summary>The largest magnitude, the norm for p = ∞; NaN wins.</summary>
    public readonly struct LargestMagnitude : IPoolingRule
    {
        public static float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Combine(Vector<float> sum, Vector<float> x) => Vector.Max(sum, Vector.Abs(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Combine(float sum, float x) => MathF.Max(sum, MathF.Abs(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Finish(Vector<float> sum, float count) => sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Finish(float sum, float count) => sum;
    }
}
