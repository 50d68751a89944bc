using Striate.Kernels.Arrays;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Operations of several arrays number by number.</summary>
internal static partial class OnnxOperators
{
    /// <summary>Operations of arrays that are repeated against each other.</summary>
    public static IReadOnlyDictionary<string, BroadcastOperation> Operations { get; } = new Dictionary<string, BroadcastOperation>(StringComparer.Ordinal)
    {
        ["Add"] = BroadcastOperation.Add,
        ["Sub"] = BroadcastOperation.Subtract,
        ["Mul"] = BroadcastOperation.Multiply,
        ["Div"] = BroadcastOperation.Divide,
        ["Pow"] = BroadcastOperation.Power,
        ["Mod"] = BroadcastOperation.Modulo,
        ["Sum"] = BroadcastOperation.Add,
        ["Min"] = BroadcastOperation.Minimum,
        ["Max"] = BroadcastOperation.Maximum,
        ["And"] = BroadcastOperation.And,
        ["Or"] = BroadcastOperation.Or,
        ["Xor"] = BroadcastOperation.ExclusiveOr,
        ["BitwiseAnd"] = BroadcastOperation.And,
        ["BitwiseOr"] = BroadcastOperation.Or,
        ["BitwiseXor"] = BroadcastOperation.ExclusiveOr,
        ["Equal"] = BroadcastOperation.Equal,
        ["Less"] = BroadcastOperation.Less,
        ["LessOrEqual"] = BroadcastOperation.LessOrEqual,
        ["Greater"] = BroadcastOperation.Greater,
        ["GreaterOrEqual"] = BroadcastOperation.GreaterOrEqual,
    };

    private static void ReadOperation(NodeReader reader, BroadcastOperation operation) => reader.Set(0, Broadcast(reader, operation, Operands(reader)));

    private static void ReadAdd(NodeReader reader)
    {
        if (TryBias(reader, 1, isNegative: false) || TryBias(reader, 0, isNegative: false)) return;
        var values = Operands(reader);
        if (TryLinear(reader, values, 0, 1, number => (1, number)) || TryLinear(reader, values, 1, 0, number => (1, number))) return;
        var (nodes, like) = reader.Align(values);
        var shapes = nodes.Select(reader.Import.ShapeOf).ToArray();
        if (AreMaps(reader, values) && shapes[0] == shapes[1]) reader.Set(0, reader.Import.Apply(new Add { Name = reader.Name() }, nodes), like);
        else reader.Set(0, Broadcast(reader, BroadcastOperation.Add, values));
    }

    private static void ReadSub(NodeReader reader)
    {
        if (TryBias(reader, 1, isNegative: true)) return;
        var values = Operands(reader);
        if (TryLinear(reader, values, 0, 1, number => (1, -number)) || TryLinear(reader, values, 1, 0, number => (-1, number))) return;
        reader.Set(0, Broadcast(reader, BroadcastOperation.Subtract, values));
    }

    private static void ReadMul(NodeReader reader)
    {
        var values = Operands(reader);
        var name = reader.Name();
        if (values.Length == 2 && (ActivationPatterns.Find(values[0], values[1], reader.Import.IsOwn, name) ?? ActivationPatterns.Find(values[1], values[0], reader.Import.IsOwn, name)) is { } found)
        {
            reader.Set(0, reader.Import.Apply(found.Layer with { Name = name }, found.Input.Node), found.Input);
            return;
        }
        if (TryLinear(reader, values, 0, 1, number => (number, 0), name) || TryLinear(reader, values, 1, 0, number => (number, 0), name)) return;
        if (values is [{ Order: [1], Rank: > 2 }, _] or [_, { Order: [1], Rank: > 2 }] && AreMaps(reader, values) && values.Max(value => value.Order.Length) is > 1 and var most && values.Single(value => value.Order.Length == most) is { Order: [.., 1] } map)
        {
            // Factors without the axes of size 1 that pooling leaves.
            reader.Set(0, reader.Import.Apply(new Multiply { Name = name }, [.. values.Select(value => value.Node)]), map);
            return;
        }
        var (nodes, like) = reader.Align(values);
        var shapes = nodes.Select(reader.Import.ShapeOf).ToArray();
        if (AreMaps(reader, values) && (shapes[0] == shapes[1] || IsFactor(shapes[0], shapes[1]) || IsFactor(shapes[1], shapes[0]))) reader.Set(0, reader.Import.Apply(new Multiply { Name = name }, nodes), like);
        else reader.Set(0, Broadcast(reader, BroadcastOperation.Multiply, name, values));

        static bool IsFactor(Shape factors, Shape map) => factors.Channels == map.Channels && factors.Length == factors.Channels;
    }

    private static void ReadDiv(NodeReader reader)
    {
        var values = Operands(reader);
        if (TryLinear(reader, values, 0, 1, number => (1 / number, 0))) return;
        reader.Set(0, Broadcast(reader, BroadcastOperation.Divide, values));
    }

    private static void ReadMean(NodeReader reader)
    {
        var sum = Broadcast(reader, BroadcastOperation.Add, Operands(reader));
        var mean = new Elementwise(ElementwiseFunction.Linear) { Alpha = 1f / reader.InputCount, Beta = 0 };
        reader.Set(0, reader.InputCount == 1 ? sum.Node : reader.Make(mean, sum.Node), sum);
    }

    private static void ReadMod(NodeReader reader) => ReadOperation(reader, reader.Int("fmod", 0) != 0 ? BroadcastOperation.Remainder : BroadcastOperation.Modulo);

    private static void ReadBitShift(NodeReader reader) => ReadOperation(reader, reader.Text("direction", "") switch
    {
        "LEFT" => BroadcastOperation.ShiftLeft,
        "RIGHT" => BroadcastOperation.ShiftRight,
        var word => throw new InvalidDataException($"BitShift has the direction '{word}'; there are LEFT and RIGHT"),
    });

    private static void ReadPow(NodeReader reader)
    {
        var values = Operands(reader);
        var (type, exponents) = (reader.TypeOf(values[0]), reader.TypeOf(values[1]));
        // Powers of whole numbers are counted in 64 bits; with fractions among the exponents, in floats.
        var common = type == exponents ? type : type == ElementType.Float32 || exponents == ElementType.Float32 ? ElementType.Float32 : ElementType.Int64;
        var power = Broadcast(reader, BroadcastOperation.Power, [.. values.Select(value => Cast(reader, value, common))]);
        reader.Set(0, Cast(reader, power, type));
    }

    private static void ReadWhere(NodeReader reader)
    {
        var (nodes, like) = reader.Align(reader.Value(0), reader.Value(1), reader.Value(2));
        reader.Set(0, reader.Make(new Selection { Name = reader.Name() }, nodes), like);
    }

    /// <summary>The inputs; before opset 7 the second may meet the first from an axis on.</summary>
    private static OnnxValue[] Operands(NodeReader reader)
    {
        OnnxValue[] values = [.. Enumerable.Range(0, reader.InputCount).Select(reader.Value)];
        if (values.Length == 0) throw new InvalidDataException($"{reader.Type} has no inputs");
        var (isLegacy, axis) = (reader.Int("broadcast", 0) != 0, reader.Int("axis", -1));
        // Axes of size 1 that are left out need no node.
        if (isLegacy && axis >= 0 && values.Length == 2 && !values[1].IsBatched && values[0].Rank - axis > values[1].Rank) values[1] = values[1] with { Rank = values[0].Rank - (int)axis };
        return values;
    }

    private static OnnxValue Broadcast(NodeReader reader, BroadcastOperation operation, params OnnxValue[] values) => Broadcast(reader, operation, reader.Name(), values);

    private static OnnxValue Broadcast(NodeReader reader, BroadcastOperation operation, string? name, params OnnxValue[] values)
    {
        if (values.Length == 1) return values[0];
        var (nodes, like) = reader.Align(values);
        return like with { Node = reader.Make(new Broadcasting(operation) { Name = name }, nodes) };
    }

    private static bool AreMaps(NodeReader reader, OnnxValue[] values) =>
        values.Length == 2 && values.All(value => value.IsBatched && value.Examples == values[0].Examples && reader.TypeOf(value) == ElementType.Float32 && reader.Import.ShapeOf(value.Node).Rank > 0);

    // One number for all is a setting.
    private static bool TryLinear(NodeReader reader, OnnxValue[] values, int x, int constant, Func<float, (float Alpha, float Beta)> settings, string? name = null)
    {
        if (values.Length != 2 || values[constant].Node.Layer is not ConstantArray { Values: { Type: ElementType.Float32, Shape.Length: 1 } number } || values[x].Node.Layer is ConstantArray) return false;
        if (values[constant].Rank > values[x].Rank) return false;
        var (alpha, beta) = settings(number.Floats[0]);
        if (!float.IsFinite(alpha) || !float.IsFinite(beta)) return false;
        reader.Set(0, reader.Make(new Elementwise(ElementwiseFunction.Linear) { Name = name ?? reader.Name(), Alpha = alpha, Beta = beta }, values[x].Node), values[x]);
        return true;
    }

    // A constant a channel behind a convolution or dense layer that has no bias is its bias.
    private static bool TryBias(NodeReader reader, int constant, bool isNegative)
    {
        if (reader.InputCount != 2 || !reader.IsConstant(constant) || reader.IsConstant(1 - constant) || !reader.Import.IsUsedOnce(reader.InputName(1 - constant))) return false;
        var (value, bias) = (reader.Value(1 - constant), reader.Constant(constant, out _));
        if (bias.Type != ElementType.Float32) return false;
        Layer? withBias = value.Node.Layer switch
        {
            Convolution { HasBias: false, SharedWith: null } layer when bias.Shape.Length == layer.Channels && Channel(bias.Shape, layer.Kernel.Sizes.Length > 1 ? layer.Kernel.Sizes.Length : value.Rank - 2) => layer with { HasBias = true },
            Dense { HasBias: false, SharedWith: null } layer when bias.Shape.Length == layer.Channels && bias.Shape.Channels == layer.Channels => layer with { HasBias = true },
            _ => null,
        };
        if (withBias is null) return false;
        if (isNegative) bias = Times(bias, -1);
        reader.Import.AddBias(reader.Output, value.Node, withBias, bias);
        return true;
    }
}
