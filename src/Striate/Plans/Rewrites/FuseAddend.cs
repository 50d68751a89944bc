using Striate.Steps;

namespace Striate.Plans.Rewrites;

/// <summary>A sum moves into the epilogue of the step that makes one of its operands for it alone; the later operand first, so that the other is ready.</summary>
internal sealed class FuseAddend : IRewrite
{
    public bool TryApply(StepGraph graph, Step step)
    {
        if (step is not AddStep { IsLinear: true } add || add.Inputs[0].Root == add.Inputs[1].Root) return false;
        for (var operand = 0; operand < 2; operand++)
        {
            var (own, other) = (add.Inputs[operand], add.Inputs[1 - operand]);
            if (graph.OnlyProducer(own) is not { } producer || producer is not IEpilogueStep epilogue || !epilogue.TakesAddend(graph.Training)) continue;
            graph.Merge(producer, add, epilogue.WithAddend(other, add.Output));
            return true;
        }
        return false;
    }
}
