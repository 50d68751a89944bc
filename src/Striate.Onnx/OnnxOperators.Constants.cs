using System.Numerics;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Onnx.Files;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Arrays that are made when a model is read.</summary>
internal static partial class OnnxOperators
{
    // The bytes that a few numbers of a file may ask for.
    internal const long MostBytes = 128L << 20;

    private static void ReadConstant(NodeReader reader)
    {
        Tensor? constant = reader.TensorOf("value");
        if (constant is null && reader.Has("value_float")) constant = Tensor.From<float>([reader.Float("value_float", 0)], Shape.Scalar);
        if (constant is null && reader.Floats("value_floats") is { } floats) constant = Tensor.From<float>(floats, Shape.Of(floats.Length));
        if (constant is null && reader.Has("value_int")) constant = Tensor.From<long>([reader.Int("value_int", 0)], Shape.Scalar);
        if (constant is null && reader.Longs("value_ints") is { } longs) constant = Tensor.From<long>(longs, Shape.Of(longs.Length));
        reader.SetConstant(0, constant ?? throw reader.Unsupported("of another form than a tensor or numbers"));
    }

    private static void ReadConstantOfShape(NodeReader reader)
    {
        var sizes = reader.Constant(0, out _).AsSpan<long>().ToArray();
        var value = reader.TensorOf("value") ?? new Tensor(Shape.Of(1));
        if (value.Bytes.Length != value.Type.Size()) throw new InvalidDataException($"ConstantOfShape has a value of {value.Shape}; it takes one number");
        // Weights are as large as the model says, and written straight to where the network keeps them.
        if (reader.Import.IsOnlyWeights(reader.Output) && sizes.All(size => size is > 0 and < int.MaxValue) && sizes.Aggregate(1.0, (product, size) => product * size) * value.Bytes.Length < int.MaxValue / 2)
        {
            reader.SetConstant(0, Tensor.Deferred(Shape.Of([.. sizes.Select(size => (int)size)]), value.Type, Repeat));
            return;
        }
        // The same for every example, however many there are.
        var isFree = sizes.Length > 0 && sizes[0] == OnnxImport.Examples;
        var tensor = New(reader, isFree ? sizes[1..] : sizes, value.Type);
        Repeat(tensor.Bytes);
        if (isFree) reader.Set(0, new OnnxValue(reader.Make(new ConstantArray(tensor)), sizes.Length, OnnxValue.PlainOrder(sizes.Length, isBatched: true), OnnxValue.Free));
        else reader.SetConstant(0, tensor);

        void Repeat(Span<byte> bytes)
        {
            for (var at = 0; at < bytes.Length; at += value.Bytes.Length) value.Bytes.CopyTo(bytes[at..]);
        }
    }

    private static void ReadEyeLike(NodeReader reader)
    {
        var value = reader.Value(0);
        var (shift, stated) = (reader.Int("k", 0), (int)reader.Int("dtype", 0));
        var type = stated == 0 ? reader.TypeOf(value) : OnnxTypes.Read(stated) ?? throw reader.Unsupported($"of {OnnxTypes.Name(stated)}");
        var sizes = reader.Sizes(value);
        if (sizes.Length != 2) throw new InvalidDataException($"EyeLike takes a matrix, not an array of {sizes.Length} axes");
        var (tensor, one) = (New(reader, sizes, type), Fill(Shape.Scalar, 1, type));
        for (var row = 0L; row < sizes[0]; row++)
            if (row + shift >= 0 && row + shift < sizes[1]) one.Bytes.CopyTo(tensor.Bytes[(int)((row * sizes[1] + row + shift) * type.Size())..]);
        reader.SetConstant(0, tensor);
    }

    private static void ReadRange(NodeReader reader)
    {
        var (start, limit, delta) = (reader.Constant(0, out _), reader.Constant(1, out _), reader.Constant(2, out _));
        reader.SetConstant(0, start.Type switch
        {
            ElementType.Float32 => Range<float>(reader, start, limit, delta),
            ElementType.Int64 => Range<long>(reader, start, limit, delta),
            ElementType.Int32 => Range<int>(reader, start, limit, delta),
            _ => throw reader.Unsupported($"of {start.Type}"),
        });
    }

    private static Tensor Range<T>(NodeReader reader, Tensor start, Tensor limit, Tensor delta) where T : unmanaged, INumber<T>
    {
        var (first, end, step) = (start.AsSpan<T>()[0], limit.AsSpan<T>()[0], delta.AsSpan<T>()[0]);
        if (T.IsZero(step)) throw new InvalidDataException("Range has a delta of 0");
        var count = Math.Ceiling((double.CreateTruncating(end) - double.CreateTruncating(first)) / double.CreateTruncating(step));
        var tensor = New(reader, [count > 0 ? (long)Math.Min(count, long.MaxValue / 2) : 0], start.Type);
        var numbers = tensor.AsSpan<T>();
        for (var i = 0; i < numbers.Length; i++) numbers[i] = first + T.CreateTruncating(i) * step;
        return tensor;
    }

    private static void ReadTrilu(NodeReader reader)
    {
        var value = reader.Array(0);
        if (value.Rank < 2 || value.Rank == 2 && value.IsBatched) throw new NeedsExamplesException("Trilu works along the examples");
        var (isUpper, shift) = (reader.Int("upper", 1) != 0, reader.HasInput(1) ? reader.Constant(1, out _).AsSpan<long>()[0] : 0);
        var (rows, columns) = (reader.Sizes(value)[^2], reader.Sizes(value)[^1]);
        var kept = New(reader, [rows, columns], ElementType.Boolean);
        for (var row = 0L; row < rows; row++)
            for (var column = 0L; column < columns; column++) kept.Bytes[(int)(row * columns + column)] = isUpper ? column - row >= shift ? (byte)1 : (byte)0 : column - row <= shift ? (byte)1 : (byte)0;
        var (nodes, like) = reader.Align(value, Shared(reader, kept), Shared(reader, new Tensor(Shape.Scalar, reader.TypeOf(value))));
        reader.Set(0, reader.Make(new Selection { Name = reader.Name() }, nodes[1], nodes[0], nodes[2]), like);
    }

    private static OnnxValue Shared(NodeReader reader, Tensor tensor) => new(reader.Make(new ConstantArray(tensor)), tensor.Shape.Rank, OnnxValue.PlainOrder(tensor.Shape.Rank, isBatched: false), OnnxValue.Shared);

    private static Tensor New(NodeReader reader, long[] sizes, ElementType type)
    {
        var length = 1.0;
        foreach (var size in sizes)
        {
            if (size < 0) throw new InvalidDataException($"{reader.Type} has the sizes {string.Join('×', sizes)}");
            if (size >= OnnxImport.Examples / 2) throw new NeedsExamplesException($"{reader.Type} has a number for each example");
            length *= size;
        }
        if (length * type.Size() > MostBytes) throw reader.Unsupported($"of {string.Join('×', sizes)} numbers, which take more than {MostBytes >> 20} MB");
        return new Tensor(Shape.Of([.. sizes.Select(size => (int)size)]), type);
    }

    /// <summary>An array of one number.</summary>
    public static Tensor Fill(Shape shape, int number, ElementType type)
    {
        var tensor = new Tensor(shape, type);
        switch (type)
        {
            case ElementType.Float32: tensor.Floats.Fill(number); break;
            case ElementType.Int64: tensor.AsSpan<long>().Fill(number); break;
            case ElementType.Int32: tensor.AsSpan<int>().Fill(number); break;
            default: tensor.Bytes.Fill((byte)number); break;
        }
        return tensor;
    }

    private static void ReadDropout(NodeReader reader)
    {
        reader.Int("seed", 0);
        var rate = reader.HasInput(1) ? reader.Constant(1, out _).Floats[0] : reader.Float("ratio", 0.5f);
        if (reader.HasInput(2) && reader.Constant(2, out _).Bytes[0] != 0 && rate != 0) throw reader.Unsupported("in training mode, whose numbers are random");
        if (reader.SecondOutput is not null)
        {
            // Nothing is dropped.
            var sizes = reader.Sizes(reader.Value(0));
            var mask = New(reader, sizes, ElementType.Boolean);
            mask.Bytes.Fill(1);
            reader.SetConstant(1, reader.Import.Opset < 10 ? Ones(mask.Shape) : mask);
        }
        if (reader.IsFloat(0)) reader.Apply(new Dropout(rate) { Name = reader.Name() });
        else reader.Set(0, reader.Value(0));
    }

    private static Tensor Ones(Shape shape) => Fill(shape, 1, ElementType.Float32);
}
