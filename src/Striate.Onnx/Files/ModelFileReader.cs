using Google.Protobuf;
using Microsoft.Win32.SafeHandles;

namespace Striate.Onnx.Files;

/// <summary>Parses a message of an ONNX file without the numbers of its large tensors: these stay in the file, and the message says where.</summary>
/// <remarks>
/// The file is copied field by field to a skeleton that Google.Protobuf parses; only messages that are large and may hold tensors are entered. There the fields
/// that are the tensor's numbers as they lie in memory (raw_data, packed float_data and double_data) become <c>stored_offset</c> and <c>stored_length</c>.
/// </remarks>
internal sealed class ModelFileReader
{
    // Smaller messages are copied whole; larger numbers stay in the file.
    private const int Small = 2048;
    // Of messages in messages: a graph in an attribute of a node takes three.
    private const int MostDepth = 64;
    private const int Stored = 1000;

    private static readonly Dictionary<(Kind, int), Kind> Children = new()
    {
        [(Kind.Model, 7)] = Kind.Graph,
        [(Kind.Model, 25)] = Kind.Function,
        [(Kind.Graph, 1)] = Kind.Node,
        [(Kind.Graph, 5)] = Kind.Tensor,
        [(Kind.Function, 7)] = Kind.Node,
        [(Kind.Node, 5)] = Kind.Attribute,
        [(Kind.Attribute, 5)] = Kind.Tensor,
        [(Kind.Attribute, 6)] = Kind.Graph,
    };

    private readonly WireReader _reader;
    private readonly List<(long Offset, long Length, int Field)> _places = [];

    private ModelFileReader(WireReader reader) => _reader = reader;

    public enum Kind
    {
        Model,
        Graph,
        Function,
        Node,
        Attribute,
        Tensor,
    }

    /// <summary>Parses a whole file as one message, and says where the numbers lie that it does not hold.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static (T Message, IReadOnlyList<(long Offset, long Length, int Field)> Places) Parse<T>(SafeFileHandle handle, Kind kind, MessageParser<T> parser) where T : IMessage<T>
    {
        var reader = new WireReader(handle, RandomAccess.GetLength(handle));
        using var skeleton = new MemoryStream();
        var file = new ModelFileReader(reader);
        file.Copy(kind, reader.Length, skeleton, 0);
        try
        {
            return (parser.WithDiscardUnknownFields(true).ParseFrom(skeleton.GetBuffer().AsSpan(0, (int)skeleton.Length)), file._places);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException($"it cannot be parsed ({exception.Message.TrimEnd('.')})");
        }
    }

    private void Copy(Kind kind, long end, MemoryStream target, int depth)
    {
        if (depth > MostDepth) throw _reader.Damaged($"messages are nested more than {MostDepth} deep");
        var isStored = false;
        while (_reader.Position < end)
        {
            var (field, wireType) = _reader.ReadTag(end);
            if (wireType == 0)
            {
                WriteTag(target, field, 0);
                WriteVariable(target, _reader.ReadNumber(end));
                continue;
            }
            var length = _reader.ReadLength(wireType, end);
            if (wireType == 2 && kind == Kind.Tensor && field is 4 or 9 or 10 && (isStored || length > Small))
            {
                if (isStored) throw _reader.Damaged("a tensor's numbers are there twice");
                isStored = true;
                WriteTag(target, Stored, 0);
                WriteVariable(target, (ulong)_places.Count);
                _places.Add((_reader.Position, length, field));
                _reader.Skip(length);
            }
            else if (wireType == 2 && length > Small && Children.TryGetValue((kind, field), out var child))
            {
                using var inner = new MemoryStream();
                Copy(child, _reader.Position + length, inner, depth + 1);
                WriteTag(target, field, 2);
                WriteVariable(target, (ulong)inner.Length);
                inner.WriteTo(target);
            }
            else
            {
                WriteTag(target, field, wireType);
                if (wireType == 2) WriteVariable(target, (ulong)length);
                _reader.CopyTo(target, length);
            }
        }
    }

    private static void WriteTag(MemoryStream target, int field, int wireType) => WriteVariable(target, (ulong)field << 3 | (uint)wireType);

    private static void WriteVariable(MemoryStream target, ulong value)
    {
        for (; value >= 128; value >>= 7) target.WriteByte((byte)(value | 128));
        target.WriteByte((byte)value);
    }
}
