namespace Striate.Tensors;

/// <summary>Facts about element types.</summary>
public static class ElementTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Int64 => 8,
        _ => 1,
    };

    /// <summary>The element type that .NET's <typeparamref name="T"/> stands for.</summary>
    /// <exception cref="ArgumentException">Tensors do not hold this type.</exception>
    public static ElementType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? ElementType.Float32
        : typeof(T) == typeof(long) ? ElementType.Int64
        : typeof(T) == typeof(int) ? ElementType.Int32
        : typeof(T) == typeof(bool) ? ElementType.Boolean
        : typeof(T) == typeof(byte) ? ElementType.UInt8
        : typeof(T) == typeof(sbyte) ? ElementType.Int8
        : throw new ArgumentException($"A tensor holds float, long, int, bool, byte or sbyte, not {typeof(T).Name}.");

    /// <summary>The bytes of a number in a type; what is no number becomes 0 among the integers, and what is beyond them the nearest.</summary>
    internal static byte[] BytesOf(double number, ElementType type) => type switch
    {
        ElementType.Float32 => BitConverter.GetBytes((float)number),
        ElementType.Int64 => BitConverter.GetBytes((long)number),
        ElementType.Int32 => BitConverter.GetBytes((int)number),
        ElementType.Int8 => [(byte)(sbyte)number],
        ElementType.Boolean => [number != 0 ? (byte)1 : (byte)0],
        _ => [(byte)number],
    };
}
