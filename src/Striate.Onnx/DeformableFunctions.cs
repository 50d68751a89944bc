using Striate.Layers;
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
        var parts = new List<string>();
        for (var tap = 0; tap < windows[0].Kernel * windows[1].Kernel; tap++)
        {
            var name = $"tap{tap}";
            int[] place = [tap / windows[1].Kernel, tap % windows[1].Kernel];
            var grid = new string[2];
            for (var i = 0; i < 2; i++)
            {
                var (window, offset) = (windows[i], $"{name}_{i}");
                // From pixels to GridSample's −1 … 1 over the map's edges: (2y + 1) / size − 1.
                var still = new Tensor(i == 0 ? Shape.Of(1, 1, window.Output, 1) : Shape.Of(1, 1, 1, window.Output));
                for (var o = 0; o < window.Output; o++) still.Floats[o] = (float)((2.0 * (o * window.Stride - window.PaddingLow + place[i] * window.Dilation) + 1) / window.Input - 1);
                body.Add("Slice", ["x2", body.Constant($"{offset}_from", 2 * tap + i), body.Constant($"{offset}_to", 2 * tap + i + 1), axis], $"{offset}_pixels");
                body.Add("Constant", [], $"{offset}_scale", NodeWriter.Float("value_float", 2f / window.Input));
                body.Add("Mul", [$"{offset}_pixels", $"{offset}_scale"], $"{offset}_scaled");
                body.Add("Add", [$"{offset}_scaled", body.Constant($"{offset}_still", still)], grid[1 - i] = $"{offset}_grid");
            }
            body.Add("Concat", grid, $"{name}_first", NodeWriter.Int("axis", 1));
            body.Add("Transpose", [$"{name}_first"], $"{name}_grid", NodeWriter.Ints("perm", 0, 2, 3, 1));
            body.Add("GridSample", ["x", $"{name}_grid"], name, NodeWriter.Text("mode", "bilinear"), NodeWriter.Text("padding_mode", "zeros"), NodeWriter.Int("align_corners", 0));
            parts.Add(name);
        }
        body.Add("Concat", parts, "y", NodeWriter.Int("axis", 1));
        body.Write(writer.Window(layer, dilations: true));
    }

    public static void Read(NodeReader reader)
    {
        var kernel = reader.Ints("kernel_shape") ?? throw new InvalidDataException($"{reader.Type} has no kernel_shape");
        reader.Apply(new DeformableSampling(ModelMetadata.Shortest(kernel))
        {
            Name = reader.Name(),
            Stride = ModelMetadata.Shortest(reader.Ints("strides") ?? [1]),
            Dilation = ModelMetadata.Shortest(reader.Ints("dilations") ?? [1]),
            Padding = reader.Padding(kernel.Length),
        }, reader.Input(0), reader.Input(1));
    }
}
