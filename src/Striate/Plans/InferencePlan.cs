using Striate.Networks;
using Striate.Steps;

namespace Striate.Plans;

/// <summary>A network compiled to compute outputs: running statistics, no dropout, batch normalisation folded.</summary>
public sealed class InferencePlan : Plan
{
    internal InferencePlan(Network network, PlanCompiler compiled, int batch, PlanOptions options)
        : base(network, compiled, batch, training: false, new Arena(), gradients: null, options)
    {
    }

    /// <summary>Computes the outputs from the inputs.</summary>
    public void Run() => RunForward();
}
