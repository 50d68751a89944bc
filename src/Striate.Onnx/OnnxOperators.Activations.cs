using Striate.Layers;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Activations with settings.</summary>
internal static partial class OnnxOperators
{
    private static void ReadClip(NodeReader reader)
    {
        var (least, most) = (Bound(reader, 1, "min", float.MinValue), Bound(reader, 2, "max", float.MaxValue));
        if ((least, most) != (0, 6)) throw reader.Unsupported($"to {least}…{most}");
        reader.Apply(new Relu6 { Name = reader.Name() });
    }

    private static void ReadHardSigmoid(NodeReader reader)
    {
        if (reader.Float("beta", 0.5f) is not 0.5f and var beta) throw reader.Unsupported($"with a beta of {beta}");
        reader.Apply(new HardSigmoid(reader.Float("alpha", 0.2f)) { Name = reader.Name() });
    }

    private static void ReadGelu(NodeReader reader)
    {
        var form = reader.Text("approximate", "none");
        if (form is not ("none" or "tanh")) throw reader.Unsupported($"with approximate {form}");
        reader.Apply(new Gelu { Name = reader.Name(), Approximate = form == "tanh" });
    }

    // With the numbers of the paper, rounded to floats, as the default has them; an ELU scaled otherwise is another function.
    private static void ReadSelu(NodeReader reader)
    {
        var (alpha, gamma) = (reader.Float("alpha", 1.6732632f), reader.Float("gamma", 1.050701f));
        if (Math.Abs(alpha - 1.6732632f) > 1e-4f || Math.Abs(gamma - 1.050701f) > 1e-4f) throw reader.Unsupported($"with an alpha of {alpha} and a gamma of {gamma}");
        reader.Apply(new Selu { Name = reader.Name() });
    }

    private static void ReadPRelu(NodeReader reader)
    {
        var slopes = reader.Constant(1, out var name);
        var shape = reader.Import.ShapeOf(reader.Input(0));
        // Slopes meet the last axes: a slope a channel has one axis of size 1 for each spatial axis, or there is one slope for all.
        if (slopes.Shape.Length == 1) slopes = Repeat(slopes, shape.Channels);
        else if (slopes.Shape.Rank < shape.Rank || slopes.Shape[^shape.Rank] != shape.Channels || slopes.Shape.Length != shape.Channels) throw reader.Unsupported($"with slopes of {slopes.Shape}");
        reader.Import.SetWeighted(reader.Output, new PRelu { Name = reader.Name(name) ?? reader.Import.Unique("prelu") }, reader.Input(0), ("weight", slopes, name));
    }

    private static void ReadSoftmax(NodeReader reader, Layer layer)
    {
        var rank = reader.Import.ShapeOf(reader.Input(0)).Rank + 1;
        // Before opset 13 the default is 1, and all axes from there on are one.
        var axis = reader.Int("axis", reader.Import.Opset < 13 ? 1 : -1);
        if (axis < 0) axis += rank;
        if (axis != 1 || reader.Import.Opset < 13 && rank != 2 || reader.IsPooled) throw reader.Unsupported($"along axis {axis} of {rank}");
        reader.Apply(layer with { Name = reader.Name() });
    }

    // Before opset 11, bounds are attributes.
    private static float Bound(NodeReader reader, int index, string name, float otherwise) => !reader.HasInput(index) ? reader.Float(name, otherwise)
        : reader.Constant(index, out _) is { Type: not ElementType.Float32 and var type } ? throw reader.Unsupported($"of {type}") : reader.Constant(index, out _).Floats[0];
}
