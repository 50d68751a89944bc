using System.Collections;
using System.Runtime.InteropServices;
using Striate.Kernels.Memory;
using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Parameters;

/// <summary>All parameters of a network in the order of its nodes, in two flat blocks: what is learnt, and state.</summary>
/// <remarks>First values are drawn when somebody first asks for a value: a network that is only looked at takes no memory for them.</remarks>
public sealed partial class ParameterSet : IReadOnlyList<Parameter>
{
    private readonly List<Parameter> _parameters = [];
    private readonly Dictionary<string, Parameter> _byName = new(StringComparer.Ordinal);
    // The purpose of random numbers that initialise parameters: streams of different purposes never meet.
    private const uint InitializePurpose = 1;

    private readonly Lock _drawing = new();
    private readonly HashSet<Parameter> _given = [];
    private readonly int _valueLength;
    private readonly int _stateLength;
    private AlignedBuffer? _values;
    private AlignedBuffer? _states;
    private ulong _seed;
    private volatile bool _isDrawn;
    private long _version;
    private long _stateVersion;

    internal ParameterSet(IEnumerable<(string Name, ParameterSpec Spec)> specs)
    {
        foreach (var (name, spec) in specs)
        {
            ref var length = ref spec.IsState ? ref _stateLength : ref _valueLength;
            if (spec.Initializer is null) throw new ArgumentException($"Parameter '{name}' has no initializer.");
            if (spec.Shape.Length > int.MaxValue - length)
                throw new ArgumentException($"Parameter '{name}' has {spec.Shape} = {spec.Shape.Length} numbers, behind {length} of those before it; a network holds {int.MaxValue} at most.");
            var parameter = new Parameter(this, name, spec, length);
            length += parameter.Length;
            if (!_byName.TryAdd(name, parameter)) throw new ArgumentException($"Two parameters are called '{name}'; give their layers different names.");
            _parameters.Add(parameter);
        }
    }

    /// <summary>The number of parameters (named blocks).</summary>
    public int Count => _parameters.Count;

    /// <summary>The number of learnt numbers: what is called the parameter count of a network.</summary>
    public int LearntLength => _valueLength;

    /// <summary>Every learnt number, parameter after parameter.</summary>
    public Span<float> Values
    {
        get
        {
            if (!_isDrawn) Draw();
            return _values!.AsSpan<float>()[.._valueLength];
        }
    }

    /// <summary>Every running statistic.</summary>
    public Span<float> States
    {
        get
        {
            if (!_isDrawn) Draw();
            return _states!.AsSpan<float>()[.._stateLength];
        }
    }

    /// <summary>Grows with every <see cref="MarkChanged"/>; packed copies compare it.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Grows when running statistics move.</summary>
    public long StateVersion => Volatile.Read(ref _stateVersion);

    /// <summary>The parameter at a place in the order of nodes.</summary>
    public Parameter this[int index] => _parameters[index];

    /// <summary>The parameter of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message names some that exist.</exception>
    public Parameter this[string name] => _byName.TryGetValue(name, out var parameter)
        ? parameter
        : throw new KeyNotFoundException($"No parameter is called '{name}'. {Examples}");

    /// <summary>Whether a parameter of this name exists, and which.</summary>
    public bool TryGet(string name, out Parameter? parameter) => _byName.TryGetValue(name, out parameter);

    /// <summary>Says that values were written, so that packed copies are refreshed before the next run.</summary>
    public void MarkChanged()
    {
        Interlocked.Increment(ref _version);
        MarkStatesChanged();
    }

    /// <summary>Says that running statistics were written.</summary>
    public void MarkStatesChanged() => Interlocked.Increment(ref _stateVersion);

    internal void Initialize(ulong seed)
    {
        lock (_drawing)
        {
            _seed = seed;
            _given.Clear();
            _isDrawn = false;
        }
        MarkChanged();
    }

    internal void Set(Parameter parameter, ReadOnlySpan<float> values)
    {
        lock (_drawing)
        {
            values.CopyTo(Memory(parameter));
            _given.Add(parameter);
        }
        MarkChanged();
    }

    internal void Set(Parameter parameter, Tensor values)
    {
        lock (_drawing)
        {
            values.CopyTo(MemoryMarshal.AsBytes(Memory(parameter)));
            _given.Add(parameter);
        }
        MarkChanged();
    }

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Draw()
    {
        lock (_drawing)
        {
            if (_isDrawn) return;
            foreach (var parameter in _parameters.Where(parameter => !_given.Contains(parameter)))
                parameter.Spec.Initializer.Fill(Memory(parameter), parameter.Spec, new PhiloxStream(_seed, InitializePurpose, StableHash.Of(parameter.Name), 0));
            // Networks without parameters have memory too, of no length.
            Allocate();
            _isDrawn = true;
        }
    }

    private Span<float> Memory(Parameter parameter)
    {
        Allocate();
        return (parameter.IsState ? _states! : _values!).AsSpan<float>().Slice(parameter.Offset, parameter.Length);
    }

    private void Allocate()
    {
        _values ??= new AlignedBuffer((long)_valueLength * sizeof(float));
        _states ??= new AlignedBuffer((long)_stateLength * sizeof(float));
    }
}
