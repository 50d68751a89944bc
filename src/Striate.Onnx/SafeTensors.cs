using System.Buffers.Binary;
using System.Text.Json;
using Striate.Onnx.Files;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>The safetensors format: eight bytes of header length, a JSON header, then the tensors' bytes.</summary>
public static class SafeTensors
{
    /// <summary>Writes tensors in the order of the reference implementation, wider types first and then by name; the same tensors give the same bytes.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var names = tensors.Keys.OrderByDescending(name => tensors[name].Type.Size()).ThenBy(name => name, StringComparer.Ordinal).ToArray();
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            long offset = 0;
            json.WriteStartObject();
            foreach (var name in names)
            {
                var tensor = tensors[name];
                json.WriteStartObject(name);
                json.WriteString("dtype", tensor.Type switch { ElementType.Float32 => "F32", ElementType.Int64 => "I64", ElementType.Int32 => "I32", ElementType.Boolean => "BOOL", ElementType.Int8 => "I8", _ => "U8" });
                json.WriteStartArray("shape");
                foreach (var size in tensor.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // The data begin at a multiple of eight bytes: spaces fill the header.
        while (header.Length % 8 != 0) header.WriteByte((byte)' ');
        SafeFile.Write(path, stream =>
        {
            var length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            header.WriteTo(stream);
            foreach (var name in names) stream.Write(tensors[name].Bytes);
        });
    }

    /// <summary>Reads all tensors of a file: F32, I64, I32, U8, I8 and BOOL as they are, F16, BF16 and F64 as float32, I16 and U16 as int32, U32 and U64 as int64.</summary>
    /// <exception cref="InvalidDataException">The file is missing, truncated, no safetensors file, or holds another type; the message names it.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path)
    {
        using var file = new SafeTensorsFile(path);
        var other = file.Entries.FirstOrDefault(entry => !entry.IsRead);
        if (other is not null) throw new InvalidDataException($"'{path}': tensor '{other.Name}' holds {other.Type}; read are F32, F64, F16, BF16, I64, I32, I16, U64, U32, U16, U8, I8 and BOOL.");
        return file.Entries.ToDictionary(entry => entry.Name, file.Read, StringComparer.Ordinal);
    }
}
