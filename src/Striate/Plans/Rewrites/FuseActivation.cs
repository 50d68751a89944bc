using Striate.Steps;

namespace Striate.Plans.Rewrites;

/// <summary>An activation moves into the epilogue of the step whose only reader it is.</summary>
internal sealed class FuseActivation : IRewrite
{
    public bool TryApply(StepGraph graph, Step step)
    {
        if (step is not ActivateStep activate) return false;
        if (graph.OnlyProducer(activate.Inputs[0]) is not { } producer || producer is not IEpilogueStep epilogue) return false;
        if (!epilogue.TakesActivation(activate.Activation, graph.Training)) return false;
        graph.Merge(producer, activate, epilogue.WithActivation(activate.Activation, activate.Slope, activate.Output));
        return true;
    }
}
