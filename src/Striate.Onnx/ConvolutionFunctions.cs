using Striate.Kernels.Convolution;
using Striate.Kernels.Padding;
using Striate.Layers;

namespace Striate.Onnx;

/// <summary>Convolutions and paddings that ONNX has no operator for, as functions of standard operators.</summary>
internal static class ConvolutionFunctions
{
    /// <summary>Whether ONNX's Conv does not say it all.</summary>
    public static bool Needs(Convolution layer) =>
        layer.Flip || layer.Connections is not null || layer.Padding.Mode != PaddingMode.Zero || layer.HasBias && layer.BiasSharing != BiasSharing.PerChannel;

    /// <summary>A convolution with its kernel turned round or spread out, its input padded, or its biases added at their places.</summary>
    public static void WriteConvolution(NodeWriter writer)
    {
        var layer = (Convolution)writer.Node.Layer!;
        var (windows, inputs) = (layer.Windows(writer.Node.LayerInputs), writer.Node.Inputs[0].Shape.Channels);
        var body = new FunctionBody(writer, layer.Kind);
        var (kernel, source) = ("weight", "x");
        int[] sizes = [.. windows.Select(axis => axis.Kernel)];
        var axes = Enumerable.Range(2, windows.Count).ToArray();
        if (layer.Connections is { } table)
        {
            // A row of zeros behind the pairs is what unconnected channels take.
            var (pairs, next) = (Enumerable.Repeat(table.Pairs, table.OutputChannels * inputs).ToArray(), 0);
            for (var output = 0; output < table.OutputChannels; output++)
                foreach (var input in table.Inputs[output]) pairs[output * inputs + input] = next++;
            var pads = new int[2 * (sizes.Length + 1)];
            pads[sizes.Length + 1] = 1;
            body.Add("Pad", ["weight", body.Constant("zero_row", pads)], "w_padded");
            body.Add("Gather", ["w_padded", body.Constant("pairs", pairs)], "w_pairs", NodeWriter.Int("axis", 0));
            body.Add("Reshape", ["w_pairs", body.Constant("w_shape", [table.OutputChannels, inputs, .. sizes])], kernel = "w_dense");
        }
        if (layer.Flip)
        {
            int[] Each(int value) => [.. axes.Select(_ => value)];
            body.Add("Slice", [kernel, body.Constant("last", Each(-1)), body.Constant("first", Each(int.MinValue)), body.Constant("axes", axes), body.Constant("back", Each(-1))], "w_flipped");
            kernel = "w_flipped";
        }
        var zeros = layer.Padding.Mode == PaddingMode.Zero;
        if (!zeros) source = body.Pad("x", Paddings(windows), layer.Padding.Mode, layer.Padding.Value, "x_padded");
        int[] low = [.. windows.Select(axis => zeros ? axis.PaddingLow : 0)], high = [.. windows.Select(axis => zeros ? axis.PaddingHigh : 0)];
        var perLocation = layer.HasBias && layer.BiasSharing == BiasSharing.PerLocation;
        body.Add("Conv", layer.HasBias && !perLocation ? [source, kernel, "bias"] : [source, kernel], perLocation ? "sums" : "y",
            NodeWriter.Ints("kernel_shape", sizes), NodeWriter.Ints("strides", windows.Select(axis => axis.Stride)), NodeWriter.Ints("dilations", windows.Select(axis => axis.Dilation)),
            NodeWriter.Ints("pads", [.. low, .. high]), NodeWriter.Int("group", layer.Groups));
        if (perLocation)
        {
            body.Add("Transpose", ["bias"], "b_first", NodeWriter.Ints("perm", [sizes.Length, .. Enumerable.Range(0, sizes.Length)]));
            body.Add("Add", ["sums", "b_first"], "y");
        }
        body.Write([.. Call(writer, layer, layer.Channels, layer.Groups), NodeWriter.Int("flip", layer.Flip ? 1 : 0), NodeWriter.Int("bias_per_location", perLocation ? 1 : 0),
            .. layer.Connections is { } stored ? new[] { NodeWriter.Ints("connections", stored.Inputs.SelectMany(row => row.Select(channel => channel).Append(-1))) } : []]);
    }

    /// <summary>A kernel for each place: windows gathered, a product of matrices at each place.</summary>
    public static void WritePlaced(NodeWriter writer)
    {
        var layer = (PlacedConvolution)writer.Node.Layer!;
        var (windows, channels) = (layer.Windows(writer.Node.LayerInputs), writer.Node.Inputs[0].Shape.Channels);
        var (groups, inputs, outputs) = (layer.Groups, channels / layer.Groups, layer.Channels / layer.Groups);
        int[] kernels = [.. writer.Node.Parameters[0].Shape.Take(windows.Count)], sizes = [.. windows.Select(axis => axis.Output)];
        var (places, taps) = (Product(sizes), Product(windows.Select(axis => axis.Kernel)));
        var body = new FunctionBody(writer, layer.Kind);
        var turns = body.Constant("turns", Turns(sizes, kernels));
        body.Add("Reshape", [body.Pad("x", Paddings(windows), layer.Padding.Mode, layer.Padding.Value, "x_padded"), body.Constant("x_shape", [0, channels, -1])], "x_flat");
        body.Add("Gather", ["x_flat", body.Constant("taps", Gathered(windows))], "x_taps", NodeWriter.Int("axis", 2));
        body.Add("Reshape", ["x_taps", body.Constant("taps_shape", [0, groups, inputs, places, taps])], "x_windows");
        body.Add("Transpose", ["x_windows"], "x_places", NodeWriter.Ints("perm", 3, 1, 0, 2, 4));
        body.Add("Reshape", ["x_places", body.Constant("rows_shape", [places, groups, -1, inputs * taps])], "x_rows");
        body.Add("Reshape", ["weight", body.Constant("w_shape", [Product(kernels), groups, outputs, inputs * taps])], "w_kernels");
        body.Add("Gather", ["w_kernels", turns], "w_places", NodeWriter.Int("axis", 0));
        body.Add("Transpose", ["w_places"], "w_columns", NodeWriter.Ints("perm", 0, 1, 3, 2));
        body.Add("MatMul", ["x_rows", "w_columns"], "products");
        body.Add("Transpose", ["products"], "sums_flat", NodeWriter.Ints("perm", 2, 1, 3, 0));
        body.Add("Reshape", ["sums_flat", body.Constant("y_shape", [0, layer.Channels, .. sizes])], layer.HasBias ? "sums" : "y");
        if (layer.HasBias)
        {
            body.Add("Reshape", ["bias", body.Constant("b_shape", [-1, layer.Channels])], "b_kernels");
            body.Add("Gather", ["b_kernels", turns], "b_places", NodeWriter.Int("axis", 0));
            body.Add("Transpose", ["b_places"], "b_channels", NodeWriter.Ints("perm", 1, 0));
            body.Add("Reshape", ["b_channels", body.Constant("b_map", [layer.Channels, .. sizes])], "b_first");
            body.Add("Add", ["sums", "b_first"], "y");
        }
        body.Write([.. Call(writer, layer, layer.Channels, layer.Groups), .. layer is TiledConvolution tiled ? new[] { NodeWriter.Ints("tiles", tiled.Tiles.Sizes) } : []]);
    }

    /// <summary>ONNX's Pad, which has no ring before opset 19.</summary>
    public static void WritePadding(NodeWriter writer)
    {
        var layer = (SpatialPadding)writer.Node.Layer!;
        var axes = writer.Node.Inputs[0].Shape[..^1].Select((size, axis) => new PaddingAxis(size, layer.Low.At(axis), layer.High.At(axis))).ToArray();
        if (layer.Mode == PaddingMode.Circular || axes.All(axis => axis.Output == axis.Input))
        {
            var body = new FunctionBody(writer, layer.Kind);
            body.Add("Identity", [body.Pad("x", axes, layer.Mode, layer.Value, "padded")], "y");
            body.Write([NodeWriter.Ints("pads", [.. axes.Select(axis => axis.Low), .. axes.Select(axis => axis.High)]), NodeWriter.Text("mode", layer.Mode.ToString()), NodeWriter.Float("value", layer.Value)]);
            return;
        }
        long[] pads = [0, 0, .. axes.Select(axis => (long)axis.Low), 0, 0, .. axes.Select(axis => (long)axis.High)];
        var inputs = writer.Inputs.Append(writer.Constant(writer.Node.Name + ".pads", Tensors.Tensor.From<long>(pads, Tensors.Shape.Of(pads.Length))));
        if (layer.Mode == PaddingMode.Constant) inputs = inputs.Append(writer.Constant(writer.Node.Name + ".value", Tensors.Tensor.From<float>([layer.Value], Tensors.Shape.Scalar)));
        writer.Write("Pad", inputs, writer.Output, writer.Node.Name, NodeWriter.Text("mode", FunctionBody.Word(layer.Mode)));
    }

    public static void ReadConvolution(NodeReader reader)
    {
        var kernel = Kernel(reader);
        var rows = reader.Ints("connections");
        reader.ApplyWeighted(new Convolution((int)reader.Int("channels", 0), ModelMetadata.Shortest(kernel))
        {
            Name = reader.Name(),
            Stride = Sizes(reader, "strides"),
            Dilation = Sizes(reader, "dilations"),
            Groups = (int)reader.Int("group", 1),
            Padding = Padding(reader, kernel.Length),
            HasBias = reader.HasInput(2),
            Flip = reader.Int("flip", 0) != 0,
            BiasSharing = reader.Int("bias_per_location", 0) != 0 ? BiasSharing.PerLocation : BiasSharing.PerChannel,
            Connections = rows is null ? null : Table(rows),
        }, reader.Constant(1, out var name), name);
    }

    public static void ReadUnshared(NodeReader reader) => ReadPlaced(reader, new UnsharedConvolution((int)reader.Int("channels", 0), ModelMetadata.Shortest(Kernel(reader))));

    public static void ReadTiled(NodeReader reader) =>
        ReadPlaced(reader, new TiledConvolution((int)reader.Int("channels", 0), ModelMetadata.Shortest(Kernel(reader)), new AxisSizes(reader.Ints("tiles") ?? throw new InvalidDataException($"{reader.Type} has no tiles"))));

    public static void ReadPadding(NodeReader reader)
    {
        var pads = reader.Ints("pads") ?? throw new InvalidDataException($"{reader.Type} has no pads");
        reader.Apply(new SpatialPadding(ModelMetadata.Shortest(pads[..(pads.Length / 2)]), ModelMetadata.Shortest(pads[(pads.Length / 2)..])) { Name = reader.Name(), Mode = Mode(reader), Value = reader.Float("value", 0) });
    }

    private static void ReadPlaced(NodeReader reader, PlacedConvolution layer)
    {
        layer = layer with
        {
            Name = reader.Name(),
            Stride = Sizes(reader, "strides"),
            Dilation = Sizes(reader, "dilations"),
            Groups = (int)reader.Int("group", 1),
            Padding = Padding(reader, Kernel(reader).Length),
            HasBias = reader.HasInput(2),
        };
        reader.ApplyWeighted(layer, reader.Constant(1, out var name), name);
    }

    // What the call says, so that it can be read as the layer that it was.
    private static Schema.Attribute[] Call(NodeWriter writer, WindowLayer layer, int channels, int groups) =>
    [
        .. writer.Window(layer, dilations: true), NodeWriter.Int("channels", channels), NodeWriter.Int("group", groups),
        NodeWriter.Text("mode", layer.Padding.Mode.ToString()), NodeWriter.Float("value", layer.Padding.Value),
    ];

    private static int[] Kernel(NodeReader reader) => reader.Ints("kernel_shape") ?? throw new InvalidDataException($"{reader.Type} has no kernel_shape");

    private static AxisSizes Sizes(NodeReader reader, string name) => ModelMetadata.Shortest(reader.Ints(name) ?? [1]);

    private static Padding Padding(NodeReader reader, int rank) => reader.Padding(rank) with { Mode = Mode(reader), Value = reader.Float("value", 0) };

    private static PaddingMode Mode(NodeReader reader) =>
        Enum.TryParse<PaddingMode>(reader.Text("mode", "Zero"), out var mode) ? mode : throw new InvalidDataException($"{reader.Type} has a padding mode that is not known");

    private static ChannelConnections Table(int[] rows)
    {
        var (table, row) = (new List<int[]>(), new List<int>());
        foreach (var channel in rows)
        {
            if (channel >= 0)
            {
                row.Add(channel);
                continue;
            }
            table.Add([.. row]);
            row.Clear();
        }
        return new ChannelConnections([.. table]);
    }

    private static PaddingAxis[] Paddings(IReadOnlyList<WindowAxis> windows) => [.. windows.Select(axis => new PaddingAxis(axis.Input, axis.PaddingLow, axis.PaddingHigh))];

    // The kernel of each place, row by row.
    private static int[] Turns(int[] sizes, int[] kernels)
    {
        var turns = new int[Product(sizes)];
        for (var place = 0; place < turns.Length; place++)
        {
            var (rest, scale) = (place, 1);
            for (var axis = sizes.Length - 1; axis >= 0; rest /= sizes[axis], scale *= kernels[axis], axis--) turns[place] += rest % sizes[axis] % kernels[axis] * scale;
        }
        return turns;
    }

    // The element of the padded map under each tap of each place.
    private static int[] Gathered(IReadOnlyList<WindowAxis> windows)
    {
        var (places, taps) = (Product(windows.Select(axis => axis.Output)), Product(windows.Select(axis => axis.Kernel)));
        var elements = new int[places * taps];
        for (var i = 0; i < elements.Length; i++)
        {
            var (place, tap, scale) = (i / taps, i % taps, 1);
            for (var axis = windows.Count - 1; axis >= 0; axis--)
            {
                var window = windows[axis];
                elements[i] += (place % window.Output * window.Stride + tap % window.Kernel * window.Dilation) * scale;
                (place, tap, scale) = (place / window.Output, tap / window.Kernel, scale * (window.Input + window.PaddingLow + window.PaddingHigh));
            }
        }
        return elements;
    }

    private static int Product(IEnumerable<int> sizes) => sizes.Aggregate(1, (product, size) => checked(product * size));
}
