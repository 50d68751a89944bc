using Striate.Kernels.Arrays;
using Striate.Kernels.Padding;
using Striate.Layers.Arrays;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>The bodies of layers that cut, join, repeat, pick and order numbers.</summary>
internal static partial class ArrayFunctions
{
    private static void WriteSlicing(ArrayBody body)
    {
        var layer = (Slicing)body.Layer;
        var count = layer.Sizes.Length;
        if (count == 0)
        {
            body.Add("Identity", body.Inputs);
            return;
        }
        // Behind the first place of an axis, backwards, there is nothing that −1 would name.
        int End(int axis) => layer.Starts[axis] + layer.Sizes[axis] * layer.Steps[axis] is var end && end < 0 ? int.MinValue : end;
        var ends = body.Constant("ends", [.. Enumerable.Range(0, count).Select(End)]);
        body.Add("Slice", [body.Inputs[0], body.Constant("starts", [.. layer.Starts]), ends, body.Constant("axes", [.. Enumerable.Range(1, count)]), body.Constant("steps", [.. layer.Steps])]);
    }

    private static void WritePadding(ArrayBody body)
    {
        var layer = (ArrayPadding)body.Layer;
        if (layer.Mode is PaddingMode.Zero or PaddingMode.Constant)
        {
            var value = NumberOf(layer.Mode == PaddingMode.Constant ? layer.Value : 0, body.OutputType);
            body.Add("Pad", [body.Inputs[0], body.Constant("pads", [0, .. layer.Low, 0, .. layer.High]), body.Constant("value", value)]);
            return;
        }
        // Places of the input, axis by axis: opset 17 knows no ring, and cuts nothing in the other modes.
        var source = body.Inputs[0];
        for (var axis = 0; axis < layer.Low.Length; axis++)
            if (layer.Places(body.InputShapes[0], axis) is { } places && (layer.Low[axis] != 0 || layer.High[axis] != 0)) source = body.Add("Gather", [source, body.Constant($"places{axis}", places)], NodeWriter.Int("axis", axis + 1));
        if (source == body.Inputs[0]) body.Add("Identity", [source]);
    }

    private static Tensor NumberOf(double number, ElementType type) => type switch
    {
        ElementType.Float32 => Tensor.From<float>([(float)number], Shape.Scalar),
        ElementType.Int64 => Tensor.From<long>([(long)number], Shape.Scalar),
        ElementType.Int32 => Tensor.From<int>([(int)number], Shape.Scalar),
        ElementType.Int8 => Tensor.From<sbyte>([(sbyte)number], Shape.Scalar),
        ElementType.Boolean => Tensor.From<bool>([number != 0], Shape.Scalar),
        _ => Tensor.From<byte>([(byte)number], Shape.Scalar),
    };

    private static void WriteJoining(ArrayBody body)
    {
        var layer = (Joining)body.Layer;
        var axis = layer.Along < 0 ? layer.Along + body.OutputShape.Rank : layer.Along;
        body.Add("Concat", [.. body.Inputs.Select((_, i) => body.ForEveryExample(i))], NodeWriter.Int("axis", axis + 1));
    }

    private static void WriteGathering(ArrayBody body)
    {
        var layer = (Gathering)body.Layer;
        var axis = layer.Along < 0 ? layer.Along + body.InputShapes[0].Rank : layer.Along;
        var (data, places) = (body.Inputs[0], body.Inputs[1]);
        var shared = body.IsBatched(1) && !body.IsBatched(0);
        if (layer.Rule == GatheringRule.Elements) body.Add("GatherElements", [data, places], NodeWriter.Int("axis", axis + 1));
        else if (layer.Rule == GatheringRule.Tuples && shared) body.Add("GatherND", [body.Single(0), places]);
        else if (layer.Rule == GatheringRule.Tuples) body.Add("GatherND", [data, places], NodeWriter.Int("batch_dims", layer.Along + 1));
        else if (!shared) body.Add("Gather", [data, body.Single(1)], NodeWriter.Int("axis", axis + 1));
        else
        {
            // The examples stand where the axis was.
            var gathered = body.Add("Gather", [body.Single(0), places], NodeWriter.Int("axis", axis));
            if (axis > 0) body.Add("Transpose", [gathered], NodeWriter.Ints("perm", [axis, .. Enumerable.Range(0, axis), .. Enumerable.Range(axis + 1, body.OutputShape.Rank - axis)]));
        }
    }

    private static void WriteTopPlaces(ArrayBody body)
    {
        var layer = (TopPlaces)body.Layer;
        var axis = (layer.Along < 0 ? layer.Along + body.OutputShape.Rank : layer.Along) + 1;
        if (layer.PrefersLast) body.Add(layer.IsSmallest ? "ArgMin" : "ArgMax", body.Inputs, NodeWriter.Int("axis", axis), NodeWriter.Int("keepdims", 1), NodeWriter.Int("select_last_index", 1));
        else body.AddSecond("TopK", [body.Inputs[0], body.Constant("k", [layer.Count])], NodeWriter.Int("axis", axis), NodeWriter.Int("largest", layer.IsSmallest ? 0 : 1));
    }

    private static void WriteCumulation(ArrayBody body)
    {
        var layer = (Cumulation)body.Layer;
        var shape = body.OutputShape;
        var axis = layer.Along < 0 ? layer.Along + shape.Rank : layer.Along;
        if (!layer.IsProduct)
        {
            var at = body.Constant("axis", Tensor.From<long>([axis + 1], Shape.Scalar));
            body.Add("CumSum", [body.Inputs[0], at], NodeWriter.Int("exclusive", layer.IsExclusive ? 1 : 0), NodeWriter.Int("reverse", layer.IsReverse ? 1 : 0));
            return;
        }
        // A row of factors for each place: those that do not count are 1.
        var (size, behind) = (shape[axis], (int)shape[(axis + 1)..].Length);
        var counts = new Tensor(Shape.Of(size, size, 1), ElementType.Boolean);
        for (var i = 0; i < size * size; i++)
        {
            var ahead = layer.IsReverse ? i % size - i / size : i / size - i % size;
            counts.AsSpan<bool>()[i] = layer.IsExclusive ? ahead > 0 : ahead >= 0;
        }
        var one = body.Constant("one", NumberOf(1, body.OutputType));
        var rows = body.Reshape(body.Inputs[0], [-1, 1, size, behind]);
        var factors = body.Add("Where", [body.Constant("counts", counts), rows, one]);
        var products = body.Add("ReduceProd", [factors], NodeWriter.Ints("axes", 2), NodeWriter.Int("keepdims", 0));
        body.Reshape(products, [-1, .. shape]);
    }

    private static void WriteReduction(ArrayBody body)
    {
        var layer = (Reduction)body.Layer;
        var rank = body.InputShapes[0].Rank;
        var source = body.Inputs[0];
        int[] axes = [.. layer.Axes.Select(axis => (axis < 0 ? axis + rank : axis) + 1)];
        // No axes would be all of them.
        if (axes.Length == 0) (source, axes) = (body.Reshape(source, [-1, .. body.InputShapes[0], 1]), [rank + 1]);
        var isTruth = body.OutputType == ElementType.Boolean;
        if (isTruth) source = body.Add("Cast", [source], NodeWriter.Int("to", ArrayBody.TypeNumber(ElementType.Int32)));
        if (layer.Function == ReductionFunction.Sum) body.Add("ReduceSum", [source, body.Constant("axes", axes)], NodeWriter.Int("keepdims", 0));
        else source = body.Add(WordOf(layer.Function), [source], NodeWriter.Ints("axes", axes), NodeWriter.Int("keepdims", 0));
        if (isTruth) body.Add("Cast", [source], NodeWriter.Int("to", ArrayBody.TypeNumber(ElementType.Boolean)));
    }

    private static string WordOf(ReductionFunction function) => function switch
    {
        ReductionFunction.Mean => "ReduceMean",
        ReductionFunction.Maximum => "ReduceMax",
        ReductionFunction.Minimum => "ReduceMin",
        ReductionFunction.Product => "ReduceProd",
        ReductionFunction.L1 => "ReduceL1",
        ReductionFunction.L2 => "ReduceL2",
        ReductionFunction.LogSum => "ReduceLogSum",
        ReductionFunction.LogSumExp => "ReduceLogSumExp",
        _ => "ReduceSumSquare",
    };

    private static void WriteMatrices(ArrayBody body)
    {
        var layer = (MatrixMultiplication)body.Layer;
        string Matrix(int input, bool isTransposed)
        {
            var shape = body.InputShapes[input];
            var (source, missing) = (body.Inputs[input], body.OutputShape.Rank - shape.Rank);
            // Axes that are broadcast stand behind that of the examples.
            if (missing > 0) source = body.Reshape(source, [-1, .. Enumerable.Repeat(1, missing), .. shape]);
            var rank = shape.Rank + missing;
            return isTransposed ? body.Add("Transpose", [source], NodeWriter.Ints("perm", [.. Enumerable.Range(0, rank - 1), rank, rank - 1])) : source;
        }
        var product = body.Add("MatMul", [Matrix(0, layer.TransposesFirst), Matrix(1, layer.TransposesSecond)]);
        if (layer.Factor != 1) body.Add("Mul", [product, body.Number("factor", layer.Factor)]);
    }

    private static void WriteSuppression(ArrayBody body)
    {
        var layer = (NonMaximumSuppression)body.Layer;
        List<string> inputs = [body.Single(0), body.Single(1), body.Constant("most", [layer.MostPerClass]), body.Constant("overlap", Tensor.From([layer.Overlap], 1))];
        if (layer.ScoreThreshold is { } least) inputs.Add(body.Constant("least", Tensor.From([least], 1)));
        body.Reshape(body.Add("NonMaxSuppression", inputs, NodeWriter.Int("center_point_box", layer.IsCentred ? 1 : 0)), [1, -1, 3]);
    }

    private static void WriteRegions(ArrayBody body)
    {
        var layer = (RegionAlignment)body.Layer;
        var maps = body.Add("Transpose", [body.Single(0)], NodeWriter.Ints("perm", 0, 3, 1, 2));
        var regions = body.Add("RoiAlign", [maps, body.Single(1), body.Single(2)], NodeWriter.Int("output_height", layer.Rows), NodeWriter.Int("output_width", layer.Columns),
            NodeWriter.Int("sampling_ratio", layer.Ratio), NodeWriter.Float("spatial_scale", layer.Scale), NodeWriter.Text("mode", layer.IsMaximum ? "max" : "avg"),
            NodeWriter.Text("coordinate_transformation_mode", layer.IsHalfPixel ? "half_pixel" : "output_half_pixel"));
        body.Reshape(body.Add("Transpose", [regions], NodeWriter.Ints("perm", 0, 2, 3, 1)), [-1, .. body.OutputShape]);
    }
}
