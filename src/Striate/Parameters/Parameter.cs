using Striate.Tensors;

namespace Striate.Parameters;

/// <summary>A named block of numbers of a network: learnt, or state such as running statistics.</summary>
public sealed class Parameter
{
    private readonly ParameterSet _set;

    internal Parameter(ParameterSet set, string name, ParameterSpec spec, int offset)
    {
        _set = set;
        Name = name;
        Spec = spec;
        Offset = offset;
        IsFrozen = spec.Frozen;
    }

    /// <summary>The full name, as in <c>layer1.0.conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>What the layer asked for.</summary>
    public ParameterSpec Spec { get; }

    /// <summary>The sizes in interchange order: out, in / groups, spatial….</summary>
    public Shape Shape => Spec.Shape;

    /// <summary>What it is for.</summary>
    public ParameterRole Role => Spec.Role;

    /// <summary>Whether it is state (running statistics) rather than learnt.</summary>
    public bool IsState => Spec.IsState;

    /// <summary>Whether training leaves it as it is: what the layer says (<c>Frozen</c>), until <see cref="ParameterSet.Freeze"/> or <see cref="ParameterSet.Unfreeze"/> says otherwise.</summary>
    /// <remarks>A batch normalisation whose running statistics are frozen also uses them in training.</remarks>
    public bool IsFrozen { get; internal set; }

    /// <summary>The layer's own weight decay; null leaves it to the optimiser.</summary>
    public float? WeightDecay => Spec.WeightDecay;

    /// <summary>The largest norm of one output filter's weights, or null.</summary>
    public float? MaxNorm => Spec.MaxNorm;

    /// <summary>The first element's place in <see cref="ParameterSet.Values"/>, or in <see cref="ParameterSet.States"/> for state.</summary>
    public int Offset { get; }

    /// <summary>The number of elements.</summary>
    public int Length => (int)Shape.Length;

    /// <summary>The numbers. After writing them, call <see cref="ParameterSet.MarkChanged"/>.</summary>
    public Span<float> Values => (IsState ? _set.States : _set.Values).Slice(Offset, Length);

    /// <summary>Overwrites all numbers, as when weights are loaded: the first values of such a parameter are never drawn.</summary>
    /// <exception cref="ArgumentException">There are more or fewer numbers than <see cref="Length"/>.</exception>
    public void Set(ReadOnlySpan<float> values)
    {
        if (values.Length != Length) throw new ArgumentException($"{this} has {Length} numbers, not {values.Length}.");
        _set.Set(this, values);
    }

    /// <summary>Overwrites all numbers by those of a tensor of any shape; one that is deferred is read straight to there.</summary>
    /// <exception cref="ArgumentException">There are more or fewer numbers than <see cref="Length"/>, or they are no floats.</exception>
    public void Set(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Type != ElementType.Float32 || values.Shape.Length != Length) throw new ArgumentException($"{this} has {Length} numbers, not {values}.");
        _set.Set(this, values);
    }

    /// <summary>A copy of the numbers.</summary>
    public Tensor ToTensor() => Tensor.From<float>(Values, Shape);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Shape}";
}
