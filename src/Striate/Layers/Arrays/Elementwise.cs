using Striate.Kernels.Arrays;
using Striate.Steps;
using Striate.Steps.Arrays;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>A function of each number by itself, of those that networks seldom have: <see cref="ActivationLayer"/> has those that steps take into their epilogue.</summary>
/// <remarks>The gradient is dy times the function's derivative at x; steps such as <see cref="ElementwiseFunction.Round"/> have none. Whole numbers are taken by <see cref="ElementwiseFunction.Absolute"/>,
/// <see cref="ElementwiseFunction.Negative"/>, <see cref="ElementwiseFunction.Sign"/>, <see cref="ElementwiseFunction.Relu"/> and <see cref="ElementwiseFunction.Not"/>, which alone takes truths.</remarks>
/// <param name="Function">The function.</param>
/// <example><code>
/// var layer = new Elementwise(ElementwiseFunction.Linear) { Alpha = 2, Beta = 1 };
/// </code></example>
public sealed record Elementwise(ElementwiseFunction Function) : ArrayLayer
{
    /// <summary>The first setting of functions that have one.</summary>
    public float Alpha { get; init; } = 1;

    /// <summary>The second setting of functions that have two.</summary>
    public float Beta { get; init; } = 1;

    private bool IsTest => Function is ElementwiseFunction.IsNaN or ElementwiseFunction.IsInfinite;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs) => inputs.Shape;

    /// <inheritdoc/>
    public override ElementType OutputType(in LayerInputs inputs) => IsTest ? ElementType.Boolean : inputs.Type(0);

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => type switch
    {
        ElementType.Float32 => Function != ElementwiseFunction.Not,
        ElementType.Boolean => Function == ElementwiseFunction.Not,
        _ => Function is ElementwiseFunction.Absolute or ElementwiseFunction.Negative or ElementwiseFunction.Sign or ElementwiseFunction.Relu or ElementwiseFunction.Not,
    };

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.Add(new ElementwiseStep(Function, Alpha, Beta, Ordered(lowering), NewOutput(lowering)));
    }
}
