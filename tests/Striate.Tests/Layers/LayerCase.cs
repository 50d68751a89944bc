using Striate.Networks;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>A layer at one place: inputs, and what the definition says of them. Forward, gradients and adjoint tests are derived from it.</summary>
/// <param name="Build">The output node from the input nodes; nodes with parameters have names.</param>
/// <param name="Expected">The outputs of a batch in training.</param>
/// <param name="Inputs">The shape of one example of each input.</param>
internal sealed record LayerCase(Func<Node[], Node> Build, Func<LayerCase.Numbers, double[]> Expected, params Shape[] Inputs)
{
    /// <summary>Examples of a batch.</summary>
    public const int Batch = 3;

    /// <summary>The outputs in inference, where they differ.</summary>
    public Func<Numbers, double[]>? Inference { get; init; }

    /// <summary>Whether y − y(0) is linear in the inputs.</summary>
    public bool IsLinear { get; init; }

    /// <summary>What a definition reads.</summary>
    /// <param name="X">The inputs of the whole batch.</param>
    /// <param name="Parameter">Learnt numbers and state by full name.</param>
    /// <param name="Y">What the library says: random layers tell from it whom they dropped.</param>
    public sealed record Numbers(double[][] X, Func<string, double[]> Parameter, float[] Y)
    {
        public double[] this[string name] => Parameter(name);
    }
}
