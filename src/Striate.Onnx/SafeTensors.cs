using System.Buffers.Binary;
using System.Text.Json;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>The safetensors format: eight bytes of header length, a JSON header, then the tensors' bytes.</summary>
public static class SafeTensors
{
    // The limit of the format's reference implementation.
    private const long MostHeader = 100_000_000;

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
                json.WriteString("dtype", tensor.Type switch { ElementType.Float32 => "F32", ElementType.Int64 => "I64", ElementType.Int32 => "I32", ElementType.Boolean => "BOOL", _ => "U8" });
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

    /// <summary>Reads all tensors of a file; float64 is rounded to float32.</summary>
    /// <exception cref="InvalidDataException">The file is missing, truncated or no safetensors file; the message names it.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {exception.Message}");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is no safetensors file: its header is damaged ({exception.Message}).");
        }
    }

    private static Dictionary<string, Tensor> Read(FileStream stream, string path)
    {
        var start = new byte[8];
        if (stream.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8) throw new InvalidDataException($"'{path}' is no safetensors file: it ends after {stream.Length} bytes, inside the header's length.");
        var length = BinaryPrimitives.ReadInt64LittleEndian(start);
        if (length < 2 || length > Math.Min(MostHeader, stream.Length - 8)) throw new InvalidDataException($"'{path}' is no safetensors file: it announces a header of {length} bytes, {stream.Length - 8} are there.");
        var header = new byte[length];
        stream.ReadExactly(header);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        using var json = JsonDocument.Parse(header);
        var data = stream.Length - 8 - length;
        var places = new List<(long From, long To, string Name)>();
        foreach (var entry in json.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__") continue;
            var (from, to) = (entry.Value.GetProperty("data_offsets")[0].GetInt64(), entry.Value.GetProperty("data_offsets")[1].GetInt64());
            if (from < 0 || to < from || to > data) throw new InvalidDataException($"'{path}': tensor '{entry.Name}' lies at {from} to {to}, the file has {data} bytes of data.");
            var (type, size) = entry.Value.GetProperty("dtype").GetString() switch
            {
                "F32" => (ElementType.Float32, 4),
                "F64" => (ElementType.Float32, 8),
                "I64" => (ElementType.Int64, 8),
                "I32" => (ElementType.Int32, 4),
                "BOOL" => (ElementType.Boolean, 1),
                "U8" => (ElementType.UInt8, 1),
                var other => throw new InvalidDataException($"'{path}': tensor '{entry.Name}' holds {other}; read are F32, F64, I64, I32, BOOL and U8."),
            };
            var shape = Shape.Of([.. entry.Value.GetProperty("shape").EnumerateArray().Select(item => item.GetInt32())]);
            if (shape.Length * size != to - from) throw new InvalidDataException($"'{path}': tensor '{entry.Name}' of {shape} takes {shape.Length * size} bytes, {to - from} are there.");
            var tensor = new Tensor(shape, type);
            stream.Position = 8 + length + from;
            if (size == 8 && type == ElementType.Float32)
            {
                var bytes = new byte[to - from];
                stream.ReadExactly(bytes);
                for (var i = 0; i < tensor.Floats.Length; i++) tensor.Floats[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(8 * i));
            }
            else
            {
                stream.ReadExactly(tensor.Bytes);
            }
            if (!tensors.TryAdd(entry.Name, tensor)) throw new InvalidDataException($"'{path}' holds two tensors called '{entry.Name}'.");
            places.Add((from, to, entry.Name));
        }
        long covered = 0;
        foreach (var (from, to, name) in places.OrderBy(place => place.From).ThenBy(place => place.To))
        {
            if (from != covered) throw new InvalidDataException($"'{path}': tensor '{name}' begins at {from}, the one before it ends at {covered}.");
            covered = to;
        }
        if (covered != data) throw new InvalidDataException($"'{path}': its tensors cover {covered} of {data} bytes of data.");
        return tensors;
    }
}
