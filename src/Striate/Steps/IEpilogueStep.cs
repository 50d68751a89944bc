using Striate.Kernels.Elementwise;

namespace Striate.Steps;

/// <summary>A step that can add a map and apply an activation to its output while it is still in registers.</summary>
public interface IEpilogueStep
{
    /// <summary>Whether nothing follows the sum yet, and the backward pass will have what the activation's gradient is computed from.</summary>
    bool TakesActivation(Activation activation, bool training);

    /// <summary>Whether no map is added yet, and no activation applied that the sum would have to precede.</summary>
    bool TakesAddend(bool training);

    /// <summary>The same step with an activation at its end, writing another value.</summary>
    Step WithActivation(Activation activation, float slope, Value output);

    /// <summary>The same step with a map added to its result, writing another value.</summary>
    Step WithAddend(Value addend, Value output);
}
