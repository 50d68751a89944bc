using Striate.Kernels.Convolution;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>Undoes <see cref="MaxPooling"/> as far as it can be: each value goes to where the largest number of its window lay, zeros everywhere else. No parameters.</summary>
/// <remarks>
/// <para>The first input holds the values, <c>pooled spatial… × C</c>; the second is the map that was pooled, <c>spatial… × C</c>, whose largest numbers mark the places
/// (<see cref="MaxPoolingIndices"/> shows them); the output has its shape. Window settings are those of the pooling.</para>
/// <para>Gradients of values are read from their places; the second input, of which only the order of its numbers matters, has none. Windows must not overlap, or two values would meet at one place.</para>
/// </remarks>
/// <example><code>
/// var x = Network.Input(8, 8, 16);
/// Node up = Node.Apply(new MaxUnpooling(2), x.Then(new MaxPooling(2)), x);
/// </code></example>
public sealed record MaxUnpooling : PoolingLayer
{
    /// <summary>Windows of a size, side by side unless a stride is set.</summary>
    public MaxUnpooling(AxisSizes kernel) : base(kernel)
    {
    }

    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var (values, source) = (inputs.Shapes[0], inputs.Shapes[1]);
        var pooled = base.OutputShape(Source(inputs));
        if (values != pooled) throw new ShapeException($"{inputs.Label} unpools values of {values} to the places of a map of {source}, which pools to {pooled}. What would fit: values of {pooled}.");
        foreach (var axis in Windows(inputs))
        {
            if (axis.Output > 1 && axis.Stride < axis.Extent)
                throw new ShapeException($"{inputs.Label} has windows that overlap: stride {axis.Stride}, window {axis.Extent}, and two values may meet at one place. What would fit: a stride of {axis.Extent} or more.");
        }
        return source;
    }

    /// <inheritdoc/>
    /// <remarks>The windows of the pooling that leads back, over the second input.</remarks>
    public override IReadOnlyList<WindowAxis> Windows(in LayerInputs inputs) => base.Windows(Source(inputs));

    /// <inheritdoc/>
    public override Reach Reach => Reach.Spread;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var output = lowering.NewValue(OutputShape(lowering.Shapes));
        return lowering.Add(new MaxUnpoolStep(PoolingShape(lowering), lowering.InOrder(lowering.Inputs[0]), lowering.InOrder(lowering.Inputs[1]), output));
    }

    private static LayerInputs Source(in LayerInputs inputs) => new(inputs.Label, [inputs.Shapes[^1]]);
}
