using System.Runtime.InteropServices;
using Google.Protobuf;
using Striate.Onnx.Schema;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>ONNX's tensors to ours and back.</summary>
internal static class TensorDataConversion
{
    // ONNX's numbers of element types.
    private const int Float = 1, UInt8 = 2, Int32 = 6, Int64 = 7, Bool = 9, Double = 11;

    public static TensorData ToOnnx(Tensor tensor, string name)
    {
        var data = new TensorData { Name = name, DataType = TypeNumber(tensor.Type), RawData = ByteString.CopyFrom(tensor.Bytes) };
        data.Dims.AddRange(tensor.Shape.Select(size => (long)size));
        return data;
    }

    public static int TypeNumber(ElementType type) => type switch { ElementType.Float32 => Float, ElementType.Int64 => Int64, ElementType.Int32 => Int32, ElementType.Boolean => Bool, _ => UInt8 };

    /// <exception cref="UnsupportedOperatorException">The element type is not read.</exception>
    /// <exception cref="InvalidDataException">The data do not fill the shape.</exception>
    public static Tensor ToTensor(TensorData data)
    {
        if (data.DataLocation == 1) throw new UnsupportedOperatorException($"external data of tensor '{data.Name}'");
        var length = 1L;
        foreach (var size in data.Dims)
        {
            if (size < 0 || (length *= Math.Max(size, 1)) > int.MaxValue) throw new InvalidDataException($"tensor '{data.Name}' announces the sizes {string.Join('×', data.Dims)}, which cannot be");
        }
        var type = data.DataType switch
        {
            Float or Double => ElementType.Float32,
            Int64 => ElementType.Int64,
            Int32 => ElementType.Int32,
            Bool => ElementType.Boolean,
            UInt8 => ElementType.UInt8,
            var other => throw new UnsupportedOperatorException($"element type {other} of tensor '{data.Name}'"),
        };
        var shape = Shape.Of([.. data.Dims.Select(size => (int)size)]);
        var bytes = shape.Length * (data.DataType == Double ? 8 : type.Size());
        var there = data.HasRawData ? data.RawData.Length
            : (data.FloatData.Count + data.Int32Data.Count) * (long)(type is ElementType.Boolean or ElementType.UInt8 ? 1 : 4) + (data.Int64Data.Count + data.DoubleData.Count) * 8L;
        if (there != bytes) throw new InvalidDataException($"tensor '{data.Name}' of {shape} takes {bytes} bytes, {there} are there");
        var tensor = new Tensor(shape, type);
        if (data.DataType == Double)
        {
            var doubles = data.HasRawData ? MemoryMarshal.Cast<byte, double>(data.RawData.Span).ToArray() : [.. data.DoubleData];
            for (var i = 0; i < doubles.Length; i++) tensor.Floats[i] = (float)doubles[i];
        }
        else if (data.HasRawData) data.RawData.Span.CopyTo(tensor.Bytes);
        else if (type == ElementType.Float32) data.FloatData.ToArray().CopyTo(tensor.Floats);
        else if (type == ElementType.Int64) data.Int64Data.ToArray().CopyTo(tensor.AsSpan<long>());
        else if (type == ElementType.Int32) data.Int32Data.ToArray().CopyTo(tensor.AsSpan<int>());
        else
            for (var i = 0; i < data.Int32Data.Count; i++) tensor.Bytes[i] = (byte)data.Int32Data[i];
        return tensor;
    }
}
