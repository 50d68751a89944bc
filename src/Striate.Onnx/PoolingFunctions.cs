using Striate.Kernels.Padding;
using Striate.Layers;

namespace Striate.Onnx;

/// <summary>Pooling that opset 17 has no operator for, as functions of standard operators: sums are convolutions of each channel by ones.</summary>
internal static class PoolingFunctions
{
    /// <summary>Sums; padding and partial windows are zeros.</summary>
    public static void WriteSum(NodeWriter writer)
    {
        var layer = (SumPooling)writer.Node.Layer!;
        var body = new FunctionBody(writer, layer.Kind);
        Sum(body, writer, "x", "y");
        body.Write(writer.Pooling(layer, dilations: true));
    }

    /// <summary>ONNX's own operator where it can say it; dilated, sums over counts.</summary>
    public static void WriteAverage(NodeWriter writer)
    {
        var layer = (AveragePooling)writer.Node.Layer!;
        var counted = NodeWriter.Int("count_include_pad", layer.CountPadding ? 1 : 0);
        if (layer.Dilation.Sizes.All(size => size == 1))
        {
            writer.Write("AveragePool", [.. writer.Pooling(layer, dilations: false), counted]);
            return;
        }
        var body = new FunctionBody(writer, layer.Kind);
        var windows = layer.Windows(writer.Node.LayerInputs);
        Sum(body, writer, "x", "sums");
        body.Add("Shape", ["x"], "x_shape");
        body.Add("Constant", [], "x_one", NodeWriter.Float("value_float", 1));
        body.Add("Expand", ["x_one", "x_shape"], "x_ones");
        var padded = layer.CountPadding ? body.Pad("x_ones", [.. windows.Select(axis => new PaddingAxis(axis.Input, axis.PaddingLow, axis.PaddingHigh))], PaddingMode.Constant, 1, "x_counted") : "x_ones";
        Sum(body, writer, padded, "counts", layer.CountPadding);
        body.Add("Div", ["sums", "counts"], "y");
        body.Write([.. writer.Pooling(layer, dilations: true), counted]);
    }

    /// <summary>ONNX's own operator where it can say it; otherwise magnitudes, their powers, sums and roots.</summary>
    public static void WriteNorm(NodeWriter writer)
    {
        var layer = (LpPooling)writer.Node.Layer!;
        if (layer.Fit != Fit.Ceiling && layer.Dilation.Sizes.All(size => size == 1) && layer.P == MathF.Round(layer.P) && layer.P < 1e6f)
        {
            writer.Write("LpPool", [.. writer.Window(layer, dilations: false), NodeWriter.Int("p", (long)layer.P)]);
            return;
        }
        var body = new FunctionBody(writer, layer.Kind);
        body.Add("Abs", ["x"], "magnitudes");
        if (float.IsPositiveInfinity(layer.P)) body.Add("MaxPool", ["magnitudes"], "y", writer.Pooling(layer, dilations: true));
        else
        {
            body.Add("Constant", [], "p", NodeWriter.Float("value_float", layer.P));
            body.Add("Constant", [], "root", NodeWriter.Float("value_float", 1 / layer.P));
            body.Add("Pow", ["magnitudes", "p"], "powers");
            Sum(body, writer, "powers", "sums");
            body.Add("Pow", ["sums", "root"], "y");
        }
        body.Write([.. writer.Pooling(layer, dilations: true), NodeWriter.Float("p", layer.P)]);
    }

    public static void ReadSum(NodeReader reader) => reader.Apply(Read(reader, kernel => new SumPooling(kernel)));

    public static void ReadAverage(NodeReader reader) => reader.Apply(Read(reader, kernel => new AveragePooling(kernel) { CountPadding = reader.Int("count_include_pad", 0) != 0 }));

    public static void ReadNorm(NodeReader reader) => reader.Apply(Read(reader, kernel => new LpPooling(kernel, reader.Float("p", 2))));

    /// <summary>The window that a call or ONNX's own operator gives.</summary>
    public static T Read<T>(NodeReader reader, Func<AxisSizes, T> make) where T : WindowLayer
    {
        var kernel = reader.Ints("kernel_shape") ?? throw new InvalidDataException($"{reader.Type} has no kernel_shape");
        return make(ModelMetadata.Shortest(kernel)) with
        {
            Name = reader.Name(),
            Stride = ModelMetadata.Shortest(reader.Ints("strides") ?? [1]),
            Dilation = ModelMetadata.Shortest(reader.Ints("dilations") ?? [1]),
            Padding = reader.Padding(kernel.Length),
            Fit = reader.Fit(),
        };
    }

    private static void Sum(FunctionBody body, NodeWriter writer, string source, string target, bool isPadded = false)
    {
        var windows = ((WindowLayer)writer.Node.Layer!).Windows(writer.Node.LayerInputs);
        var channels = writer.Node.Shape.Channels;
        body.Add("Constant", [], $"{target}_one", NodeWriter.Float("value_float", 1));
        body.Add("Expand", [$"{target}_one", body.Constant($"{target}_sizes", [channels, 1, .. windows.Select(axis => axis.Kernel)])], $"{target}_ones");
        // What no window reaches must not be cut off: ONNX takes no pads below 0, and drops a rest by itself.
        int[] low = [.. windows.Select(axis => isPadded ? 0 : axis.PaddingLow)], high = [.. windows.Select(axis => isPadded ? axis.Overhang : axis.PaddingHigh + axis.Overhang)];
        body.Add("Conv", [source, $"{target}_ones"], target,
            NodeWriter.Ints("kernel_shape", windows.Select(axis => axis.Kernel)), NodeWriter.Ints("strides", windows.Select(axis => axis.Stride)), NodeWriter.Ints("dilations", windows.Select(axis => axis.Dilation)),
            NodeWriter.Ints("pads", [.. low, .. high]), NodeWriter.Int("group", channels));
    }
}
