using Striate.Kernels.Arrays;
using Striate.Kernels.Convolution;
using Striate.Kernels.Padding;
using Striate.Layers;
namespace Striate.Onnx;

/// <summary>Pooling that opset 17 has no operator for, as functions of standard operators: sums are convolutions of each channel by ones.</summary>
internal static class PoolingFunctions
{
    /// <summary>ONNX's own operator where it can say it all, or else a function.</summary>
    public static void WriteWindows(NodeWriter writer)
    {
        var layer = (PoolingLayer)writer.Node.Layer!;
        var isDilated = layer.Dilation.Sizes.Any(size => size != 1);
        if (layer is MaxPooling) writer.Write("MaxPool", writer.Pooling(layer, dilations: true));
        else if (layer is AveragePooling && !isDilated) writer.Write("AveragePool", [.. writer.Pooling(layer, dilations: false), .. Settings(layer)]);
        else if (layer is LpPooling { P: var p, Fit: not Fit.Ceiling } && !isDilated && p == MathF.Round(p) && p < 1e6f) writer.Write("LpPool", [.. writer.Window(layer, dilations: false), NodeWriter.Int("p", (long)p)]);
        else
        {
            var body = new FunctionBody(writer, layer.Kind);
            Pool(body, writer, layer, writer.Node.Shape.Channels, "x", "y");
            body.Write([.. writer.Pooling(layer, dilations: true), .. Settings(layer)]);
        }
    }

    /// <summary>The first channels pooled, the middles of windows gathered from the others.</summary>
    public static void WritePartial(NodeWriter writer)
    {
        var layer = (PartialPooling)writer.Node.Layer!;
        var body = new FunctionBody(writer, layer.Kind);
        void Slice(string target, int from, int to) => body.Add("Slice", ["x", body.Constant($"{target}_from", from), body.Constant($"{target}_to", to), body.Constant($"{target}_axis", 1)], target);
        Slice("first", 0, layer.Channels);
        Slice("others", layer.Channels, writer.Node.Shape.Channels);
        Pool(body, writer, layer.Pooling, layer.Channels, "first", "pooled");
        var (kept, windows) = ("others", layer.Windows(writer.Node.LayerInputs));
        for (var axis = 0; axis < windows.Count; axis++)
        {
            body.Add("Gather", [kept, body.Constant($"middles_{axis}", PartialPooling.Middles(windows[axis]))], $"kept_{axis}", NodeWriter.Int("axis", axis + 2));
            kept = $"kept_{axis}";
        }
        body.Add("Concat", ["pooled", kept], "y", NodeWriter.Int("axis", 1));
        body.Write([NodeWriter.Text("pooling", layer.Pooling.Kind), NodeWriter.Int("channels", layer.Channels), .. writer.Pooling(layer.Pooling, dilations: true), .. Settings(layer.Pooling)]);
    }

    /// <summary>Places counted within a map; ONNX counts through all maps of all examples.</summary>
    public static void WriteMaxIndices(NodeWriter writer)
    {
        var layer = (MaxPoolingIndices)writer.Node.Layer!;
        var body = new FunctionBody(writer, layer.Kind);
        var pixels = writer.Node.Inputs[0].Shape[..^1].Aggregate(1, (product, size) => product * size);
        if (layer.Counting != PlaceCounting.EachMap)
        {
            body.Add("MaxPool", ["x"], "most", [.. writer.Pooling(layer, dilations: true), NodeWriter.Int("storage_order", layer.Counting == PlaceCounting.AllMaps ? 0 : 1)]);
            body.AddOutput("y");
            body.Write([.. writer.Pooling(layer, dilations: true), NodeWriter.Text("counting", layer.Counting.ToString())]);
            return;
        }
        body.Add("MaxPool", ["x"], "most", writer.Pooling(layer, dilations: true));
        body.AddOutput("indices");
        body.Add("Mod", ["indices", body.Constant("pixels", pixels)], "places");
        body.Add("Cast", ["places"], "y", NodeWriter.Int("to", 1));
        body.Write(writer.Pooling(layer, dilations: true));
    }

    /// <summary>Values scattered over zeros at the places that pooling the second input finds.</summary>
    public static void WriteMaxUnpooling(NodeWriter writer)
    {
        var layer = (MaxUnpooling)writer.Node.Layer!;
        var body = new FunctionBody(writer, layer.Kind);
        var all = body.Constant("all", -1);
        body.Add("MaxPool", ["x2"], "most", writer.Pooling(layer, dilations: true));
        body.AddOutput("indices");
        body.Add("Reshape", ["indices", all], "places");
        body.Add("Reshape", ["x", all], "values");
        body.Add("Shape", ["x2"], "x_shape");
        body.Add("ConstantOfShape", ["x_shape"], "zeros");
        body.Add("Reshape", ["zeros", all], "flat");
        body.Add("ScatterElements", ["flat", "places", "values"], "scattered", NodeWriter.Int("axis", 0));
        body.Add("Reshape", ["scattered", "x_shape"], "y");
        body.Write(writer.Pooling(layer, dilations: true));
    }

    /// <summary>Runs of channels as an axis of their own.</summary>
    public static void WriteChannelMax(NodeWriter writer)
    {
        var layer = (ChannelMaxPooling)writer.Node.Layer!;
        var body = new FunctionBody(writer, layer.Kind);
        body.Add("Reshape", ["x", body.Constant("runs", [0, writer.Node.Shape.Channels, layer.Size, .. writer.Node.Shape[..^1]])], "x_runs");
        body.Add("ReduceMax", ["x_runs"], "y", NodeWriter.Ints("axes", 2), NodeWriter.Int("keepdims", 0));
        body.Write(NodeWriter.Int("size", layer.Size));
    }

    /// <summary>The softmax of the regions' numbers, and its product with all pixels.</summary>
    public static void WriteLearned(NodeWriter writer)
    {
        var layer = (LearnedPooling)writer.Node.Layer!;
        var body = new FunctionBody(writer, layer.Kind);
        var (channels, regions) = (writer.Node.Shape.Channels, writer.Node.Parameters[0].Shape[0]);
        body.Add("Reshape", ["weight", body.Constant("weight_shape", regions, -1)], "numbers");
        body.Add("Softmax", ["numbers"], "weights", NodeWriter.Int("axis", 1));
        body.Add("Transpose", ["weights"], "columns", NodeWriter.Ints("perm", 1, 0));
        body.Add("Reshape", ["x", body.Constant("x_shape", 0, channels, -1)], "pixels");
        body.Add("MatMul", ["pixels", "columns"], "sums");
        body.Add("Reshape", ["sums", body.Constant("y_shape", [0, channels, .. writer.Node.Shape[..^1]])], "y");
        body.Write([NodeWriter.Ints("size", layer.Size.Sizes), NodeWriter.Int("frozen", layer.Frozen ? 1 : 0)]);
    }

    /// <summary>A node that only Striate knows: no standard operators find clusters.</summary>
    public static void WriteClusters(NodeWriter writer)
    {
        var layer = (ClusterPooling)writer.Node.Layer!;
        writer.WriteOwn(layer.Kind, NodeWriter.Int("clusters", layer.Clusters), NodeWriter.Int("features", layer.Features), NodeWriter.Int("seed", (long)layer.Seed));
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

    /// <summary>Pooling of a kind that a function of ours is named after, or ONNX's own operator.</summary>
    public static void ReadWindows(NodeReader reader) => reader.Apply(Make(reader, reader.Type.Split('_')[0]));

    public static void ReadPartial(NodeReader reader)
    {
        var pooling = Make(reader, reader.Text("pooling", ""));
        reader.Apply(new PartialPooling(pooling with { Name = null }, checked((int)reader.Int("channels", 1))) { Name = pooling.Name });
    }

    public static void ReadMaxUnpooling(NodeReader reader) => reader.Apply(Make(reader, nameof(MaxUnpooling)), reader.Input(0), reader.Input(1));

    public static void ReadChannelMax(NodeReader reader) => reader.Apply(new ChannelMaxPooling(checked((int)reader.Int("size", 1))) { Name = reader.Name() });

    public static void ReadFixedUnpooling(NodeReader reader) =>
        reader.Apply(new FixedUnpooling(Sizes(reader, "kernel_shape")) { Name = reader.Name(), Position = Sizes(reader, "position") });

    public static void ReadClusters(NodeReader reader) => reader.Apply(new ClusterPooling(checked((int)reader.Int("clusters", 1)))
    {
        Name = reader.Name(),
        Features = checked((int)reader.Int("features", 1)),
        Seed = (ulong)reader.Int("seed", 0),
    });

    public static void ReadLearned(NodeReader reader)
    {
        var weights = reader.Constant(1, out var name);
        reader.ApplyWeighted(new LearnedPooling(Sizes(reader, "size")) { Name = reader.Name(), Frozen = reader.Int("frozen", 0) != 0 }, weights, name);
    }

    /// <summary>A pooling with the windows that a node states.</summary>
    public static PoolingLayer Make(NodeReader reader, string kind)
    {
        var kernel = reader.Ints("kernel_shape") ?? throw new InvalidDataException($"{reader.Type} has no kernel_shape");
        var window = ModelMetadata.Shortest(kernel);
        PoolingLayer layer = kind switch
        {
            "MaxPool" or nameof(MaxPooling) => new MaxPooling(window),
            "AveragePool" or nameof(AveragePooling) => new AveragePooling(window) { CountPadding = reader.Int("count_include_pad", 0) != 0 },
            nameof(SumPooling) => new SumPooling(window),
            "LpPool" => new LpPooling(window, reader.Int("p", 2)),
            nameof(LpPooling) => new LpPooling(window, reader.Float("p", 2)),
            nameof(DistanceWeightedPooling) => new DistanceWeightedPooling(window) { Sigma = reader.Float("sigma", float.NaN) is var sigma && float.IsNaN(sigma) ? null : sigma },
            nameof(MaxPoolingIndices) => new MaxPoolingIndices(window) { Counting = reader.Text("counting", "") is "" ? PlaceCounting.EachMap : reader.Word<PlaceCounting>("counting") },
            nameof(MaxUnpooling) => new MaxUnpooling(window),
            _ => throw new InvalidDataException($"{reader.Type} pools by '{kind}', which is not known"),
        };
        return layer with
        {
            Name = reader.Name(),
            Stride = ModelMetadata.Shortest(reader.Ints("strides") ?? [1]),
            Dilation = ModelMetadata.Shortest(reader.Ints("dilations") ?? [1]),
            Padding = reader.Padding(kernel.Length),
            Fit = reader.Fit(),
        };
    }

    // What a kind of pooling has beside its windows.
    private static Schema.Attribute[] Settings(PoolingLayer layer) => layer switch
    {
        AveragePooling average => [NodeWriter.Int("count_include_pad", average.CountPadding ? 1 : 0)],
        LpPooling norm => [NodeWriter.Float("p", norm.P)],
        DistanceWeightedPooling { Sigma: { } sigma } => [NodeWriter.Float("sigma", sigma)],
        _ => [],
    };

    // The operators of any pooling; of sums where ONNX has none.
    private static void Pool(FunctionBody body, NodeWriter writer, PoolingLayer layer, int channels, string source, string target)
    {
        var windows = layer.Windows(writer.Node.LayerInputs);
        switch (layer)
        {
            case SumPooling:
                Sum(body, windows, channels, source, target);
                break;
            case AveragePooling average:
                Sum(body, windows, channels, source, "sums");
                Ones(body, source);
                var counted = average.CountPadding ? body.Pad("ones", [.. windows.Select(axis => new PaddingAxis(axis.Input, axis.PaddingLow, axis.PaddingHigh))], PaddingMode.Constant, 1, "counted") : "ones";
                Sum(body, windows, channels, counted, "counts", isPadded: average.CountPadding);
                body.Add("Div", ["sums", "counts"], target);
                break;
            case DistanceWeightedPooling weighted:
                var weights = windows.Select(weighted.TapWeights).Aggregate(new[] { 1.0 }, (outer, inner) => [.. from o in outer from i in inner select o * i]);
                Sum(body, windows, channels, source, "sums", weights);
                Ones(body, source);
                Sum(body, windows, channels, "ones", "counts", weights);
                body.Add("Div", ["sums", "counts"], target);
                break;
            case LpPooling { P: float.PositiveInfinity }:
                body.Add("Abs", [source], "magnitudes");
                body.Add("MaxPool", ["magnitudes"], target, writer.Pooling(layer, dilations: true));
                break;
            case LpPooling norm:
                body.Add("Abs", [source], "magnitudes");
                body.Add("Constant", [], "p", NodeWriter.Float("value_float", norm.P));
                body.Add("Constant", [], "root", NodeWriter.Float("value_float", 1 / norm.P));
                body.Add("Pow", ["magnitudes", "p"], "powers");
                Sum(body, windows, channels, "powers", "sums");
                body.Add("Pow", ["sums", "root"], target);
                break;
            case MaxPooling:
                body.Add("MaxPool", [source], target, writer.Pooling(layer, dilations: true));
                break;
            default:
                throw new NotSupportedException($"{writer.Node.Layer!.Kind} '{writer.Node.Name}' pools by {layer.Kind}, which has no ONNX form inside another layer.");
        }
    }

    // Sizes as they were given.
    private static AxisSizes Sizes(NodeReader reader, string name) => new(reader.Ints(name) ?? throw new InvalidDataException($"{reader.Type} has no {name}"));

    // A map of ones of a source's shape.
    private static void Ones(FunctionBody body, string source)
    {
        body.Add("Shape", [source], "ones_shape");
        body.Add("Constant", [], "one", NodeWriter.Float("value_float", 1));
        body.Add("Expand", ["one", "ones_shape"], "ones");
    }

    // The same kernel for each channel.
    private static void Kernel(FunctionBody body, string name, int channels, int[] sizes, IEnumerable<double>? weights)
    {
        body.Add("Constant", [], $"{name}_weights", NodeWriter.Floats("value_floats", weights?.Select(weight => (float)weight) ?? [1]));
        if (weights is not null) body.Add("Reshape", [$"{name}_weights", body.Constant($"{name}_shape", [1, 1, .. sizes])], $"{name}_kernel");
        body.Add("Expand", [weights is null ? $"{name}_weights" : $"{name}_kernel", body.Constant($"{name}_sizes", [channels, 1, .. sizes])], name);
    }

    // Of a source whose padding is in it already, if so.
    private static void Sum(FunctionBody body, IReadOnlyList<WindowAxis> windows, int channels, string source, string target, IEnumerable<double>? weights = null, bool isPadded = false)
    {
        int[] sizes = [.. windows.Select(axis => axis.Kernel)];
        Kernel(body, $"{target}_kernels", channels, sizes, weights);
        int[] low = [.. windows.Select(axis => isPadded ? 0 : axis.PaddingLow)], high = [.. windows.Select(axis => isPadded ? axis.Overhang : axis.PaddingHigh + axis.Overhang)];
        body.Add("Conv", [source, $"{target}_kernels"], target,
            NodeWriter.Ints("kernel_shape", sizes), NodeWriter.Ints("strides", windows.Select(axis => axis.Stride)), NodeWriter.Ints("dilations", windows.Select(axis => axis.Dilation)),
            NodeWriter.Ints("pads", [.. low, .. high]), NodeWriter.Int("group", channels));
    }
}
