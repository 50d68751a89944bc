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

    internal Value(string name, int batch, Shape shape, Shape storage)
    {
        Name = name;
        Batch = batch;
        Shape = shape;
        Storage = storage;
    }

    private Value(Value origin, string name, Shape shape, Shape storage)
        : this(name, origin.Batch, shape, storage) => _origin = origin.Root;

    /// <summary>The node that makes it.</summary>
    public string Name { get; }

    /// <summary>The number of examples.</summary>
    public int Batch { get; }

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

    /// <summary>The numbers.</summary>
    public Span<float> Data => Root._arena!.Floats(Root._dataOffset, (int)Length);

    /// <summary>The gradient of the loss by the numbers.</summary>
    public Span<float> Gradient => Root._arena!.Floats(Root._gradientOffset, (int)Length);

    internal Value Root => _origin ?? this;

    /// <summary>The same numbers under another shape of the same length.</summary>
    internal Value View(string name, Shape shape) => new(this, name, shape, Storage);

    /// <summary>The same numbers, read as their shape says: for a value that is in order.</summary>
    internal Value WithStorageOfShape() => Storage == Shape ? this : new Value(this, Name, Shape, Shape);

    internal void Place(Arena arena, int dataOffset, int gradientOffset) => (_arena, _dataOffset, _gradientOffset) = (arena, dataOffset, gradientOffset);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Batch}×{Shape}";
}
