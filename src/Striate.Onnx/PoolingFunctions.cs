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
        Ones(body);
        var padded = layer.CountPadding ? body.Pad("x_ones", [.. windows.Select(axis => new PaddingAxis(axis.Input, axis.PaddingLow, axis.PaddingHigh))], PaddingMode.Constant, 1, "x_counted") : "x_ones";
        Sum(body, writer, padded, "counts", isPadded: layer.CountPadding);
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

    /// <summary>Weighted sums, over the weights that met an input.</summary>
    public static void WriteDistanceWeighted(NodeWriter writer)
    {
        var layer = (DistanceWeightedPooling)writer.Node.Layer!;
        var body = new FunctionBody(writer, layer.Kind);
        var weights = layer.Windows(writer.Node.LayerInputs).Select(layer.TapWeights).Aggregate(new[] { 1.0 }, (outer, inner) => [.. from o in outer from i in inner select o * i]);
        Sum(body, writer, "x", "sums", weights);
        Ones(body);
        Sum(body, writer, "x_ones", "counts", weights);
        body.Add("Div", ["sums", "counts"], "y");
        body.Write([.. writer.Pooling(layer, dilations: true), .. layer.Sigma is { } sigma ? new[] { NodeWriter.Float("sigma", sigma) } : []]);
    }

    /// <summary>A transposed convolution of each channel by a kernel with a single one.</summary>
    public static void WriteFixedUnpooling(NodeWriter writer)
    {
        var layer = (FixedUnpooling)writer.Node.Layer!;
        var body = new FunctionBody(writer, layer.Kind);
        var (channels, sizes) = (writer.Node.Shape.Channels, layer.Windows(writer.Node.LayerInputs).Select(axis => axis.Kernel).ToArray());
        var (place, taps) = (0, 1);
        for (var axis = 0; axis < sizes.Length; axis++) (place, taps) = (place * sizes[axis] + layer.Position.At(axis), taps * sizes[axis]);
        Kernel(body, "ones", channels, sizes, [.. Enumerable.Range(0, taps).Select(tap => tap == place ? 1.0 : 0)]);
        body.Add("ConvTranspose", ["x", "ones"], "y", NodeWriter.Ints("kernel_shape", sizes), NodeWriter.Ints("strides", sizes), NodeWriter.Int("group", channels));
        body.Write([NodeWriter.Ints("kernel_shape", layer.Kernel.Sizes), NodeWriter.Ints("position", layer.Position.Sizes)]);
    }

    public static void ReadDistanceWeighted(NodeReader reader) =>
        reader.Apply(Read(reader, kernel => new DistanceWeightedPooling(kernel) { Sigma = reader.Float("sigma", float.NaN) is var sigma && float.IsNaN(sigma) ? null : sigma }));

    public static void ReadFixedUnpooling(NodeReader reader) =>
        reader.Apply(new FixedUnpooling(Sizes(reader, "kernel_shape")) { Name = reader.Name(), Position = Sizes(reader, "position") });

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

    // Sizes as they were given.
    private static AxisSizes Sizes(NodeReader reader, string name) => new(reader.Ints(name) ?? throw new InvalidDataException($"{reader.Type} has no {name}"));

    // A map of the input's shape.
    private static void Ones(FunctionBody body)
    {
        body.Add("Shape", ["x"], "x_shape");
        body.Add("Constant", [], "x_one", NodeWriter.Float("value_float", 1));
        body.Add("Expand", ["x_one", "x_shape"], "x_ones");
    }

    // The same kernel for each channel.
    private static void Kernel(FunctionBody body, string name, int channels, int[] sizes, IEnumerable<double>? weights)
    {
        body.Add("Constant", [], $"{name}_weights", NodeWriter.Floats("value_floats", weights?.Select(weight => (float)weight) ?? [1]));
        if (weights is not null) body.Add("Reshape", [$"{name}_weights", body.Constant($"{name}_shape", [1, 1, .. sizes])], $"{name}_kernel");
        body.Add("Expand", [weights is null ? $"{name}_weights" : $"{name}_kernel", body.Constant($"{name}_sizes", [channels, 1, .. sizes])], name);
    }

    // Of a source whose padding is in it already, if so.
    private static void Sum(FunctionBody body, NodeWriter writer, string source, string target, IEnumerable<double>? weights = null, bool isPadded = false)
    {
        var windows = ((WindowLayer)writer.Node.Layer!).Windows(writer.Node.LayerInputs);
        var channels = writer.Node.Shape.Channels;
        int[] sizes = [.. windows.Select(axis => axis.Kernel)];
        Kernel(body, $"{target}_kernels", channels, sizes, weights);
        int[] low = [.. windows.Select(axis => isPadded ? 0 : axis.PaddingLow)], high = [.. windows.Select(axis => isPadded ? axis.Overhang : axis.PaddingHigh + axis.Overhang)];
        body.Add("Conv", [source, $"{target}_kernels"], target,
            NodeWriter.Ints("kernel_shape", sizes), NodeWriter.Ints("strides", windows.Select(axis => axis.Stride)), NodeWriter.Ints("dilations", windows.Select(axis => axis.Dilation)),
            NodeWriter.Ints("pads", [.. low, .. high]), NodeWriter.Int("group", channels));
    }
}
