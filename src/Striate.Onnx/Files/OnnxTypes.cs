using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Striate.Tensors;

namespace Striate.Onnx.Files;

/// <summary>ONNX's numbers of element types: what they are called, how large they are, and as what they are read.</summary>
internal static class OnnxTypes
{
    public const int Float = 1, UInt8 = 2, Int8 = 3, UInt16 = 4, Int16 = 5, Int32 = 6, Int64 = 7, Bool = 9, Float16 = 10, Double = 11, UInt32 = 12, UInt64 = 13, BFloat16 = 16;

    private static readonly string[] Names =
    [
        "undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "float64", "uint32", "uint64", "complex64", "complex128", "bfloat16",
        "float8e4m3fn", "float8e4m3fnuz", "float8e5m2", "float8e5m2fnuz", "uint4", "int4", "float4e2m1",
    ];

    /// <summary>ONNX's word, as in <c>float16</c>.</summary>
    public static string Name(int type) => type >= 0 && type < Names.Length ? Names[type] : $"element type {type}";

    /// <summary>The type as which the numbers are read; null if they are not.</summary>
    public static ElementType? Read(int type) => type switch
    {
        Float or Double or Float16 or BFloat16 => ElementType.Float32,
        Int64 or UInt32 or UInt64 => ElementType.Int64,
        Int32 or Int16 or UInt16 => ElementType.Int32,
        Bool => ElementType.Boolean,
        UInt8 => ElementType.UInt8,
        Int8 => ElementType.Int8,
        _ => null,
    };

    /// <summary>The number of a type of ours.</summary>
    public static int Of(ElementType type) => type switch
    {
        ElementType.Float32 => Float,
        ElementType.Int64 => Int64,
        ElementType.Int32 => Int32,
        ElementType.Boolean => Bool,
        ElementType.Int8 => Int8,
        _ => UInt8,
    };

    /// <summary>Bytes a number.</summary>
    public static int Size(int type) => type switch
    {
        UInt8 or Int8 or Bool => 1,
        UInt16 or Int16 or Float16 or BFloat16 => 2,
        Double or Int64 or UInt64 => 8,
        _ => 4,
    };

    /// <summary>Whether the bytes of a file are those in memory.</summary>
    public static bool IsCopied(int type) => type is Float or UInt8 or Int8 or Int32 or Int64 or Bool;

    /// <summary>Numbers of a type that is not copied, from a file's bytes, to a part of a tensor.</summary>
    /// <exception cref="InvalidDataException">A number is too large.</exception>
    public static void Convert(int type, ReadOnlySpan<byte> bytes, Tensor tensor, int start)
    {
        switch (type)
        {
            case Double:
                Cast<double, float>(bytes, tensor.Floats[start..]);
                break;
            case Float16:
                Cast<Half, float>(bytes, tensor.Floats[start..]);
                break;
            case BFloat16:
                // The upper half of a float.
                for (var i = 0; i < bytes.Length / 2; i++) tensor.Floats[start + i] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16);
                break;
            case UInt16:
                Cast<ushort, int>(bytes, tensor.AsSpan<int>()[start..]);
                break;
            case Int16:
                Cast<short, int>(bytes, tensor.AsSpan<int>()[start..]);
                break;
            case UInt32:
                Cast<uint, long>(bytes, tensor.AsSpan<long>()[start..]);
                break;
            case UInt64:
                foreach (var number in MemoryMarshal.Cast<byte, ulong>(bytes)) tensor.AsSpan<long>()[start++] = Signed(number);
                break;
        }
    }

    /// <summary>A number without a sign as one with a sign.</summary>
    public static long Signed(ulong value) => value <= long.MaxValue ? (long)value : throw new InvalidDataException($"the uint64 {value} is larger than an int64 can be");

    private static void Cast<TFrom, TTo>(ReadOnlySpan<byte> bytes, Span<TTo> to) where TFrom : unmanaged, INumberBase<TFrom> where TTo : INumberBase<TTo>
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(bytes);
        for (var i = 0; i < from.Length; i++) to[i] = TTo.CreateTruncating(from[i]);
    }
}
