using Striate.Layers;
using Striate.Networks;
using Striate.Onnx.Schema;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>From a network to an ONNX model: opset 17, IR 8, channels-first as ONNX demands; parameters are plain copies.</summary>
internal static class OnnxExport
{
    private static readonly Dictionary<Type, Action<NodeWriter>> Writers = new()
    {
        [typeof(Convolution)] = WriteConvolution,
        [typeof(UnsharedConvolution)] = ConvolutionFunctions.WritePlaced,
        [typeof(TiledConvolution)] = ConvolutionFunctions.WritePlaced,
        [typeof(SpatialPadding)] = ConvolutionFunctions.WritePadding,
        [typeof(TransposedConvolution)] = WriteTransposedConvolution,
        [typeof(Dense)] = writer => writer.Write("Gemm", NodeWriter.Int("transB", 1)),
        [typeof(MaxPooling)] = PoolingFunctions.WriteWindows,
        [typeof(AveragePooling)] = PoolingFunctions.WriteWindows,
        [typeof(SumPooling)] = PoolingFunctions.WriteWindows,
        [typeof(LpPooling)] = PoolingFunctions.WriteWindows,
        [typeof(DistanceWeightedPooling)] = PoolingFunctions.WriteWindows,
        [typeof(MaxPoolingIndices)] = PoolingFunctions.WriteMaxIndices,
        [typeof(MaxUnpooling)] = PoolingFunctions.WriteMaxUnpooling,
        [typeof(FixedUnpooling)] = PoolingFunctions.WriteFixedUnpooling,
        [typeof(ChannelMaxPooling)] = PoolingFunctions.WriteChannelMax,
        [typeof(ClusterPooling)] = PoolingFunctions.WriteClusters,
        [typeof(LearnedPooling)] = PoolingFunctions.WriteLearned,
        [typeof(PartialPooling)] = PoolingFunctions.WritePartial,
        [typeof(AdaptiveAveragePooling)] = LocalFunctions.WriteAdaptivePooling,
        [typeof(AdaptiveMaxPooling)] = LocalFunctions.WriteAdaptivePooling,
        [typeof(GlobalAveragePooling)] = WriteGlobalAveragePooling,
        [typeof(BatchNormalization)] = WriteBatchNormalization,
        [typeof(GroupNormalization)] = LocalFunctions.WriteGroupNormalization,
        [typeof(InstanceNormalization)] = writer => writer.Write("InstanceNormalization", NodeWriter.Float("epsilon", ((InstanceNormalization)writer.Node.Layer!).Epsilon)),
        [typeof(LayerNormalization)] = LocalFunctions.WriteLayerNormalization,
        [typeof(LocalResponseNormalization)] = WriteLocalResponse,
        [typeof(Relu)] = writer => writer.Write("Relu"),
        [typeof(Tanh)] = writer => writer.Write("Tanh"),
        [typeof(Sigmoid)] = writer => writer.Write("Sigmoid"),
        [typeof(LeakyRelu)] = writer => writer.Write("LeakyRelu", NodeWriter.Float("alpha", ((LeakyRelu)writer.Node.Layer!).Slope)),
        [typeof(Relu6)] = WriteRelu6,
        [typeof(Silu)] = WriteSilu,
        [typeof(HardSwish)] = writer => writer.Write("HardSwish"),
        [typeof(HardSigmoid)] = writer => writer.Write("HardSigmoid", NodeWriter.Float("alpha", ((HardSigmoid)writer.Node.Layer!).Slope), NodeWriter.Float("beta", 0.5f)),
        [typeof(Elu)] = writer => writer.Write("Elu", NodeWriter.Float("alpha", ((Elu)writer.Node.Layer!).Alpha)),
        [typeof(Gelu)] = LocalFunctions.WriteGelu,
        [typeof(Selu)] = writer => writer.Write("Selu"),
        [typeof(Softplus)] = writer => writer.Write("Softplus"),
        [typeof(PRelu)] = WritePRelu,
        [typeof(Softmax)] = writer => writer.Write("Softmax", NodeWriter.Int("axis", 1)),
        [typeof(LogSoftmax)] = writer => writer.Write("LogSoftmax", NodeWriter.Int("axis", 1)),
        [typeof(SpatialDropout)] = LocalFunctions.WriteSpatialDropout,
        [typeof(Dropout)] = WriteDropout,
        [typeof(StochasticDepth)] = LocalFunctions.WriteStochasticDepth,
        [typeof(DepthToSpace)] = PixelBlockFunctions.Write,
        [typeof(SpaceToDepth)] = PixelBlockFunctions.Write,
        [typeof(DeformableSampling)] = DeformableFunctions.Write,
        [typeof(GridSampling)] = SamplingFunctions.Write,
        [typeof(Resampling)] = ResamplingFunctions.Write,
        [typeof(Flatten)] = writer => writer.Write("Flatten", NodeWriter.Int("axis", 1)),
        [typeof(Add)] = writer => writer.Write("Add"),
        [typeof(Multiply)] = WriteMultiply,
        [typeof(Concatenation)] = writer => writer.Write("Concat", NodeWriter.Int("axis", 1)),
        [typeof(ChannelPadding)] = WriteChannelPadding,
    };

    /// <summary>A network as a model, with the numbers of its parameters, or with what another writes in their place.</summary>
    public static ModelData Write(Network network, Func<Parameter, TensorData>? writeParameter = null)
    {
        var graph = new GraphData { Name = network.Info.Name.Length > 0 ? network.Info.Name : "network" };
        var model = new ModelData { IrVersion = 8, ProducerName = "striate", Graph = graph };
        model.OpsetImport.Add(new OperatorSet { Domain = "", Version = 17 });
        var names = new Dictionary<Node, string>(ReferenceEqualityComparer.Instance);
        foreach (var input in network.Inputs)
        {
            names[input] = input.Name;
            graph.Input.Add(Describe(input.Name, input.Shape, input.Type));
        }
        var aliases = NameOutputs(network, graph, names);
        foreach (var node in network.Nodes.Where(node => node.Layer is not null))
        {
            names.TryAdd(node, node.Name);
            var write = node.Layer is Layers.Arrays.ArrayLayer ? ArrayFunctions.Write : Writers.GetValueOrDefault(node.Layer!.GetType());
            if (write is null)
                throw new NotSupportedException($"{node.Layer.Kind} '{node.Name}' has no ONNX form. A layer of your own can be exported once it lowers to layers that have one.");
            write(new NodeWriter(model, node, [.. node.Inputs.Select(input => names[input])], names[node]));
        }
        foreach (var (alias, node) in aliases) new NodeWriter(model, node, [names[node]], alias).Write("Identity", [names[node]], alias, alias);
        foreach (var parameter in network.Parameters) graph.Initializer.Add((writeParameter ?? TensorDataConversion.ToOnnx)(parameter));
        model.MetadataProps.Add(new Entry { Key = ModelMetadata.Key, Value = ModelMetadata.Write(network) });
        return model;
    }

    // An output that is an input, or listed twice, leaves under a second name.
    private static List<(string Alias, Node Node)> NameOutputs(Network network, GraphData graph, Dictionary<Node, string> names)
    {
        var taken = network.Nodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        var aliases = new List<(string Alias, Node Node)>();
        for (var i = 0; i < network.Outputs.Count; i++)
        {
            var node = network.Outputs[i];
            var name = network.Outputs.Count == 1 ? "output" : $"output{i + 1}";
            while (!taken.Add(name)) name += "_";
            if (!names.TryAdd(node, name)) aliases.Add((name, node));
            graph.Output.Add(Describe(name, node.Shape, node.Type));
        }
        return aliases;
    }

    private static ValueInfo Describe(string name, Shape shape, ElementType element)
    {
        var type = new ValueKind.Types.TensorType { ElemType = TensorDataConversion.TypeNumber(element), Shape = new SymbolicShape() };
        type.Shape.Dim.Add(new SymbolicShape.Types.Dimension { DimParam = "N" });
        int[] sizes = shape.Rank == 0 ? [] : [shape.Channels, .. shape[..^1]];
        foreach (var size in sizes) type.Shape.Dim.Add(new SymbolicShape.Types.Dimension { DimValue = size });
        return new ValueInfo { Name = name, Type = new ValueKind { TensorType = type } };
    }

    private static void WriteConvolution(NodeWriter writer)
    {
        var layer = (Convolution)writer.Node.Layer!;
        if (ConvolutionFunctions.Needs(layer)) ConvolutionFunctions.WriteConvolution(writer);
        else writer.Write("Conv", [.. writer.Window(layer, dilations: true), NodeWriter.Int("group", layer.Groups)]);
    }

    private static void WriteTransposedConvolution(NodeWriter writer)
    {
        var layer = (TransposedConvolution)writer.Node.Layer!;
        var windows = layer.Windows(writer.Node.LayerInputs);
        // What the convolution back does not look at is the padding of the output.
        writer.Write("ConvTranspose", [.. writer.Window(layer, dilations: true), NodeWriter.Int("group", layer.Groups), NodeWriter.Ints("output_padding", windows.Select(axis => axis.Room % axis.Stride))]);
    }

    // ONNX keeps the spatial axes at size 1; here the result may be a vector.
    private static void WriteGlobalAveragePooling(NodeWriter writer)
    {
        if (((GlobalAveragePooling)writer.Node.Layer!).KeepAxes)
        {
            writer.Write("GlobalAveragePool");
            return;
        }
        var pooled = writer.Node.Name + ".pooled";
        writer.Write("GlobalAveragePool", writer.Inputs, pooled, writer.Node.Name);
        writer.Write("Flatten", [pooled], writer.Output, writer.Node.Name + ".flatten", NodeWriter.Int("axis", 1));
    }

    // ONNX aligns shapes at their ends: a vector of channels needs its spatial axes first.
    private static void WriteMultiply(NodeWriter writer)
    {
        var rank = writer.Node.Shape.Rank;
        var inputs = writer.Inputs.ToArray();
        for (var i = 0; i < inputs.Length; i++)
        {
            if (writer.Node.Inputs[i].Shape.Rank == rank) continue;
            var (expanded, axes) = ($"{writer.Node.Name}.factors", Enumerable.Range(2, rank - 1).Select(axis => (long)axis).ToArray());
            writer.Write("Unsqueeze", [inputs[i], writer.Constant($"{expanded}.axes", Tensor.From(axes, Shape.Of(axes.Length)))], expanded, expanded);
            inputs[i] = expanded;
        }
        writer.Write("Mul", inputs, writer.Output, writer.Node.Name);
    }

    private static void WriteBatchNormalization(NodeWriter writer)
    {
        var layer = (BatchNormalization)writer.Node.Layer!;
        if (layer.EpsilonOutsideRoot)
        {
            LocalFunctions.WriteBatchNormalization(writer);
            return;
        }
        // ONNX's momentum is the share of the old statistics.
        writer.Write("BatchNormalization", NodeWriter.Float("epsilon", layer.Epsilon), NodeWriter.Float("momentum", 1 - layer.Momentum));
    }

    private static void WriteLocalResponse(NodeWriter writer)
    {
        var layer = (LocalResponseNormalization)writer.Node.Layer!;
        if (layer.Size % 2 == 0)
        {
            LocalFunctions.WriteLocalResponse(writer);
            return;
        }
        writer.Write("LRN", NodeWriter.Int("size", layer.Size), NodeWriter.Float("alpha", layer.Alpha), NodeWriter.Float("beta", layer.Beta), NodeWriter.Float("bias", layer.K));
    }

    // ONNX aligns slopes with the last axes: a slope a channel needs axes of size 1 behind it.
    private static void WritePRelu(NodeWriter writer)
    {
        var (slopes, rank) = (writer.Parameters.Single(), writer.Node.Shape.Rank);
        if (rank > 1)
        {
            var (expanded, axes) = ($"{writer.Node.Name}.slopes", Enumerable.Range(1, rank - 1).Select(axis => (long)axis).ToArray());
            writer.Write("Unsqueeze", [slopes, writer.Constant($"{expanded}.axes", Tensor.From(axes, Shape.Of(axes.Length)))], expanded, expanded);
            slopes = expanded;
        }
        writer.Write("PRelu", [.. writer.Inputs, slopes], writer.Output, writer.Node.Name);
    }

    private static void WriteRelu6(NodeWriter writer)
    {
        string Bound(string name, float value) => writer.Constant($"{writer.Node.Name}.{name}", Tensor.From<float>([value], Shape.Scalar));
        writer.Write("Clip", [.. writer.Inputs, Bound("min", 0), Bound("max", 6)], writer.Output, writer.Node.Name);
    }

    private static void WriteSilu(NodeWriter writer)
    {
        var sigmoid = writer.Node.Name + ".sigmoid";
        writer.Write("Sigmoid", writer.Inputs, sigmoid, sigmoid);
        writer.Write("Mul", [.. writer.Inputs, sigmoid], writer.Output, writer.Node.Name);
    }

    private static void WriteDropout(NodeWriter writer)
    {
        var ratio = writer.Constant(writer.Node.Name + ".ratio", Tensor.From<float>([((Dropout)writer.Node.Layer!).Rate], Shape.Scalar));
        writer.Write("Dropout", [.. writer.Inputs, ratio], writer.Output, writer.Node.Name);
    }

    private static void WriteChannelPadding(NodeWriter writer)
    {
        var layer = (ChannelPadding)writer.Node.Layer!;
        var rank = writer.Node.Shape.Rank + 1;
        var pads = new long[2 * rank];
        (pads[1], pads[rank + 1]) = (layer.Before, layer.Behind);
        writer.Write("Pad", [.. writer.Inputs, writer.Constant(writer.Node.Name + ".pads", Tensor.From<long>(pads, Shape.Of(pads.Length)))], writer.Output, writer.Node.Name);
    }
}
