using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Deformable sampling as a GridSample for each tap: DeformConv comes with opset 19.</summary>
internal static class DeformableFunctions
{
    public static void Write(NodeWriter writer)
    {
        var layer = (DeformableSampling)writer.Node.Layer!;
        var windows = layer.Windows(writer.Node.LayerInputs);
        var body = new FunctionBody(writer, layer.Kind);
        var axis = body.Constant("axis", 1);
        var (parts, taps, width) = (new List<string>(), windows[0].Kernel * windows[1].Kernel, writer.Node.Inputs[0].Shape.Channels / layer.OffsetGroups);
        for (var part = 0; part < taps * layer.OffsetGroups; part++)
        {
            // Channels change faster than taps; in offsets taps change faster than groups.
            var (tap, group) = Math.DivRem(part, layer.OffsetGroups);
            var (name, place) = ($"tap{part}", group * taps + tap);
            var source = layer.OffsetGroups == 1 ? "x" : Slice("x", group * width, width, $"{name}_channels");
            var grid = Grid(name, place, [tap / windows[1].Kernel, tap % windows[1].Kernel]);
            body.Add("GridSample", [source, grid], name, NodeWriter.Text("mode", "bilinear"), NodeWriter.Text("padding_mode", "zeros"), NodeWriter.Int("align_corners", 0));
            if (layer.HasMask) body.Add("Mul", [name, Slice("x3", place, 1, $"{name}_factor")], name += "_masked");
            parts.Add(name);
        }
        body.Add("Concat", parts, "y", NodeWriter.Int("axis", 1));
        body.Write([.. writer.Window(layer, dilations: true), NodeWriter.Int("offset_group", layer.OffsetGroups), NodeWriter.Int("mask", layer.HasMask ? 1 : 0)]);

        string Slice(string source, int from, int count, string target)
        {
            body.Add("Slice", [source, body.Constant($"{target}_from", from), body.Constant($"{target}_to", from + count), axis], target);
            return target;
        }

        string Grid(string name, int place, int[] at)
        {
            var grid = new string[2];
            for (var i = 0; i < 2; i++)
            {
                var (window, offset) = (windows[i], $"{name}_{i}");
                // From pixels to GridSample's −1 … 1 over the map's edges: (2y + 1) / size − 1.
                var still = new Tensor(i == 0 ? Shape.Of(1, 1, window.Output, 1) : Shape.Of(1, 1, 1, window.Output));
                for (var o = 0; o < window.Output; o++) still.Floats[o] = (float)((2.0 * (o * window.Stride - window.PaddingLow + at[i] * window.Dilation) + 1) / window.Input - 1);
                body.Add("Constant", [], $"{offset}_scale", NodeWriter.Float("value_float", 2f / window.Input));
                body.Add("Mul", [Slice("x2", 2 * place + i, 1, $"{offset}_pixels"), $"{offset}_scale"], $"{offset}_scaled");
                body.Add("Add", [$"{offset}_scaled", body.Constant($"{offset}_still", still)], grid[1 - i] = $"{offset}_grid");
            }
            body.Add("Concat", grid, $"{name}_first", NodeWriter.Int("axis", 1));
            body.Add("Transpose", [$"{name}_first"], $"{name}_grid", NodeWriter.Ints("perm", 0, 2, 3, 1));
            return $"{name}_grid";
        }
    }

    public static void Read(NodeReader reader)
    {
        var kernel = reader.Ints("kernel_shape") ?? throw new InvalidDataException($"{reader.Type} has no kernel_shape");
        var layer = Sampling(reader, kernel) with { HasMask = reader.Int("mask", 0) != 0 };
        reader.Apply(layer, [.. Enumerable.Range(0, layer.InputCount).Select(reader.Input)]);
    }

    /// <summary>ONNX's DeformConv: sampling, and a 1×1 convolution of what the taps read.</summary>
    public static void ReadConvolution(NodeReader reader)
    {
        var weights = reader.Constant(1, out var name);
        if (weights.Shape.Rank != 4) throw reader.Unsupported($"with weights of {weights.Shape}");
        var sampling = Sampling(reader, reader.Ints("kernel_shape") ?? [weights.Shape[2], weights.Shape[3]]);
        var hasMask = reader.HasInput(4);
        var (groups, channels, each, taps) = (checked((int)reader.Int("group", 1)), weights.Shape[0], weights.Shape[1], weights.Shape[2] * weights.Shape[3]);
        Node[] inputs = hasMask ? [reader.Input(0), reader.Input(2), reader.Input(4)] : [reader.Input(0), reader.Input(2)];
        var sampled = reader.Make(sampling with { HasMask = hasMask }, inputs);
        if (groups > 1)
        {
            // Taps · groups · channels become groups · taps · channels, so that a group's lie side by side.
            var shape = reader.Import.ShapeOf(sampled);
            var apart = reader.Make(new Reshaping([shape[0], shape[1], taps, groups, each]), sampled);
            sampled = reader.Make(new Reshaping([.. shape]), reader.Make(new Transposition([0, 1, 3, 2, 4]), apart));
        }
        var pointwise = new Tensor(Shape.Of(channels, each * taps, 1, 1));
        for (var i = 0; i < pointwise.Floats.Length; i++)
        {
            var (row, place) = Math.DivRem(i, each * taps);
            pointwise.Floats[i] = weights.Floats[(row * each + place % each) * taps + place / each];
        }
        var layer = new Convolution(channels, 1) { Name = reader.Name(name) ?? reader.Import.Unique("conv"), Groups = groups, HasBias = reader.HasInput(3) };
        var source = $"{name} by taps";
        if (layer.HasBias) reader.Import.SetWeighted(reader.Output, layer, sampled, ("weight", pointwise, source), ("bias", reader.Constant(3, out var bias), bias));
        else reader.Import.SetWeighted(reader.Output, layer, sampled, ("weight", pointwise, source));
    }

    private static DeformableSampling Sampling(NodeReader reader, int[] kernel) => new(ModelMetadata.Shortest(kernel))
    {
        Name = reader.Import.IsOwn ? reader.Name() : null,
        Stride = ModelMetadata.Shortest(reader.Ints("strides") ?? [1]),
        Dilation = ModelMetadata.Shortest(reader.Ints("dilations") ?? [1]),
        Padding = reader.Padding(kernel.Length),
        OffsetGroups = checked((int)reader.Int("offset_group", 1)),
    };
}
