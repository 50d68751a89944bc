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

    private OnnxFile(string path, ModelFileReader.Kind kind, MessageParser<T> parser, string suffix)
    {
        _path = path;
        _external = new ExternalData(path, suffix);
        _handle = Open(path);
        try
        {
            (Message, var places) = ModelFileReader.Parse(_handle, kind, parser);
            foreach (var tensor in TensorWalk.Of(Message)) Attach(tensor, places);
            if (Message is ModelData { Graph: { } graph }) MarkReadOnce(graph);
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

    /// <param name="path">The file.</param>
    /// <param name="kind">The message that it is.</param>
    /// <param name="parser">The message's parser.</param>
    /// <param name="suffix">What stands behind the names of files of external data while they are not finished.</param>
    /// <exception cref="InvalidDataException">The file is missing or damaged.</exception>
    public static OnnxFile<T> Open(string path, ModelFileReader.Kind kind, MessageParser<T> parser, string suffix = "") => new(path, kind, parser, suffix);

    /// <summary>Reads what was deferred and is nowhere yet, so that tensors outlive the file.</summary>
    public void Complete()
    {
        foreach (var tensor in TensorWalk.Of(Message))
            if (tensor is { Deferred: { } deferred, Slice.WasRead: false }) _ = deferred.Bytes;
    }

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

    private void Attach(TensorData tensor, IReadOnlyList<(long Offset, long Length, int Field)> places)
    {
        if (tensor.HasStored)
        {
            // A number that the file brought along can at worst name another of its tensors.
            if (tensor.Stored < 0 || tensor.Stored >= places.Count) throw new InvalidDataException($"tensor '{tensor.Name}' has a field that ONNX does not have");
            var (offset, length, field) = places[tensor.Stored];
            // Packed numbers of another type than the tensor's would be taken for bytes of it.
            if (field == 4 && tensor.DataType != OnnxTypes.Float || field == 10 && tensor.DataType != OnnxTypes.Double)
                throw new InvalidDataException($"tensor '{tensor.Name}' of {OnnxTypes.Name(tensor.DataType)} has numbers where those of {(field == 4 ? "float32" : "float64")} belong");
            tensor.Slice = new FileSlice(_handle, _path, offset, length);
        }
        if (tensor.DataLocation == 1)
        {
            if (tensor.Slice is not null) throw new InvalidDataException($"tensor '{tensor.Name}' has its numbers in two places");
            tensor.Slice = _external.Find(tensor);
        }
        if (OnnxTypes.Read(tensor.DataType) is null || OnnxTypes.IsCopied(tensor.DataType)) return;
        if (!_converted.TryGetValue(tensor.DataType, out var names)) _converted[tensor.DataType] = names = [];
        names.Add(tensor.Name);
    }

    // A graph inside an attribute sees the names of the graph around it.
    private static void MarkReadOnce(GraphData graph)
    {
        var uses = new Dictionary<string, int>(StringComparer.Ordinal);
        void Count(GraphData inner)
        {
            foreach (var name in inner.Node.SelectMany(node => node.Input).Concat(inner.Output.Select(output => output.Name))) uses[name] = uses.GetValueOrDefault(name) + 1;
            foreach (var child in inner.Node.SelectMany(node => node.Attribute).Where(attribute => attribute.G is not null)) Count(child.G);
        }
        Count(graph);
        foreach (var initializer in graph.Initializer) initializer.IsReadOnce = uses.GetValueOrDefault(initializer.Name) == 1;
    }

    private static string Note(int type, List<string> names)
    {
        var verb = type == OnnxTypes.Double || type == OnnxTypes.UInt64 ? "narrowed" : "widened";
        var to = OnnxTypes.Name(OnnxTypes.Of(OnnxTypes.Read(type)!.Value));
        var which = names.Count == 1 ? $"Tensor '{names[0]}' is" : string.Create(CultureInfo.InvariantCulture, $"{names.Count} tensors ('{names[0]}', …) are");
        return $"{which} {OnnxTypes.Name(type)}, {verb} to {to}.";
    }
}
