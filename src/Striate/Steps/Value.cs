using System.Runtime.InteropServices;
using Striate.Tensors;

namespace Striate.Steps;

/// <summary>A buffer of a plan: the feature maps of one node for a whole batch, and in training their gradient.</summary>
/// <remarks>
/// <see cref="Shape"/> is what layers see. <see cref="Storage"/> is how the numbers lie: the same, except behind a flatten, where the shape is channel-major
/// (C · H · W, as everywhere) while the numbers stay channels-last; whoever reads such a value takes the order into account or asks for a copy in order.
/// </remarks>
public sealed class Value
{
    private readonly Value? _origin;
    private bool _needsGradient;
    private Arena? _arena;
    private int _dataOffset;
    private int _gradientOffset;
    private int _againOffset;
    private bool _isAgain;
    private Value? _host;
    private int _hostChannel;

    internal Value(string name, int batch, Shape shape, Shape storage, ElementType type = ElementType.Float32)
    {
        Name = name;
        Batch = batch;
        Shape = shape;
        Storage = storage;
        Type = type;
    }

    private Value(Value origin, string name, int batch, Shape shape, Shape storage)
        : this(name, batch, shape, storage, origin.Type) => _origin = origin.Root;

    /// <summary>The node that makes it.</summary>
    public string Name { get; }

    /// <summary>The number of examples; 1 for an array that all examples share.</summary>
    public int Batch { get; }

    /// <summary>What the elements are; only floats have gradients.</summary>
    public ElementType Type { get; }

    /// <summary>The shape of one example.</summary>
    public Shape Shape { get; }

    /// <summary>The channels-last order in which one example lies in memory.</summary>
    public Shape Storage { get; }

    /// <summary>Whether memory order and the order of <see cref="Shape"/> agree.</summary>
    public bool IsInOrder => Storage.Rank <= Shape.Rank || Storage.Channels == 1 || Storage.Length == Storage.Channels;

    /// <summary>Channels of one pixel.</summary>
    public int Channels => Storage.Channels;

    /// <summary>Pixels of the whole batch.</summary>
    public int Pixels => (int)(Length / Math.Max(Channels, 1));

    /// <summary>The number of elements of the whole batch.</summary>
    public long Length => Batch * Shape.Length;

    /// <summary>Whether training asks for the gradient.</summary>
    public bool NeedsGradient
    {
        get => Root._needsGradient;
        internal set => Root._needsGradient = value;
    }

    /// <summary>Floats from one pixel to the next: the channels, or those of the wider map of which this value is a slice. Only steps that say so meet slices (<see cref="Step.ReadsSlice"/>).</summary>
    public int PixelStride => Root._host is null ? Channels : Block(out _).Channels;

    /// <summary>The numbers, <see cref="PixelStride"/> floats from one pixel to the next.</summary>
    public Span<float> Data
    {
        get
        {
            var block = Block(out var channel);
            return block._arena!.Floats(block._dataOffset + channel, Extent);
        }
    }

    /// <summary>The gradient of the loss by the numbers, laid out as they are.</summary>
    public Span<float> Gradient
    {
        get
        {
            var block = Block(out var channel);
            return block._arena!.Floats(block._gradientOffset + channel, Extent);
        }
    }

    /// <summary>The elements of any type, in the order of <see cref="Storage"/>: for a value that is no slice of another.</summary>
    /// <exception cref="InvalidOperationException">The value holds another type.</exception>
    public Span<T> As<T>() where T : unmanaged
    {
        if (ElementTypes.Of<T>() != Type) throw new InvalidOperationException($"The value {this} holds {Type}, not {ElementTypes.Of<T>()}.");
        return MemoryMarshal.Cast<byte, T>(Bytes);
    }

    /// <summary>The bytes of all elements.</summary>
    internal Span<byte> Bytes
    {
        get
        {
            var block = Block(out var channel);
            return MemoryMarshal.AsBytes(block._arena!.Floats(block._dataOffset + channel, (int)Words))[..(int)(Length * Type.Size())];
        }
    }

    /// <summary>The length in floats of the memory that the elements take.</summary>
    internal long Words => (Length * Type.Size() + 3) / 4;

    /// <summary>The rows of the first axis that hold something, where that depends on the numbers: the shape is a bound then. Null if all do.</summary>
    public int? Rows { get; set; }

    internal Value Root => _origin ?? this;

    private int Extent => Root._host is null ? (int)Length : (Pixels - 1) * PixelStride + Channels;

    /// <summary>The value that is placed, and the channel of it at which this one begins: the value itself, or the widest map of which it is a slice.</summary>
    internal Value Block(out int channel)
    {
        channel = 0;
        var block = Root;
        for (; block._host is not null; block = block._host) channel += block._hostChannel;
        return block;
    }

    /// <summary>Makes the value a slice of the channels of another, in whose memory it then lies.</summary>
    internal void Embed(Value host, int channel) => (Root._host, Root._hostChannel) = (host.Root, channel);

    /// <summary>Whether the value lies in the channels of another, from one on.</summary>
    internal bool IsSliceOf(Value host, int channel) => Root._host == host.Root && Root._hostChannel == channel;

    /// <summary>The same numbers under another shape of the same length.</summary>
    internal Value View(string name, Shape shape) => new(this, name, Batch, shape, Storage);

    /// <summary>The same numbers cut otherwise into examples.</summary>
    internal Value View(string name, int batch, Shape shape) => new(this, name, batch, shape, shape);

    /// <summary>The same numbers, read as their shape says: for a value that is in order.</summary>
    internal Value WithStorageOfShape() => Storage == Shape ? this : new Value(this, Name, Batch, Shape, Shape);

    /// <summary>Where the numbers are computed again, for a value that is not kept between the passes.</summary>
    internal void PlaceAgain(int dataOffset) => _againOffset = dataOffset;

    /// <summary>Moves the value to where the forward pass computes it, or to where the backward pass does so again.</summary>
    internal void Move(bool again)
    {
        if (again != _isAgain) (_dataOffset, _againOffset, _isAgain) = (_againOffset, _dataOffset, again);
    }

    internal void Place(Arena arena, int dataOffset, int gradientOffset) => (_arena, _dataOffset, _gradientOffset) = (arena, dataOffset, gradientOffset);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Batch}×{Shape}";
}
