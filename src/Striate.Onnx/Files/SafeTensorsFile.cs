using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Striate.Tensors;

namespace Striate.Onnx.Files;

/// <summary>An open safetensors file: its header is read and held against its size, its numbers are read when they are asked for.</summary>
internal sealed class SafeTensorsFile : IDisposable
{
    // The limit of the format's reference implementation.
    private const long MostHeader = 100_000_000;

    private static readonly Dictionary<string, int> Types = new(StringComparer.Ordinal)
    {
        ["F32"] = OnnxTypes.Float,
        ["F64"] = OnnxTypes.Double,
        ["F16"] = OnnxTypes.Float16,
        ["BF16"] = OnnxTypes.BFloat16,
        ["I64"] = OnnxTypes.Int64,
        ["I32"] = OnnxTypes.Int32,
        ["I16"] = OnnxTypes.Int16,
        ["U16"] = OnnxTypes.UInt16,
        ["U32"] = OnnxTypes.UInt32,
        ["U64"] = OnnxTypes.UInt64,
        ["U8"] = OnnxTypes.UInt8,
        ["I8"] = OnnxTypes.Int8,
        ["BOOL"] = OnnxTypes.Bool,
    };

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly List<Entry> _entries = [];

    /// <exception cref="InvalidDataException">The file is missing, truncated or no safetensors file; the message names it.</exception>
    public SafeTensorsFile(string path)
    {
        _path = path;
        try
        {
            _handle = File.OpenHandle(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {exception.Message}");
        }
        try
        {
            ReadHeader();
        }
        catch (Exception exception)
        {
            Dispose();
            if (exception is IOException or NotSupportedException) throw new InvalidDataException($"'{path}' cannot be read: {exception.Message}");
            if (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException or ArgumentException or IndexOutOfRangeException)
                throw new InvalidDataException($"'{path}' is no safetensors file: its header is damaged ({exception.Message}).");
            throw;
        }
    }

    /// <summary>The tensors in the order of the header.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>A tensor of a type that is read.</summary>
    public Tensor Read(Entry entry)
    {
        try
        {
            return NumberReader.Read(entry.Slice, Types[entry.Type], entry.Shape);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            throw new InvalidDataException($"'{_path}': tensor '{entry.Name}': {exception.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>A tensor whose numbers go straight to where they are wanted, while the file is open.</summary>
    public Tensor Defer(Entry entry) => entry.Type == "F32" ? Tensor.Deferred(entry.Shape, ElementType.Float32, entry.Slice.ReadAll) : Read(entry);

    public void Dispose() => _handle.Dispose();

    private void ReadHeader()
    {
        var size = RandomAccess.GetLength(_handle);
        var start = new byte[8];
        var there = RandomAccess.Read(_handle, start, 0);
        if (there >= 4 && (start.AsSpan(0, 4).SequenceEqual("PK\x03\x04"u8) || (start[0] == 0x80 && start[1] is >= 2 and <= 5 && start[2] is (byte)'}' or (byte)'c' or 0x8a or 0x95)))
            throw new InvalidDataException($"'{_path}' is a checkpoint of PyTorch, not safetensors; save it as safetensors: safetensors.torch.save_file(model.state_dict(), 'model.safetensors').");
        if (there < 8) throw new InvalidDataException($"'{_path}' is no safetensors file: it ends after {size} bytes, inside the header's length.");
        var length = BinaryPrimitives.ReadInt64LittleEndian(start);
        if (length < 2 || length > Math.Min(MostHeader, size - 8)) throw new InvalidDataException($"'{_path}' is no safetensors file: it announces a header of {length} bytes, {size - 8} are there.");
        var header = new byte[length];
        new FileSlice(_handle, _path, 8, length).ReadAll(header);
        using var json = JsonDocument.Parse(header);
        var data = size - 8 - length;
        var names = new HashSet<string>(StringComparer.Ordinal);
        var places = new List<(long From, long To, string Name)>();
        foreach (var item in json.RootElement.EnumerateObject())
        {
            if (item.Name == "__metadata__") continue;
            var (from, to) = (item.Value.GetProperty("data_offsets")[0].GetInt64(), item.Value.GetProperty("data_offsets")[1].GetInt64());
            if (from < 0 || to < from || to > data) throw new InvalidDataException($"'{_path}': tensor '{item.Name}' lies at {from} to {to}, the file has {data} bytes of data.");
            if (!names.Add(item.Name)) throw new InvalidDataException($"'{_path}' holds two tensors called '{item.Name}'.");
            var type = item.Value.GetProperty("dtype").GetString() ?? throw new FormatException($"tensor '{item.Name}' has no dtype");
            var shape = Shape.Of([.. item.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())]);
            places.Add((from, to, item.Name));
            var entry = new Entry(item.Name, type, shape, new FileSlice(_handle, _path, 8 + length + from, to - from), Types.ContainsKey(type));
            if (entry.IsRead && checked(shape.Length * OnnxTypes.Size(Types[type])) is var bytes && bytes != to - from)
                throw new InvalidDataException($"'{_path}': tensor '{item.Name}' of {shape} takes {bytes} bytes, {to - from} are there.");
            _entries.Add(entry);
        }
        RequireCovered(places, data);
    }

    private void RequireCovered(List<(long From, long To, string Name)> places, long data)
    {
        long covered = 0;
        foreach (var (from, to, name) in places.OrderBy(place => place.From).ThenBy(place => place.To))
        {
            if (from != covered) throw new InvalidDataException($"'{_path}': tensor '{name}' begins at {from}, the one before it ends at {covered}.");
            covered = to;
        }
        if (covered != data) throw new InvalidDataException($"'{_path}': its tensors cover {covered} of {data} bytes of data.");
    }

    /// <summary>A tensor of the header.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Type">The format's word for its type, as in <c>BF16</c>.</param>
    /// <param name="Shape">Its sizes.</param>
    /// <param name="Slice">Where its numbers lie.</param>
    /// <param name="IsRead">Whether numbers of the type are read.</param>
    public sealed record Entry(string Name, string Type, Shape Shape, FileSlice Slice, bool IsRead)
    {
        /// <summary>Whether its numbers are no float32 but become such.</summary>
        public bool IsConverted => Type is "F16" or "BF16" or "F64";
    }
}
