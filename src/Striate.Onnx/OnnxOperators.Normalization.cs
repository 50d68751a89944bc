using Striate.Kernels.Arrays;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Normalisations.</summary>
internal static partial class OnnxOperators
{
    private static void ReadBatchNormalization(NodeReader reader) => ReadBatchNormalization(reader, epsilonOutsideRoot: false);

    public static void ReadBatchNormalization(NodeReader reader, bool epsilonOutsideRoot)
    {
        // Before opset 7, is_test tells inference from training; before opset 14, outputs for the statistics do.
        var trains = reader.Int("training_mode", 0) != 0 | reader.Int("is_test", 1) == 0 || Enumerable.Range(1, Math.Max(0, reader.OutputCount - 1)).Any(output => reader.HasOutput(output) && reader.Import.IsUsed(reader.OutputName(output)));
        if (trains | reader.Int("spatial", 1) != 1)
        {
            if (trains) NormalizeBatch(reader);
            else NormalizePlaces(reader);
            return;
        }
        var scale = reader.Constant(1, out var name);
        var (shift, mean, variance) = (reader.Constant(2, out var shiftName), reader.Constant(3, out var meanName), reader.Constant(4, out var varianceName));
        var layer = new BatchNormalization
        {
            Name = reader.Name(name) ?? reader.Import.Unique("bn"),
            Epsilon = reader.Float("epsilon", 1e-5f),
            EpsilonOutsideRoot = epsilonOutsideRoot,
            Momentum = 1 - reader.Float("momentum", 0.9f),
        };
        reader.Import.SetWeighted(reader.Output, layer, reader.Input(0), ("weight", scale, name), ("bias", shift, shiftName), ("running_mean", mean, meanName), ("running_var", variance, varianceName));
    }

    private static void ReadInstanceNormalization(NodeReader reader)
    {
        var scale = reader.Constant(1, out var name);
        reader.ApplyWeighted(new InstanceNormalization { Name = reader.Name(name) ?? reader.Import.Unique("norm"), Epsilon = reader.Float("epsilon", 1e-5f) }, scale, name);
    }

    private static void ReadGroupNormalization(NodeReader reader)
    {
        // Before opset 21 a scale belongs to a group; from then on to a channel.
        var (scale, shift) = (reader.Constant(1, out var name), reader.Constant(2, out var shiftName));
        reader.Int("stash_type", 1);
        var (groups, channels) = (checked((int)reader.Int("num_groups", 1)), reader.Import.ShapeOf(reader.Input(0)).Channels);
        if (reader.Import.Opset < 21 && scale.Shape.Length == groups && channels % groups == 0) (scale, shift) = (RepeatEach(scale, channels / groups), RepeatEach(shift, channels / groups));
        var layer = new GroupNormalization(groups) { Name = reader.Name(name) ?? reader.Import.Unique("norm"), Epsilon = reader.Float("epsilon", 1e-5f) };
        reader.Import.SetWeighted(reader.Output, layer, reader.Input(0), ("weight", scale, name), ("bias", shift, shiftName));
    }

    // Over the last axes, which are brought together behind the others.
    private static void ReadLayerNormalization(NodeReader reader)
    {
        var value = reader.Array(0);
        reader.Int("stash_type", 1);
        var (axis, epsilon) = (reader.Axis(value.Rank, reader.Int("axis", -1)), reader.Float("epsilon", 1e-5f));
        int[] axes = [.. Enumerable.Range(axis, value.Rank - axis)];
        reader.Place(value, axis);
        value = reader.Import.Arrange(value, [.. value.Order.Where(place => place < axis), .. axes]);
        var shape = reader.Import.ShapeOf(value.Node);
        int[] sizes = [.. shape.Skip(shape.Rank - axes.Length)];
        var scale = Expand(reader, reader.Constant(1, out var name), sizes);
        var layer = new LayerNormalization { Name = reader.Name(name) ?? reader.Import.Unique("norm"), Epsilon = epsilon };
        var input = axes.Length == 1 ? value.Node : reader.Import.Make(new Reshaping([.. shape.SkipLast(axes.Length), sizes.Aggregate(1, (product, size) => product * size)]), value.Node);
        var node = reader.HasInput(2)
            ? reader.Import.Weighted(layer, input, ("weight", scale, name), ("bias", Expand(reader, reader.Constant(2, out var shiftName), sizes), shiftName))
            : reader.Import.Weighted(layer, input, ("weight", scale, name));
        reader.Set(0, axes.Length == 1 ? node : reader.Import.Make(new Reshaping([.. shape]), node), value);
        if (!Enumerable.Range(1, 2).Any(output => reader.HasOutput(output) && reader.Import.IsUsed(reader.OutputName(output)))) return;
        var (mean, _, variance) = Moments(reader, value, axes);
        reader.Set(1, mean);
        reader.Set(2, Compute(reader, ElementwiseFunction.Reciprocal, Root(reader, variance, epsilon)));
    }

    // y = scale · (x − mean) / √(variance + ε) + shift with the moments of the batch, and the running moments that follow.
    private static void NormalizeBatch(NodeReader reader)
    {
        var value = reader.Array(0);
        var momentum = reader.Float("momentum", 0.9f);
        int[] axes = [.. Enumerable.Range(0, value.Rank).Where(axis => axis != 1)];
        var (mean, centred, variance) = Moments(reader, value, axes);
        var normal = Broadcast(reader, BroadcastOperation.Divide, centred, Root(reader, variance, reader.Float("epsilon", 1e-5f)));
        reader.Set(0, Broadcast(reader, BroadcastOperation.Add, Broadcast(reader, BroadcastOperation.Multiply, normal, Channels(1)), Channels(2)));
        OnnxValue[] moments = [mean, variance];
        for (var output = 1; output < reader.OutputCount; output++)
        {
            if (!reader.HasOutput(output)) continue;
            var moment = moments[(output - 1) % 2];
            var current = Without(moment, moment.Node, axes, keeps: false) with { Examples = OnnxValue.Shared };
            // Behind the running moments come, in old opsets, those of the batch itself.
            reader.Set(output, output > 2 ? current : Broadcast(reader, BroadcastOperation.Add, Compute(reader, ElementwiseFunction.Linear, current, 1 - momentum), Compute(reader, ElementwiseFunction.Linear, reader.Array(output + 2), momentum)));
        }

        OnnxValue Channels(int input) => reader.Array(input) with { Rank = value.Rank - 1 };
    }

    // With moments, a scale and a shift for each place of an example: spatial = 0 of old opsets.
    private static void NormalizePlaces(NodeReader reader)
    {
        var value = reader.Array(0);
        var centred = Broadcast(reader, BroadcastOperation.Subtract, value, reader.Array(3));
        var normal = Broadcast(reader, BroadcastOperation.Divide, centred, Root(reader, reader.Array(4), reader.Float("epsilon", 1e-5f)));
        reader.Float("momentum", 0.9f);
        reader.Set(0, Broadcast(reader, BroadcastOperation.Add, Broadcast(reader, BroadcastOperation.Multiply, normal, reader.Array(1)), reader.Array(2)));
    }

    private static void ReadMeanVarianceNormalization(NodeReader reader)
    {
        var value = reader.Array(0);
        reader.Int("across_channels", 0);
        int[] axes = [.. (reader.Ints("axes") ?? [0, 2, 3]).Select(axis => reader.Axis(value.Rank, axis))];
        var (_, centred, variance) = Moments(reader, value, axes);
        // What keeps a constant from division by 0 is added to the deviation.
        var deviation = Compute(reader, ElementwiseFunction.Linear, Compute(reader, ElementwiseFunction.SquareRoot, variance), 1, 1e-9f);
        reader.Set(0, Broadcast(reader, BroadcastOperation.Divide, reader.Name(), centred, deviation));
    }

    private static void ReadLpNormalization(NodeReader reader)
    {
        var value = reader.Array(0);
        var p = reader.Int("p", 2);
        if (p is not (1 or 2)) throw reader.Unsupported($"with a p of {p}");
        var norm = Reduce(reader, p == 1 ? ReductionFunction.L1 : ReductionFunction.L2, value, [reader.Axis(value.Rank, reader.Int("axis", -1))]);
        // Zeros stay zeros.
        reader.Set(0, Broadcast(reader, BroadcastOperation.Divide, reader.Name(), value, Compute(reader, ElementwiseFunction.Clip, norm, 1e-38f, float.MaxValue)));
    }

    private static void ReadRootMeanSquareNormalization(NodeReader reader)
    {
        var value = reader.Array(0);
        reader.Int("stash_type", 1);
        var axis = reader.Axis(value.Rank, reader.Int("axis", -1));
        var square = MeanSquare(reader, value, [.. Enumerable.Range(axis, value.Rank - axis)]);
        var normal = Broadcast(reader, BroadcastOperation.Divide, value, Root(reader, square, reader.Float("epsilon", 1e-5f)));
        reader.Set(0, Broadcast(reader, BroadcastOperation.Multiply, reader.Name(), normal, reader.Array(1)));
    }

    private static (OnnxValue Mean, OnnxValue Centred, OnnxValue Variance) Moments(NodeReader reader, OnnxValue value, int[] axes)
    {
        var mean = Reduce(reader, ReductionFunction.Mean, value, axes);
        var centred = Broadcast(reader, BroadcastOperation.Subtract, value, mean);
        return (mean, centred, MeanSquare(reader, centred, axes));
    }

    private static OnnxValue MeanSquare(NodeReader reader, OnnxValue value, int[] axes)
    {
        var sizes = reader.Sizes(value);
        return Compute(reader, ElementwiseFunction.Linear, Reduce(reader, ReductionFunction.SumOfSquares, value, axes), 1f / axes.Aggregate(1L, (product, axis) => product * sizes[axis]));
    }

    private static OnnxValue Root(NodeReader reader, OnnxValue variance, float epsilon) => Compute(reader, ElementwiseFunction.SquareRoot, Compute(reader, ElementwiseFunction.Linear, variance, 1, epsilon));

    // Axes of size 1 stay in ONNX.
    private static OnnxValue Reduce(NodeReader reader, ReductionFunction function, OnnxValue value, int[] axes)
    {
        var node = reader.Import.Make(new Reduction(function, [.. axes.Select(axis => reader.Place(value, axis)).Order()]), value.Node);
        return Without(value, node, axes, keeps: true);
    }

    private static OnnxValue Compute(NodeReader reader, ElementwiseFunction function, OnnxValue value, float alpha = 1, float beta = 0) =>
        value with { Node = reader.Import.Make(new Elementwise(function) { Alpha = alpha, Beta = beta }, value.Node) };

    private static Tensor RepeatEach(Tensor numbers, int count) => Tensor.From([.. numbers.ToArray().SelectMany(number => Enumerable.Repeat(number, count))], checked((int)numbers.Shape.Length * count));

    // Repeated along axes of size 1 and missing ones, as a vector.
    private static Tensor Expand(NodeReader reader, Tensor numbers, int[] sizes)
    {
        var length = sizes.Aggregate(1, (product, size) => checked(product * size));
        var result = new Tensor(Shape.Of(length));
        var missing = sizes.Length - numbers.Shape.Rank;
        for (var axis = 0; axis < numbers.Shape.Rank; axis++)
            if (missing + axis < 0 ? numbers.Shape[axis] != 1 : numbers.Shape[axis] != 1 && numbers.Shape[axis] != sizes[missing + axis]) throw reader.Unsupported($"with a scale of {numbers.Shape} for {string.Join('×', sizes)}");
        for (var i = 0; i < length; i++)
        {
            var (rest, place, stride) = (i, 0, 1);
            for (var axis = sizes.Length - 1; axis >= 0; axis--)
            {
                (rest, var at) = Math.DivRem(rest, sizes[axis]);
                var size = axis - missing < 0 ? 1 : numbers.Shape[axis - missing];
                if (size != 1) place += at * stride;
                stride *= size;
            }
            result.Floats[i] = numbers.Floats[place];
        }
        return result;
    }

    public static void ReadLocalResponse(NodeReader reader) => reader.Apply(new LocalResponseNormalization(checked((int)reader.Int("size", 0)))
    {
        Name = reader.Name(),
        Alpha = reader.Float("alpha", 1e-4f),
        Beta = reader.Float("beta", 0.75f),
        K = reader.Float("bias", 1),
    });
}
