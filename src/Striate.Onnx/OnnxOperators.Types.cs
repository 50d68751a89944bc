using Striate.Kernels.Arrays;
using Striate.Layers.Arrays;
using Striate.Onnx.Files;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Casts, and numbers in few bits.</summary>
internal static partial class OnnxOperators
{
    private static void ReadCast(NodeReader reader)
    {
        reader.Int("saturate", 1);
        reader.Text("round_mode", "up");
        var number = (int)reader.Int("to", 0);
        reader.Set(0, Cast(reader, reader.Value(0), OnnxTypes.Read(number) ?? throw reader.Unsupported($"to {OnnxTypes.Name(number)}")));
    }

    private static void ReadCastLike(NodeReader reader)
    {
        reader.Int("saturate", 1);
        reader.Text("round_mode", "up");
        reader.Set(0, Cast(reader, reader.Value(0), reader.TypeOf(reader.Value(1))));
    }

    private static OnnxValue Cast(NodeReader reader, OnnxValue value, ElementType type) =>
        reader.TypeOf(value) == type ? value : value with { Node = reader.Make(new Casting(type) { Name = reader.Name() }, value.Node) };

    private static OnnxValue Apply(NodeReader reader, OnnxValue value, ElementwiseFunction function, float alpha = 1, float beta = 1) =>
        value with { Node = reader.Make(new Elementwise(function) { Alpha = alpha, Beta = beta }, value.Node) };

    // y = saturate(round(x / scale) + zero point).
    private static void ReadQuantize(NodeReader reader)
    {
        reader.Int("saturate", 1);
        var stated = (int)reader.Int("output_dtype", 0);
        if ((int)reader.Int("precision", 0) is not (0 or OnnxTypes.Float) and var precision) throw reader.Unsupported($"with a precision of {OnnxTypes.Name(precision)}");
        var type = reader.HasInput(2) ? reader.TypeOf(reader.Value(2)) : stated == 0 ? ElementType.UInt8 : OnnxTypes.Read(stated) is { } known && OnnxTypes.Of(known) == stated ? known : throw reader.Unsupported($"to {OnnxTypes.Name(stated)}");
        var (least, most) = type switch { ElementType.UInt8 => (0f, 255f), ElementType.Int8 => (-128f, 127f), _ => throw reader.Unsupported($"to {type}") };
        var value = Cast(reader, reader.Value(0), ElementType.Float32);
        var rounded = Apply(reader, Broadcast(reader, BroadcastOperation.Divide, value, Setting(reader, 1, value)), ElementwiseFunction.Round);
        if (reader.HasInput(2)) rounded = Broadcast(reader, BroadcastOperation.Add, rounded, Cast(reader, Setting(reader, 2, value), ElementType.Float32));
        reader.Set(0, Cast(reader, Apply(reader, rounded, ElementwiseFunction.Clip, least, most), type));
    }

    // y = (x − zero point) · scale.
    private static void ReadDequantize(NodeReader reader)
    {
        if ((int)reader.Int("output_dtype", 0) is not (0 or OnnxTypes.Float) and var stated) throw reader.Unsupported($"to {OnnxTypes.Name(stated)}");
        var value = reader.Value(0);
        var number = Cast(reader, value, ElementType.Int32);
        if (reader.HasInput(2)) number = Broadcast(reader, BroadcastOperation.Subtract, number, Cast(reader, Setting(reader, 2, value), ElementType.Int32));
        reader.Set(0, Broadcast(reader, BroadcastOperation.Multiply, Cast(reader, number, ElementType.Float32), Setting(reader, 1, value)));
    }

    // Eight bits from the least number, or 0, to the greatest.
    private static void ReadDynamicQuantize(NodeReader reader)
    {
        var value = reader.Whole(0);
        OnnxValue Extreme(ReductionFunction function, BroadcastOperation bound)
        {
            var extreme = reader.Make(new Reduction(function, [.. Enumerable.Range(0, value.Rank)]), value.Node);
            return Broadcast(reader, bound, new OnnxValue(extreme, 0, [], OnnxValue.Shared), Shared(reader, new Tensor(Shape.Scalar)));
        }
        var least = Extreme(ReductionFunction.Minimum, BroadcastOperation.Minimum);
        var range = Broadcast(reader, BroadcastOperation.Subtract, Extreme(ReductionFunction.Maximum, BroadcastOperation.Maximum), least);
        var scale = Broadcast(reader, BroadcastOperation.Divide, range, Shared(reader, Fill(Shape.Scalar, 255, ElementType.Float32)));
        var zero = Broadcast(reader, BroadcastOperation.Divide, Apply(reader, least, ElementwiseFunction.Negative), scale);
        zero = Apply(reader, Apply(reader, zero, ElementwiseFunction.Clip, 0, 255), ElementwiseFunction.Round);
        var numbers = Apply(reader, Broadcast(reader, BroadcastOperation.Divide, value, scale), ElementwiseFunction.Round);
        numbers = Apply(reader, Broadcast(reader, BroadcastOperation.Add, numbers, zero), ElementwiseFunction.Clip, 0, 255);
        reader.Set(0, Cast(reader, numbers, ElementType.UInt8));
        reader.Set(1, scale);
        reader.Set(2, Cast(reader, zero, ElementType.UInt8));
    }

    // A scale or zero point: one for all, one for each place along an axis, or one for each block of places.
    private static OnnxValue Setting(NodeReader reader, int index, OnnxValue like)
    {
        var (axis, block) = ((int)reader.Int("axis", 1), (int)reader.Int("block_size", 0));
        var setting = reader.Value(index);
        if (setting.Rank == 0 || block == 0 && reader.Sizes(setting) is [1]) return setting;
        axis = reader.Axis(like.Rank, axis);
        if (block == 0) return setting.Rank == 1 ? setting with { Rank = like.Rank - axis } : throw reader.Unsupported($"with an input {index} of {setting.Rank} axes and no blocks");
        var size = checked((int)reader.Sizes(like)[axis]);
        // Each stands for a block: indices that repeat it.
        setting = reader.Whole(index);
        var shape = reader.Import.ShapeOf(setting.Node);
        var sizes = shape.ToArray();
        var raised = reader.Make(new Reshaping([.. sizes[..(axis + 1)], 1, .. sizes[(axis + 1)..]]), setting.Node);
        sizes = [.. sizes[..(axis + 1)], block, .. sizes[(axis + 1)..]];
        if (sizes[axis] * block != size) throw reader.Unsupported($"in blocks of {block}, {sizes[axis]} of which are not {size}");
        var ones = reader.Make(new ConstantArray(Fill(Shape.Of([.. Enumerable.Repeat(1, axis + 1), block, .. Enumerable.Repeat(1, shape.Rank - axis - 1)]), 1, reader.TypeOf(setting))));
        var repeated = reader.Make(new Broadcasting(BroadcastOperation.Multiply), raised, ones);
        sizes[axis] = size;
        return setting with { Node = reader.Make(new Reshaping([.. sizes[..(axis + 1)], .. sizes[(axis + 2)..]]), repeated) };
    }
}
