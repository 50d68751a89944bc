using System.Globalization;
using Google.Protobuf;
using Microsoft.Win32.SafeHandles;
using Striate.Onnx.Schema;

namespace Striate.Onnx.Files;

/// <summary>A file of ONNX that stays open while its message is used: large tensors are read from it, or from the files of external data beside it, when they are asked for.</summary>
internal sealed class OnnxFile<T> : IDisposable where T : IMessage<T>
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly ExternalData _external;
    private readonly SortedDictionary<int, List<string>> _converted = [];

    private OnnxFile(string path, ModelFileReader.Kind kind, MessageParser<T> parser)
    {
        _path = path;
        _external = new ExternalData(path);
        _handle = Open(path);
        try
        {
            Message = ModelFileReader.Parse(_handle, kind, parser);
            foreach (var tensor in TensorWalk.Of(Message)) Attach(tensor);
        }
        catch (Exception exception)
        {
            Dispose();
            if (exception is IOException or UnauthorizedAccessException or NotSupportedException and not UnsupportedOperatorException) throw Unreadable(exception);
            throw;
        }
    }

    /// <summary>What the file says.</summary>
    public T Message { get; }

    /// <summary>What should be known of the file's numbers, a sentence each.</summary>
    public IEnumerable<string> Notes => _converted.Select(pair => Note(pair.Key, pair.Value));

    /// <exception cref="InvalidDataException">The file is missing or damaged.</exception>
    public static OnnxFile<T> Open(string path, ModelFileReader.Kind kind, MessageParser<T> parser) => new(path, kind, parser);

    public void Dispose()
    {
        _handle.Dispose();
        _external.Dispose();
    }

    private static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(exception);
        }
    }

    private static InvalidDataException Unreadable(Exception exception) => new($"it cannot be read ({exception.Message.TrimEnd('.')})", exception);

    private void Attach(TensorData tensor)
    {
        if (tensor.HasStoredLength)
        {
            // Packed numbers of another type than the tensor's would be taken for bytes of it.
            if (tensor.StoredField == 4 && tensor.DataType != OnnxTypes.Float || tensor.StoredField == 10 && tensor.DataType != OnnxTypes.Double)
                throw new InvalidDataException($"tensor '{tensor.Name}' of {OnnxTypes.Name(tensor.DataType)} has numbers where those of {(tensor.StoredField == 4 ? "float32" : "float64")} belong");
            tensor.Slice = new FileSlice(_handle, _path, tensor.StoredOffset, tensor.StoredLength);
        }
        if (tensor.DataLocation == 1)
        {
            if (tensor.Slice is not null) throw new InvalidDataException($"tensor '{tensor.Name}' has its numbers in two places");
            tensor.Slice = _external.Find(tensor);
        }
        if (OnnxTypes.Read(tensor.DataType) is null || tensor.DataType is OnnxTypes.Float or OnnxTypes.UInt8 or OnnxTypes.Int32 or OnnxTypes.Int64 or OnnxTypes.Bool) return;
        if (!_converted.TryGetValue(tensor.DataType, out var names)) _converted[tensor.DataType] = names = [];
        names.Add(tensor.Name);
    }

    private static string Note(int type, List<string> names)
    {
        var verb = type == OnnxTypes.Double || type == OnnxTypes.UInt64 ? "narrowed" : "widened";
        var to = OnnxTypes.Name(OnnxTypes.Of(OnnxTypes.Read(type)!.Value));
        var which = names.Count == 1 ? $"Tensor '{names[0]}' is" : string.Create(CultureInfo.InvariantCulture, $"{names.Count} tensors ('{names[0]}', …) are");
        return $"{which} {OnnxTypes.Name(type)}, {verb} to {to}.";
    }
}
