using Striate.Kernels.Arrays;
using Striate.Steps;
using Striate.Tensors;
namespace Striate.Layers;

/// <summary>y = the place of the largest number of each window: its pixel, counted row by row from 0 in its own map. No parameters, and no gradient: places do not change with small changes.</summary>
/// <remarks>x is <c>spatial… × C</c>, y is <c>output spatial… × C</c>, whole numbers as float32, exact below 2²⁴ pixels, or as int64 (<see cref="Counting"/>). Beside <see cref="MaxPooling"/> of the same settings these are its indices;
/// of equal numbers the first counts, and NaN is larger than all.</remarks>
/// <example><code>
/// var places = new MaxPoolingIndices(2);
/// </code></example>
public sealed record MaxPoolingIndices : PoolingLayer
{
    /// <summary>Windows of a size, side by side unless a stride is set.</summary>
    public MaxPoolingIndices(AxisSizes kernel) : base(kernel)
    {
    }

    /// <summary>From where places are counted. Through all maps they are int64, as ONNX's MaxPool has them.</summary>
    public PlaceCounting Counting { get; init; }

    /// <inheritdoc/>
    public override ElementType OutputType(in LayerInputs inputs) => Counting == PlaceCounting.EachMap ? ElementType.Float32 : ElementType.Int64;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var output = lowering.NewValue(OutputShape(lowering.Shapes), type: OutputType(lowering.Shapes));
        return lowering.Add(new MaxPlacesStep(PoolingShape(lowering), Counting, lowering.InOrder(lowering.Input), output));
    }
}
