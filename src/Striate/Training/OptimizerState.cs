using Striate.Kernels.Memory;
using Striate.Kernels.Optimization;
using Striate.Kernels.Threading;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Training;

/// <summary>An optimiser at work on a network: its slots of state, and parameters with equal settings joined into runs that are updated in one pass.</summary>
public sealed class OptimizerState
{
    private readonly Optimizer _optimizer;
    private readonly ParameterSet _parameters;
    private readonly AlignedBuffer[] _slots;
    private readonly List<Run> _runs = [];

    /// <summary>State of zeros for a network's parameters.</summary>
    public OptimizerState(Optimizer optimizer, ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(parameters);
        (_optimizer, _parameters) = (optimizer, parameters);
        _slots = [.. optimizer.Slots.Select(_ => new AlignedBuffer((long)parameters.LearntLength * sizeof(float)))];
        foreach (var parameter in parameters.Where(parameter => !parameter.IsState && !parameter.IsFrozen))
        {
            var group = optimizer.Groups.FirstOrDefault(group => group.Matches(parameter));
            var run = new Run(parameter.Offset, parameter.Length, group?.LearningRateFactor ?? 1, group?.WeightDecay ?? parameter.WeightDecay ?? optimizer.WeightDecay);
            if (_runs.Count > 0 && _runs[^1] is var last && last.Start + last.Length == run.Start && last.Factor == run.Factor && last.Decay == run.Decay)
                _runs[^1] = last with { Length = last.Length + run.Length };
            else _runs.Add(run);
        }
    }

    /// <summary>The Euclidean norm of the gradients of all parameters that are learnt.</summary>
    public double GradientNorm(ReadOnlySpan<float> gradients)
    {
        double sum = 0;
        foreach (var run in _runs)
            foreach (var g in gradients.Slice(run.Start, run.Length)) sum += (double)g * g;
        return Math.Sqrt(sum);
    }

    /// <summary>What gradients are multiplied by, so that their norm is at most <paramref name="maxNorm"/>: min(1, maxNorm / (norm + 1e-6)), as PyTorch's <c>clip_grad_norm_</c>.</summary>
    /// <param name="gradients">Parallel to the parameters' values.</param>
    /// <param name="maxNorm">The largest Euclidean norm.</param>
    public float ClipScale(ReadOnlySpan<float> gradients, double maxNorm) => (float)Math.Min(1, maxNorm / (GradientNorm(gradients) + 1e-6));

    /// <summary>Moves all parameters once and enforces their constraints.</summary>
    /// <param name="gradients">Parallel to the parameters' values.</param>
    /// <param name="rateFactor">The schedule's factor.</param>
    /// <param name="gradientScale">Multiplies gradients (<see cref="ClipScale"/>).</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="pool">The threads.</param>
    public void Apply(ReadOnlySpan<float> gradients, double rateFactor, float gradientScale, long step, WorkerPool pool)
    {
        foreach (var run in _runs)
        {
            _optimizer.Update(_parameters.Values.Slice(run.Start, run.Length), gradients.Slice(run.Start, run.Length), Slot(0, run), Slot(1, run),
                (float)(_optimizer.LearningRate * rateFactor * run.Factor), run.Decay, gradientScale, step, pool);
        }
        for (var i = 0; i < _parameters.Count; i++)
        {
            var parameter = _parameters[i];
            if (parameter.MaxNorm is { } limit && !parameter.IsFrozen) MaxNorm.Project(parameter.Values, parameter.Length / parameter.Shape[0], limit);
        }
        _parameters.MarkChanged();
    }

    /// <summary>Copies of the slots by <c>slot/parameter</c>.</summary>
    public IReadOnlyDictionary<string, Tensor> Save()
    {
        var saved = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (var slot = 0; slot < _slots.Length; slot++)
            foreach (var parameter in _parameters.Where(parameter => !parameter.IsState))
                saved[$"{_optimizer.Slots[slot]}/{parameter.Name}"] = Tensor.From<float>(_slots[slot].AsSpan<float>(parameter.Offset, parameter.Length), parameter.Shape);
        return saved;
    }

    /// <summary>Puts saved slots back.</summary>
    /// <exception cref="InvalidDataException">One is missing or has another shape.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> saved)
    {
        ArgumentNullException.ThrowIfNull(saved);
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            foreach (var parameter in _parameters.Where(parameter => !parameter.IsState))
            {
                var name = $"{_optimizer.Slots[slot]}/{parameter.Name}";
                if (!saved.TryGetValue(name, out var tensor) || tensor.Shape != parameter.Shape)
                    throw new InvalidDataException($"The checkpoint's optimiser state has no '{name}' of {parameter.Shape}.");
                tensor.Floats.CopyTo(_slots[slot].AsSpan<float>(parameter.Offset, parameter.Length));
            }
        }
    }

    private Span<float> Slot(int slot, Run run) => slot < _slots.Length ? _slots[slot].AsSpan<float>(run.Start, run.Length) : default;

    private readonly record struct Run(int Start, int Length, float Factor, float Decay);
}
