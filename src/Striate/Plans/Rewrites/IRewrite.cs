using Striate.Steps;

namespace Striate.Plans.Rewrites;

/// <summary>One rule by which a plan gets shorter without other numbers.</summary>
internal interface IRewrite
{
    /// <summary>Rewrites around a step, if the rule applies there.</summary>
    bool TryApply(StepGraph graph, Step step);
}
