using System.Collections;
using Striate.Kernels.Memory;

namespace Striate.Parameters;

/// <summary>All parameters of a network in the order of its nodes, in two flat blocks: what is learnt, and state.</summary>
public sealed class ParameterSet : IReadOnlyList<Parameter>
{
    private readonly List<Parameter> _parameters = [];
    private readonly Dictionary<string, Parameter> _byName = new(StringComparer.Ordinal);
    private readonly AlignedBuffer _values;
    private readonly AlignedBuffer _states;
    private readonly int _valueLength;
    private readonly int _stateLength;
    private long _version;
    private long _stateVersion;

    internal ParameterSet(IEnumerable<(string Name, ParameterSpec Spec)> specs)
    {
        foreach (var (name, spec) in specs)
        {
            ref var length = ref spec.IsState ? ref _stateLength : ref _valueLength;
            var parameter = new Parameter(this, name, spec, length);
            length = checked(length + parameter.Length);
            if (!_byName.TryAdd(name, parameter)) throw new ArgumentException($"Two parameters are called '{name}'; give their layers different names.");
            _parameters.Add(parameter);
        }
        _values = new AlignedBuffer((long)_valueLength * sizeof(float));
        _states = new AlignedBuffer((long)_stateLength * sizeof(float));
    }

    /// <summary>The number of parameters (named blocks).</summary>
    public int Count => _parameters.Count;

    /// <summary>The number of learnt numbers: what is called the parameter count of a network.</summary>
    public int LearntLength => _valueLength;

    /// <summary>Every learnt number, parameter after parameter.</summary>
    public Span<float> Values => _values.AsSpan<float>()[.._valueLength];

    /// <summary>Every running statistic.</summary>
    public Span<float> States => _states.AsSpan<float>()[.._stateLength];

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
        : throw new KeyNotFoundException($"No parameter is called '{name}'. There are {Count}: {string.Join(", ", _parameters.Take(6).Select(p => p.Name))}{(Count > 6 ? ", …" : "")}.");

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

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
