using System.Numerics;
using Striate.Kernels.Memory;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Training;

/// <summary>The exponential moving average of all parameters and running statistics: a ← a + (1 − d) · (w − a) after every step.</summary>
/// <remarks>d = min(decay, (1 + step) / (10 + step)), as in TensorFlow's <c>ExponentialMovingAverage</c>: the first weights are soon forgotten. What does not move keeps its bits.</remarks>
internal sealed class WeightAverage
{
    private readonly ParameterSet _parameters;
    private readonly double _decay;
    private readonly AlignedBuffer _values;
    private readonly AlignedBuffer _states;

    /// <summary>An average that begins with the parameters as they are.</summary>
    public WeightAverage(ParameterSet parameters, double decay)
    {
        (_parameters, _decay) = (parameters, decay);
        (_values, _states) = (new AlignedBuffer((long)parameters.Values.Length * sizeof(float)), new AlignedBuffer((long)parameters.States.Length * sizeof(float)));
        parameters.Values.CopyTo(Values);
        parameters.States.CopyTo(States);
    }

    private Span<float> Values => _values.AsSpan<float>()[.._parameters.Values.Length];

    private Span<float> States => _states.AsSpan<float>()[.._parameters.States.Length];

    /// <summary>Follows the parameters behind a step.</summary>
    /// <param name="step">The number of the step, from 1.</param>
    public void Move(long step)
    {
        var share = (float)(1 - Math.Min(_decay, (1.0 + step) / (10 + step)));
        Move(Values, _parameters.Values, share);
        Move(States, _parameters.States, share);
    }

    /// <summary>Exchanges the network's parameters with the average; a second time, and both are as they were.</summary>
    public void Swap()
    {
        Swap(Values, _parameters.Values);
        Swap(States, _parameters.States);
        _parameters.MarkChanged();
    }

    /// <summary>Copies of the average by name.</summary>
    public Dictionary<string, Tensor> Save() => _parameters.ToDictionary(parameter => parameter.Name, parameter => Tensor.From<float>(Of(parameter), parameter.Shape));

    /// <summary>Puts a saved average back.</summary>
    /// <exception cref="InvalidDataException">A parameter is missing or has another shape.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor>? saved)
    {
        foreach (var parameter in _parameters)
        {
            if (saved is null || !saved.TryGetValue(parameter.Name, out var tensor) || tensor.Shape != parameter.Shape)
                throw new InvalidDataException($"The checkpoint has no average of '{parameter.Name}' of {parameter.Shape}.");
            tensor.Floats.CopyTo(Of(parameter));
        }
    }

    private Span<float> Of(Parameter parameter) => (parameter.IsState ? States : Values).Slice(parameter.Offset, parameter.Length);

    private static void Move(Span<float> average, ReadOnlySpan<float> values, float share)
    {
        var (i, factor) = (0, new Vector<float>(share));
        for (; i + Vector<float>.Count <= average.Length; i += Vector<float>.Count)
        {
            var a = new Vector<float>(average[i..]);
            (a + factor * (new Vector<float>(values[i..]) - a)).CopyTo(average[i..]);
        }
        for (; i < average.Length; i++) average[i] += share * (values[i] - average[i]);
    }

    private static void Swap(Span<float> left, Span<float> right)
    {
        for (var i = 0; i < left.Length; i++) (left[i], right[i]) = (right[i], left[i]);
    }
}
