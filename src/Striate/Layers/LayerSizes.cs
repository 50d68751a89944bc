using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>What a layer says of its output and parameters; sizes that cannot be counted are its own message.</summary>
internal static class LayerSizes
{
    public static Shape OutputShape(Layer layer, in LayerInputs inputs)
    {
        try
        {
            return layer.OutputShape(inputs);
        }
        catch (OverflowException)
        {
            throw new ShapeException(Beyond(inputs));
        }
    }

    public static IReadOnlyList<ParameterSpec> Parameters(Layer layer, in LayerInputs inputs)
    {
        try
        {
            return layer.Parameters(inputs);
        }
        catch (OverflowException)
        {
            throw new ShapeException(Beyond(inputs));
        }
    }

    private static string Beyond(in LayerInputs inputs) =>
        $"{inputs.Label} has sizes that make more of its input {inputs.Shape} than can be counted: {int.MaxValue} along an axis, {long.MaxValue} in all. What would fit: smaller sizes.";
}
