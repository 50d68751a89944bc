using Striate.Kernels.Arrays;
using Striate.Kernels.Memory;
using Striate.Kernels.Threading;

namespace Striate.Tensors;

/// <summary>A shape, an element type and one contiguous block in row-major order: no strides, no views, nothing to dispose.</summary>
public sealed class Tensor
{
    private readonly Lock? _reading;
    private volatile AlignedBuffer? _buffer;
    private readonly TensorSource? _source;

    /// <summary>A tensor of zeros.</summary>
    public Tensor(Shape shape, ElementType type = ElementType.Float32)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Shape = shape;
        Type = type;
        _buffer = new AlignedBuffer(ByteLength(shape, type));
    }

    private Tensor(Shape shape, ElementType type, TensorSource source)
    {
        Shape = shape;
        Type = type;
        ByteLength(shape, type);
        (_source, _reading) = (source, new Lock());
    }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>What the elements are.</summary>
    public ElementType Type { get; }

    /// <summary>The elements of a float tensor.</summary>
    public Span<float> Floats => AsSpan<float>();

    /// <summary>The block's bytes, as they lie in memory.</summary>
    public Span<byte> Bytes => Buffer.AsSpan<byte>();

    private AlignedBuffer Buffer => _buffer ?? Read();

    /// <summary>A tensor with a copy of <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, Shape shape) where T : unmanaged
    {
        if (values.Length != shape.Length)
            throw new ArgumentException($"{values.Length} values do not fill the shape {shape}, which holds {shape.Length}.");
        var tensor = new Tensor(shape, ElementTypes.Of<T>());
        values.CopyTo(tensor.AsSpan<T>());
        return tensor;
    }

    /// <summary>A tensor whose numbers are read, as from a file, when somebody first asks for them. Until then it takes no memory.</summary>
    /// <exception cref="ArgumentException">The shape takes more bytes than a tensor holds.</exception>
    public static Tensor Deferred(Shape shape, ElementType type, TensorSource source)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(source);
        return new Tensor(shape, type, source);
    }

    /// <summary>A float tensor with a copy of <paramref name="values"/>.</summary>
    public static Tensor From(float[] values, params ReadOnlySpan<int> sizes) => From<float>(values, Shape.Of(sizes));

    /// <summary>The elements in row-major order.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds another type.</exception>
    public Span<T> AsSpan<T>() where T : unmanaged
    {
        if (ElementTypes.Of<T>() != Type) throw new InvalidOperationException($"The tensor {Shape} holds {Type}, not {ElementTypes.Of<T>()}.");
        return Buffer.AsSpan<T>();
    }

    /// <summary>Copies the block's bytes. What is deferred and was never asked for is read straight to there, and stays deferred.</summary>
    /// <exception cref="ArgumentException">There is another number of bytes.</exception>
    public void CopyTo(Span<byte> bytes)
    {
        if (bytes.Length != ByteLength(Shape, Type)) throw new ArgumentException($"{this} has {ByteLength(Shape, Type)} bytes, not {bytes.Length}.");
        if (_buffer is { } buffer) buffer.AsSpan<byte>().CopyTo(bytes);
        else _source!(bytes);
    }

    /// <summary>A copy of a float tensor's elements.</summary>
    public float[] ToArray() => Floats.ToArray();

    /// <summary>A copy of the elements of any type as numbers; truth is 1.</summary>
    public double[] ToDoubles() => Type switch
    {
        ElementType.Float32 => [.. Floats],
        ElementType.Int64 => [.. AsSpan<long>().ToArray().Select(number => (double)number)],
        ElementType.Int32 => [.. AsSpan<int>()],
        ElementType.Int8 => [.. AsSpan<sbyte>()],
        _ => [.. Bytes],
    };

    /// <summary>A copy with the same elements and another shape of the same length.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> sizes)
    {
        var shape = Shape.Of(sizes);
        if (shape.Length != Shape.Length) throw new ArgumentException($"{Shape} has {Shape.Length} elements; {shape} would need {shape.Length}.");
        var copy = new Tensor(shape, Type);
        Bytes.CopyTo(copy.Bytes);
        return copy;
    }

    /// <summary>A copy with the axes in another order: axis i of the copy is axis <c>order[i]</c>.</summary>
    /// <exception cref="ArgumentException">The order does not name each axis once.</exception>
    public Tensor Transpose(params ReadOnlySpan<int> order)
    {
        var permutation = new Permutation(Shape.AsSpan(), order);
        var sizes = new int[order.Length];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = Shape[order[i]];
        var copy = new Tensor(Shape.Of(sizes), Type);
        permutation.Run(Bytes, copy.Bytes, Type.Size(), WorkerPool.Default);
        return copy;
    }

    /// <summary>Shape and type, as in <c>1×28×28×1 Float32</c>.</summary>
    public override string ToString() => $"{Shape} {Type}";

    private static long ByteLength(Shape shape, ElementType type)
    {
        var bytes = checked(shape.Length * type.Size());
        return bytes <= int.MaxValue / 2 ? bytes : throw new ArgumentException($"A tensor holds at most {int.MaxValue / 2} bytes; {shape} {type} would take {bytes}.");
    }

    private AlignedBuffer Read()
    {
        lock (_reading!)
        {
            if (_buffer is { } there) return there;
            var buffer = new AlignedBuffer(ByteLength(Shape, Type));
            _source!(buffer.AsSpan<byte>());
            _buffer = buffer;
            return buffer;
        }
    }
}
