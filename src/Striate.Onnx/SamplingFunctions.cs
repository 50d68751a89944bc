using Striate.Kernels.Resampling;
using Striate.Layers;
using Striate.Layers.Arrays;

namespace Striate.Onnx;

/// <summary>ONNX's GridSample and AffineGrid.</summary>
internal static class SamplingFunctions
{
    public static void ReadGridSample(NodeReader reader)
    {
        var mode = reader.Text("mode", "linear");
        var border = reader.Text("padding_mode", "zeros");
        var layer = new GridSampling
        {
            Name = reader.Name(),
            Interpolation = mode switch
            {
                "nearest" => Interpolation.Nearest,
                "bilinear" or "linear" => Interpolation.Linear,
                "bicubic" or "cubic" => Interpolation.Cubic,
                _ => throw reader.Unsupported($"with mode {mode}"),
            },
            Border = border switch { "zeros" => GridBorder.Zeros, "border" => GridBorder.Border, "reflection" => GridBorder.Reflection, _ => throw reader.Unsupported($"with padding_mode {border}") },
            Coordinates = reader.Int("align_corners", 0) != 0 ? Coordinates.AlignCorners : Coordinates.HalfPixel,
        };
        // The numbers of a place lie last already.
        var places = reader.Import.Arrange(reader.Import.Batched(reader.Array(1)));
        var node = reader.Import.Apply(layer, [reader.Map(0), places.Node]);
        reader.Import.SetNode(reader.Output, node);
    }

    /// <summary>A place is a fixed row, (x, y, 1) or (x, y, z, 1), times the matrix of the example.</summary>
    public static void ReadAffineGrid(NodeReader reader)
    {
        var theta = reader.Import.Arrange(reader.Import.Batched(reader.Array(0)));
        int[] sizes = [.. reader.Constant(1, out _).ToDoubles().Skip(2).Select(size => checked((int)size))];
        if (sizes.Length is not (2 or 3) || theta.Rank != 3) throw reader.Unsupported($"of {sizes.Length} spatial axes");
        var aligns = reader.Int("align_corners", 0) != 0;
        var rows = new float[sizes.Aggregate(1, (product, size) => checked(product * size))][];
        for (var i = 0; i < rows.Length; i++)
        {
            var (rest, row) = (i, new float[sizes.Length + 1]);
            for (var axis = sizes.Length - 1; axis >= 0; axis--)
            {
                (rest, var at) = Math.DivRem(rest, sizes[axis]);
                row[sizes.Length - 1 - axis] = (float)(aligns ? sizes[axis] == 1 ? -1 : 2.0 * at / (sizes[axis] - 1) - 1 : (2.0 * at + 1) / sizes[axis] - 1);
            }
            row[^1] = 1;
            rows[i] = row;
        }
        var places = reader.Make(AxisSums.Of(1, rows), theta.Node);
        var node = reader.Make(new Reshaping([.. sizes, sizes.Length]), reader.Make(new Transposition([1, 0]), places));
        reader.Set(0, new OnnxValue(node, sizes.Length + 2, OnnxValue.PlainOrder(sizes.Length + 2, isBatched: true), theta.Examples));
    }

    /// <summary>ONNX's operator, whose places have their numbers last; in opset 17 for maps of two axes alone.</summary>
    public static void Write(NodeWriter writer)
    {
        var layer = (GridSampling)writer.Node.Layer!;
        Schema.Attribute[] attributes =
        [
            NodeWriter.Text("mode", layer.Interpolation switch { Interpolation.Nearest => "nearest", Interpolation.Linear => "bilinear", _ => "bicubic" }),
            NodeWriter.Text("padding_mode", layer.Border.ToString().ToLowerInvariant()),
            NodeWriter.Int("align_corners", layer.Coordinates == Coordinates.AlignCorners ? 1 : 0),
        ];
        if (writer.Node.Inputs[0].Shape.Rank != 3 || writer.Node.Inputs[1].Shape.Rank != 3)
        {
            writer.WriteOwn(layer.Kind, attributes);
            return;
        }
        var body = new FunctionBody(writer, layer.Kind);
        body.Add("Transpose", ["x2"], "places", NodeWriter.Ints("perm", 0, 2, 3, 1));
        body.Add("GridSample", ["x", "places"], "y", attributes);
        body.Write(attributes);
    }

    public static void ReadFunction(NodeReader reader)
    {
        var layer = new GridSampling
        {
            Name = reader.Name(),
            Interpolation = reader.Text("mode", "") switch { "nearest" => Interpolation.Nearest, "bilinear" => Interpolation.Linear, _ => Interpolation.Cubic },
            Border = Enum.Parse<GridBorder>(reader.Text("padding_mode", "zeros"), ignoreCase: true),
            Coordinates = reader.Int("align_corners", 0) != 0 ? Coordinates.AlignCorners : Coordinates.HalfPixel,
        };
        reader.Apply(layer, reader.Input(0), reader.Input(1));
    }
}
