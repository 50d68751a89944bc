using Striate.Kernels.Arrays;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Functions of each number by itself: a layer with its own kernel where it says the same, else the general one.</summary>
internal static partial class OnnxOperators
{
    /// <summary>Functions of each number by itself without settings.</summary>
    public static IReadOnlyDictionary<string, ElementwiseFunction> Functions { get; } = new Dictionary<string, ElementwiseFunction>(StringComparer.Ordinal)
    {
        ["Relu"] = ElementwiseFunction.Relu,
        ["Abs"] = ElementwiseFunction.Absolute,
        ["Neg"] = ElementwiseFunction.Negative,
        ["Sign"] = ElementwiseFunction.Sign,
        ["Reciprocal"] = ElementwiseFunction.Reciprocal,
        ["Sqrt"] = ElementwiseFunction.SquareRoot,
        ["Exp"] = ElementwiseFunction.Exponential,
        ["Log"] = ElementwiseFunction.Logarithm,
        ["Floor"] = ElementwiseFunction.Floor,
        ["Ceil"] = ElementwiseFunction.Ceiling,
        ["Round"] = ElementwiseFunction.Round,
        ["Sin"] = ElementwiseFunction.Sine,
        ["Cos"] = ElementwiseFunction.Cosine,
        ["Tan"] = ElementwiseFunction.Tangent,
        ["Asin"] = ElementwiseFunction.ArcSine,
        ["Acos"] = ElementwiseFunction.ArcCosine,
        ["Atan"] = ElementwiseFunction.ArcTangent,
        ["Sinh"] = ElementwiseFunction.HyperbolicSine,
        ["Cosh"] = ElementwiseFunction.HyperbolicCosine,
        ["Asinh"] = ElementwiseFunction.AreaSine,
        ["Acosh"] = ElementwiseFunction.AreaCosine,
        ["Atanh"] = ElementwiseFunction.AreaTangent,
        ["Erf"] = ElementwiseFunction.Error,
        ["Softsign"] = ElementwiseFunction.Softsign,
        ["Mish"] = ElementwiseFunction.Mish,
        ["IsNaN"] = ElementwiseFunction.IsNaN,
        ["Not"] = ElementwiseFunction.Not,
        ["BitwiseNot"] = ElementwiseFunction.Not,
    };

    private static void Apply(NodeReader reader, ElementwiseFunction function, float alpha = 1, float beta = 1)
    {
        var value = reader.Value(0);
        reader.Set(0, reader.Make(new Elementwise(function) { Name = reader.Name(), Alpha = alpha, Beta = beta }, value.Node), value);
    }

    private static void ReadElu(NodeReader reader)
    {
        var alpha = reader.Float("alpha", 1);
        if (alpha >= 0) reader.Apply(new Elu(alpha) { Name = reader.Name() });
        else Apply(reader, ElementwiseFunction.ScaledElu, alpha);
    }

    private static void ReadLeakyRelu(NodeReader reader)
    {
        var slope = reader.Float("alpha", 0.01f);
        if (slope >= 0) reader.Apply(new LeakyRelu(slope) { Name = reader.Name() });
        else reader.Set(0, Broadcast(reader, BroadcastOperation.Slope, reader.Value(0), Shared(reader, Tensor.From<float>([slope], Shape.Scalar))));
    }

    private static void ReadRelu(NodeReader reader)
    {
        if (reader.IsFloat(0)) reader.Apply(new Relu { Name = reader.Name() });
        else Apply(reader, ElementwiseFunction.Relu);
    }

    private static void ReadClip(NodeReader reader)
    {
        // Before opset 11, bounds are attributes; both forms may leave one out.
        float? Known(int index, string name) => reader.HasInput(index)
            ? reader.IsConstant(index) && reader.IsFloat(0) ? reader.Constant(index, out _).Floats[0] : null
            : reader.Float(name, index == 1 ? float.NegativeInfinity : float.PositiveInfinity);
        var (least, most) = (Known(1, "min"), Known(2, "max"));
        switch (least, most)
        {
            case (0, 6): reader.Apply(new Relu6 { Name = reader.Name() }); return;
            case (0, float.PositiveInfinity): ReadRelu(reader); return;
            case ({ } low, { } high) when reader.IsFloat(0): Apply(reader, ElementwiseFunction.Clip, low, high); return;
        }
        var value = reader.Value(0);
        if (reader.HasInput(1)) value = Broadcast(reader, BroadcastOperation.Maximum, value, reader.Value(1));
        if (reader.HasInput(2)) value = Broadcast(reader, BroadcastOperation.Minimum, value, reader.Value(2));
        reader.Set(0, value);
    }

    private static void ReadHardSigmoid(NodeReader reader)
    {
        var (alpha, beta) = (reader.Float("alpha", 0.2f), reader.Float("beta", 0.5f));
        if (beta == 0.5f && alpha > 0) reader.Apply(new HardSigmoid(alpha) { Name = reader.Name() });
        else Apply(reader, ElementwiseFunction.HardSigmoid, alpha, beta);
    }

    private static void ReadGelu(NodeReader reader)
    {
        var form = reader.Text("approximate", "none");
        if (form is not ("none" or "tanh")) throw reader.Unsupported($"with approximate {form}");
        reader.Apply(new Gelu { Name = reader.Name(), Approximate = form == "tanh" });
    }

    // With the numbers of the paper, rounded to floats, as the default has them.
    private static void ReadSelu(NodeReader reader)
    {
        var (alpha, gamma) = (reader.Float("alpha", 1.6732632f), reader.Float("gamma", 1.050701f));
        if (Math.Abs(alpha - 1.6732632f) > 1e-4f || Math.Abs(gamma - 1.050701f) > 1e-4f) Apply(reader, ElementwiseFunction.ScaledElu, alpha, gamma);
        else reader.Apply(new Selu { Name = reader.Name() });
    }

    private static void ReadSwish(NodeReader reader)
    {
        if (reader.Float("alpha", 1) is not 1 and var alpha) Apply(reader, ElementwiseFunction.Swish, alpha);
        else reader.Apply(new Silu { Name = reader.Name() });
    }

    private static void ReadPRelu(NodeReader reader)
    {
        var value = reader.Value(0);
        if (reader.IsConstant(1) && reader.IsFloat(0) && value.IsBatched)
        {
            var (slopes, shape) = (reader.Constant(1, out var name), reader.Import.ShapeOf(reader.Input(0)));
            // Slopes meet the last axes: a slope a channel has one axis of size 1 for each spatial axis, or there is one slope for all.
            if (slopes.Shape.Length == 1) slopes = Repeat(slopes, shape.Channels);
            if (slopes.Shape.Length == shape.Channels && (reader.Constant(1, out _).Shape.Length == 1 || slopes.Shape.Rank >= shape.Rank && slopes.Shape[^shape.Rank] == shape.Channels))
            {
                reader.Import.SetWeighted(reader.Output, new PRelu { Name = reader.Name(name) ?? reader.Import.Unique("prelu") }, reader.Input(0), ("weight", slopes, name));
                return;
            }
        }
        reader.Set(0, Broadcast(reader, BroadcastOperation.Slope, value, reader.Value(1)));
    }

    private static void ReadSoftmax(NodeReader reader, Layer layer)
    {
        var value = reader.Array(0);
        // Before opset 13 the default is 1, and all axes from there on are one.
        var isFlat = reader.Import.Opset < 13;
        var axis = reader.Axis(value.Rank, reader.Int("axis", isFlat ? 1 : -1));
        if (value.IsBatched && axis == 0) throw new NeedsExamplesException($"{reader.Type} works along the examples");
        layer = layer with { Name = reader.Name() };
        var sizes = reader.Sizes(value);
        if (isFlat && sizes[(axis + 1)..].Any(size => size != 1))
        {
            value = reader.Import.Arrange(value);
            var (places, shape) = (axis - value.FirstAxis, reader.Import.ShapeOf(value.Node));
            var flat = reader.Make(new Reshaping([.. shape.Take(places), (int)shape.Skip(places).Aggregate(1L, (product, size) => product * size)]), value.Node);
            reader.Set(0, reader.Make(new Reshaping([.. shape]), reader.Make(layer, flat)), value);
            return;
        }
        // The axis stands last: that of maps does.
        if (value.Order[^1] != axis) value = reader.Import.Arrange(value, [.. value.Order.Where(other => other != axis), axis]);
        reader.Set(0, reader.Import.Apply(reader.Import.Restore(layer), value.Node), value);
    }
}
