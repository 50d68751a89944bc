using System.Numerics;
using System.Numerics.Tensors;

namespace Striate.Kernels.Arrays;

internal readonly struct AddOf<T> : IPairOperation<T, T> where T : unmanaged, INumber<T>
{
    public static bool HasRows => true;

    public static T Of(T a, T b) => a + b;

    public static void Row(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Add(a, b, y);

    public static void Row(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Add(a, b, y);

    public static void Row(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Add(b, a, y);
}

internal readonly struct DifferenceOf<T> : IPairOperation<T, T> where T : unmanaged, INumber<T>
{
    public static bool HasRows => true;

    public static T Of(T a, T b) => a - b;

    public static void Row(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Subtract(a, b, y);

    public static void Row(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Subtract(a, b, y);

    public static void Row(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Subtract(a, b, y);
}

internal readonly struct ProductOf<T> : IPairOperation<T, T> where T : unmanaged, INumber<T>
{
    public static bool HasRows => true;

    public static T Of(T a, T b) => a * b;

    public static void Row(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Multiply(a, b, y);

    public static void Row(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Multiply(a, b, y);

    public static void Row(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Multiply(b, a, y);
}

internal readonly struct QuotientOf<T> : IPairOperation<T, T> where T : unmanaged, INumber<T>
{
    // Whole numbers have no vectors to divide by, and a 0 among them would end the row.
    public static bool HasRows => typeof(T) == typeof(float);

    public static T Of(T a, T b) => typeof(T) == typeof(float) ? a / b
        : T.IsZero(b) ? T.Zero
        // The least of all numbers has no opposite, and wraps to itself.
        : b == -T.One && T.IsNegative(b) ? T.Zero - a : a / b;

    public static void Row(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Divide(a, b, y);

    public static void Row(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Divide(a, b, y);

    public static void Row(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Divide(a, b, y);
}

internal readonly struct RemainderOf<T> : IPairOperation<T, T> where T : unmanaged, INumber<T>
{
    public static T Of(T a, T b) => typeof(T) == typeof(float) ? a % b : T.IsZero(b) || T.IsNegative(b) && b == -T.One ? T.Zero : a % b;
}

internal readonly struct ModuloOf<T> : IPairOperation<T, T> where T : unmanaged, INumber<T>
{
    public static T Of(T a, T b)
    {
        var rest = RemainderOf<T>.Of(a, b);
        return !T.IsZero(rest) && T.IsNegative(rest) != T.IsNegative(b) ? rest + b : rest;
    }
}

internal readonly struct MinimumOf<T> : IPairOperation<T, T> where T : unmanaged, INumber<T>
{
    public static bool HasRows => true;

    public static T Of(T a, T b) => T.Min(a, b);

    public static void Row(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Min(a, b, y);

    public static void Row(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Min(a, b, y);

    public static void Row(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Min(b, a, y);
}

internal readonly struct MaximumOf<T> : IPairOperation<T, T> where T : unmanaged, INumber<T>
{
    public static bool HasRows => true;

    public static T Of(T a, T b) => T.Max(a, b);

    public static void Row(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Max(a, b, y);

    public static void Row(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Max(a, b, y);

    public static void Row(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Max(b, a, y);
}

internal readonly struct PowerOf<T> : IPairOperation<T, T> where T : unmanaged, INumber<T>
{
    public static T Of(T a, T b)
    {
        if (typeof(T) == typeof(float))
        {
            var (x, exponent) = (float.CreateTruncating(a), float.CreateTruncating(b));
            return T.CreateTruncating(exponent == 2 ? x * x : exponent == 0.5f && x >= 0 ? MathF.Sqrt(x) : MathF.Pow(x, exponent));
        }
        // 1 / a is 0 or not whole but for 1 and −1.
        if (T.IsNegative(b)) return a == T.One || a == -T.One && T.IsEvenInteger(b) ? T.One : a == -T.One && T.IsNegative(a) ? a : T.Zero;
        var (power, square) = (T.One, a);
        for (var left = long.CreateTruncating(b); left > 0; left >>= 1, square *= square) if ((left & 1) != 0) power *= square;
        return power;
    }
}

internal readonly struct SlopeOf<T> : IPairOperation<T, T> where T : unmanaged, INumber<T>
{
    public static T Of(T a, T b) => a < T.Zero ? a * b : a;
}
