using System.Numerics;

namespace Striate.Kernels.Arrays;

internal readonly struct AndOf<T> : IPairOperation<T, T> where T : unmanaged, IBinaryInteger<T>
{
    public static T Of(T a, T b) => a & b;
}

internal readonly struct OrOf<T> : IPairOperation<T, T> where T : unmanaged, IBinaryInteger<T>
{
    public static T Of(T a, T b) => a | b;
}

internal readonly struct ExclusiveOrOf<T> : IPairOperation<T, T> where T : unmanaged, IBinaryInteger<T>
{
    public static T Of(T a, T b) => a ^ b;
}

internal readonly unsafe struct LeftOf<T> : IPairOperation<T, T> where T : unmanaged, IBinaryInteger<T>
{
    // All bits gone is nothing; the processor would count the places round.
    public static T Of(T a, T b) => int.CreateSaturating(b) is var places && (uint)places < 8 * sizeof(T) ? a << places : T.Zero;
}

internal readonly unsafe struct RightOf<T> : IPairOperation<T, T> where T : unmanaged, IBinaryInteger<T>
{
    public static T Of(T a, T b) => int.CreateSaturating(b) is var places && (uint)places < 8 * sizeof(T) ? a >> places : T.Zero;
}

internal readonly struct EqualOf<T> : IPairOperation<T, byte> where T : unmanaged, INumber<T>
{
    public static byte Of(T a, T b) => a == b ? (byte)1 : (byte)0;
}

internal readonly struct LessOf<T> : IPairOperation<T, byte> where T : unmanaged, INumber<T>
{
    public static byte Of(T a, T b) => a < b ? (byte)1 : (byte)0;
}

internal readonly struct LessOrEqualOf<T> : IPairOperation<T, byte> where T : unmanaged, INumber<T>
{
    public static byte Of(T a, T b) => a <= b ? (byte)1 : (byte)0;
}

internal readonly struct GreaterOf<T> : IPairOperation<T, byte> where T : unmanaged, INumber<T>
{
    public static byte Of(T a, T b) => a > b ? (byte)1 : (byte)0;
}

internal readonly struct GreaterOrEqualOf<T> : IPairOperation<T, byte> where T : unmanaged, INumber<T>
{
    public static byte Of(T a, T b) => a >= b ? (byte)1 : (byte)0;
}
