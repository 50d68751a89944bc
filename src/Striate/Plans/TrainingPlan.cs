using Striate.Networks;
using Striate.Steps;

namespace Striate.Plans;

/// <summary>A network compiled to learn: a forward pass with batch statistics and dropout, and a backward pass to the gradients of all parameters.</summary>
public sealed class TrainingPlan : Plan
{
    private readonly TrainingMemory _memory;
    private readonly IReadOnlyList<bool> _runsBackward;
    private readonly IReadOnlyList<IReadOnlyList<Step>> _again;
    private readonly bool _movesStatistics;

    internal TrainingPlan(Network network, PlanCompiler compiled, int batch, TrainingMemory memory, PlanOptions options)
        : base(network, compiled, batch, training: true, memory.Arena, memory.Gradients, options)
    {
        _memory = memory;
        _runsBackward = compiled.RunsBackward;
        _again = compiled.Recomputation.Before;
        _movesStatistics = compiled.Steps.Any(step => step.Parameters.Any(parameter => parameter.IsState && !parameter.IsFrozen));
    }

    /// <summary>The gradient of the loss by every learnt number, parallel to <c>Network.Parameters.Values</c>; shared by all training plans of a network.</summary>
    public Span<float> Gradients => _memory.Gradients.AsSpan<float>()[..Network.Parameters.LearntLength];

    /// <summary>The gradient of the loss by an output, to be written between the passes, for every output.</summary>
    public Span<float> OutputGradient(int index = 0) => OutputValues[index].Gradient;

    /// <summary>Computes the outputs and moves running statistics.</summary>
    /// <param name="seed">The key of dropout's random numbers.</param>
    /// <param name="step">Their counter: the number of the training step.</param>
    public void Forward(ulong seed, long step)
    {
        (Context.Seed, Context.StepNumber) = (seed, step);
        for (var i = 0; i < _again.Count; i++)
            for (var k = 0; k < _again[i].Count; k++) _again[i][k].Output.Root.Move(again: false);
        RunForward();
        if (_movesStatistics) Network.Parameters.MarkStatesChanged();
    }

    /// <summary>From <see cref="OutputGradient"/> to <see cref="Gradients"/>.</summary>
    public void Backward()
    {
        for (var i = Steps.Count - 1; i >= 0; i--)
        {
            if (!_runsBackward[i]) continue;
            for (var k = 0; k < _again[i].Count; k++)
            {
                _again[i][k].Output.Root.Move(again: true);
                _again[i][k].Recompute(Context);
            }
            Steps[i].Backward(Context);
        }
    }
}
