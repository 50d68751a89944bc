using System.Runtime.InteropServices;
using Google.Protobuf;
using Striate.Onnx.Files;
using Striate.Onnx.Schema;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>ONNX's tensors to ours and back.</summary>
internal static class TensorDataConversion
{
    public static TensorData ToOnnx(Tensor tensor, string name) => ToOnnx(name, tensor.Shape, tensor.Type, tensor.Bytes);

    public static TensorData ToOnnx(Parameter parameter) => ToOnnx(parameter.Name, parameter.Shape, ElementType.Float32, MemoryMarshal.AsBytes(parameter.Values));

    private static TensorData ToOnnx(string name, Shape shape, ElementType type, ReadOnlySpan<byte> bytes)
    {
        var data = new TensorData { Name = name, DataType = TypeNumber(type), RawData = ByteString.CopyFrom(bytes) };
        data.Dims.AddRange(shape.Select(size => (long)size));
        return data;
    }

    public static int TypeNumber(ElementType type) => OnnxTypes.Of(type);

    /// <exception cref="UnsupportedOperatorException">The element type is not read.</exception>
    /// <exception cref="InvalidDataException">The data do not fill the shape.</exception>
    public static Tensor ToTensor(TensorData data)
    {
        var length = 1L;
        foreach (var size in data.Dims)
        {
            if (size < 0 || (length *= Math.Max(size, 1)) > int.MaxValue) throw new InvalidDataException($"tensor '{data.Name}' announces the sizes {string.Join('×', data.Dims)}, which cannot be");
        }
        var type = OnnxTypes.Read(data.DataType) ?? throw new UnsupportedOperatorException($"{OnnxTypes.Name(data.DataType)} of tensor '{data.Name}'");
        var shape = Shape.Of([.. data.Dims.Select(size => (int)size)]);
        if (data.Slice is null && !data.HasRawData) return FromNumbers(data, shape, type);
        if (data.FloatData.Count + data.Int32Data.Count + data.Int64Data.Count + data.DoubleData.Count + data.Uint64Data.Count > 0 || (data.Slice is not null && data.HasRawData))
            throw new InvalidDataException($"tensor '{data.Name}' has its numbers in two places");
        var (bytes, there) = (shape.Length * OnnxTypes.Size(data.DataType), data.Slice?.Length ?? data.RawData.Length);
        if (there != bytes) throw new InvalidDataException($"tensor '{data.Name}' of {shape} takes {bytes} bytes, {there} are there");
        if (data is { Slice: { } slice, IsReadOnce: true, DataType: OnnxTypes.Float }) return data.Deferred ??= Tensor.Deferred(shape, type, slice.ReadAll);
        var tensor = Convert(data, shape, type);
        if (type == ElementType.Boolean) RequireTruths(data, tensor);
        return tensor;
    }

    private static Tensor Convert(TensorData data, Shape shape, ElementType type)
    {
        try
        {
            if (data.Slice is not null) return NumberReader.Read(data.Slice, data.DataType, shape);
            var tensor = new Tensor(shape, type);
            if (OnnxTypes.IsCopied(data.DataType)) data.RawData.Span.CopyTo(tensor.Bytes);
            else OnnxTypes.Convert(data.DataType, data.RawData.Span, tensor, 0);
            return tensor;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"tensor '{data.Name}': {exception.Message}");
        }
    }

    // Each type has its field; small ones share int32_data, float16 as its bits.
    private static Tensor FromNumbers(TensorData data, Shape shape, ElementType type)
    {
        var count = data.DataType switch
        {
            OnnxTypes.Float => data.FloatData.Count,
            OnnxTypes.Double => data.DoubleData.Count,
            OnnxTypes.Int64 => data.Int64Data.Count,
            OnnxTypes.UInt32 or OnnxTypes.UInt64 => data.Uint64Data.Count,
            _ => data.Int32Data.Count,
        };
        var all = data.FloatData.Count + data.DoubleData.Count + data.Int64Data.Count + data.Uint64Data.Count + data.Int32Data.Count;
        if (count != all) throw new InvalidDataException($"tensor '{data.Name}' of {OnnxTypes.Name(data.DataType)} has {all - count} numbers where those of another type belong");
        if (count != shape.Length) throw new InvalidDataException($"tensor '{data.Name}' of {shape} takes {shape.Length} numbers, {count} are there");
        var tensor = new Tensor(shape, type);
        for (var i = 0; i < count; i++)
        {
            switch (data.DataType)
            {
                case OnnxTypes.Float:
                    tensor.Floats[i] = data.FloatData[i];
                    break;
                case OnnxTypes.Double:
                    tensor.Floats[i] = (float)data.DoubleData[i];
                    break;
                case OnnxTypes.Float16:
                    tensor.Floats[i] = (float)BitConverter.UInt16BitsToHalf((ushort)data.Int32Data[i]);
                    break;
                case OnnxTypes.BFloat16:
                    tensor.Floats[i] = BitConverter.Int32BitsToSingle(data.Int32Data[i] << 16);
                    break;
                case OnnxTypes.Int64:
                    tensor.AsSpan<long>()[i] = data.Int64Data[i];
                    break;
                case OnnxTypes.UInt32 or OnnxTypes.UInt64:
                    tensor.AsSpan<long>()[i] = OnnxTypes.Signed(data.Uint64Data[i]);
                    break;
                case OnnxTypes.Bool:
                    tensor.Bytes[i] = data.Int32Data[i] == 0 ? (byte)0 : (byte)1;
                    break;
                case OnnxTypes.UInt8 or OnnxTypes.Int8:
                    tensor.Bytes[i] = (byte)data.Int32Data[i];
                    break;
                default:
                    tensor.AsSpan<int>()[i] = data.Int32Data[i];
                    break;
            }
        }
        return tensor;
    }

    // A bool of any other byte would be neither true nor false to whoever compares it.
    private static void RequireTruths(TensorData data, Tensor tensor)
    {
        var place = tensor.Bytes.IndexOfAnyExcept((byte)0, (byte)1);
        if (place >= 0) throw new InvalidDataException($"tensor '{data.Name}' of bool has the byte {tensor.Bytes[place]} at {place}; there are 0 and 1");
    }
}
