using Striate.Kernels.Pooling;
using Striate.Layers;
using Striate.Onnx.Schema;

namespace Striate.Onnx;

/// <summary>Layers that ONNX has no operator for, as functions in a domain of our own, made of standard operators: any runtime runs them.</summary>
internal static partial class LocalFunctions
{
    public const string Domain = "striate";

    /// <summary>The functions that are read, by the name before the first underscore.</summary>
    public static IReadOnlyDictionary<string, Action<NodeReader>> Readers { get; } = new Dictionary<string, Action<NodeReader>>(StringComparer.Ordinal)
    {
        ["AdaptiveAveragePooling"] = reader => reader.Apply(new AdaptiveAveragePooling(Size(reader)) { Name = reader.Name(), IsDisjoint = reader.Int("disjoint", 0) != 0 }),
        ["AdaptiveMaxPooling"] = reader => reader.Apply(new AdaptiveMaxPooling(Size(reader)) { Name = reader.Name(), IsDisjoint = reader.Int("disjoint", 0) != 0 }),
        ["BatchNormalization"] = reader => OnnxOperators.ReadBatchNormalization(reader, epsilonOutsideRoot: true),
        ["LocalResponseNormalization"] = OnnxOperators.ReadLocalResponse,
        ["AveragePooling"] = PoolingFunctions.ReadWindows,
        ["SumPooling"] = PoolingFunctions.ReadWindows,
        ["LpPooling"] = PoolingFunctions.ReadWindows,
        ["DistanceWeightedPooling"] = PoolingFunctions.ReadWindows,
        ["MaxPoolingIndices"] = PoolingFunctions.ReadWindows,
        ["MaxUnpooling"] = PoolingFunctions.ReadMaxUnpooling,
        ["FixedUnpooling"] = PoolingFunctions.ReadFixedUnpooling,
        ["ChannelMaxPooling"] = PoolingFunctions.ReadChannelMax,
        ["ClusterPooling"] = PoolingFunctions.ReadClusters,
        ["LearnedPooling"] = PoolingFunctions.ReadLearned,
        ["PartialPooling"] = PoolingFunctions.ReadPartial,
        ["GroupNormalization"] = reader => ReadNormalization(reader, new GroupNormalization(checked((int)reader.Int("groups", 1)))),
        ["LayerNormalization"] = reader => ReadNormalization(reader, new LayerNormalization()),
        ["Gelu"] = reader => reader.Apply(new Gelu { Name = reader.Name() }),
        ["GeluTanh"] = reader => reader.Apply(new Gelu { Name = reader.Name(), Approximate = true }),
        ["SpatialDropout"] = reader => reader.Apply(new SpatialDropout(reader.Float("rate", 0)) { Name = reader.Name() }),
        ["DepthToSpace"] = reader => PixelBlockFunctions.ReadFunction(reader, new DepthToSpace(1)),
        ["SpaceToDepth"] = reader => PixelBlockFunctions.ReadFunction(reader, new SpaceToDepth(1)),
        ["DeformableSampling"] = DeformableFunctions.Read,
        ["GridSampling"] = SamplingFunctions.ReadFunction,
        ["Resampling"] = ResamplingFunctions.ReadFunction,
        ["Convolution"] = ConvolutionFunctions.ReadConvolution,
        ["UnsharedConvolution"] = ConvolutionFunctions.ReadUnshared,
        ["TiledConvolution"] = ConvolutionFunctions.ReadTiled,
        ["SpatialPadding"] = ConvolutionFunctions.ReadPadding,
        ["StochasticDepth"] = reader => reader.Apply(new StochasticDepth(reader.Float("rate", 0)) { Name = reader.Name() }),
    };

    /// <summary>In inference nothing happens.</summary>
    public static void WriteStochasticDepth(NodeWriter writer)
    {
        var function = new FunctionData { Name = "StochasticDepth" };
        function.Attribute.Add("rate");
        Add(function, "Identity", ["x"], "y");
        writer.WriteFunction(function, NodeWriter.Float("rate", ((StochasticDepth)writer.Node.Layer!).Rate));
    }

    /// <summary>In inference nothing happens.</summary>
    public static void WriteSpatialDropout(NodeWriter writer)
    {
        var function = new FunctionData { Name = "SpatialDropout" };
        function.Attribute.Add("rate");
        Add(function, "Identity", ["x"], "y");
        writer.WriteFunction(function, NodeWriter.Float("rate", ((SpatialDropout)writer.Node.Layer!).Rate));
    }

    /// <summary>Windows of one size are pooling; others are cut out one by one, axis by axis.</summary>
    public static void WriteAdaptivePooling(NodeWriter writer)
    {
        var (layer, from, to) = ((AdaptivePoolingLayer)writer.Node.Layer!, writer.Node.Inputs[0].Shape[..^1], writer.Node.Shape[..^1]);
        var axes = from.Zip(to, (input, output) => new AdaptiveAxis(input, output, layer.IsDisjoint)).ToArray();
        var maximum = layer is AdaptiveMaxPooling;
        if (axes.All(axis => axis.Output == 1))
        {
            writer.Write(maximum ? "GlobalMaxPool" : "GlobalAveragePool");
            return;
        }
        if (axes.All(axis => axis.IsEven))
        {
            var sizes = axes.Select(axis => axis.Input / axis.Output).ToArray();
            writer.Write(maximum ? "MaxPool" : "AveragePool", NodeWriter.Ints("kernel_shape", sizes), NodeWriter.Ints("strides", sizes));
            return;
        }
        var function = new FunctionData { Name = $"{layer.Kind}_{string.Join('x', from)}_to_{string.Join('x', to)}{(layer.IsDisjoint ? "_disjoint" : "")}" };
        function.Attribute.Add("size");
        function.Attribute.Add("disjoint");
        var source = "x";
        for (var axis = 0; axis < axes.Length; axis++)
        {
            var target = axis == axes.Length - 1 ? "y" : $"a{axis}";
            PoolAxis(function, axes[axis], axis + 2, maximum ? "ReduceMax" : "ReduceMean", source, target);
            source = target;
        }
        writer.WriteFunction(function, NodeWriter.Ints("size", to), NodeWriter.Int("disjoint", layer.IsDisjoint ? 1 : 0));
    }

    private static void PoolAxis(FunctionData function, AdaptiveAxis axis, int position, string reduce, string source, string target)
    {
        string Constant(string name, int value)
        {
            Add(function, "Constant", [], name, NodeWriter.Ints("value_ints", value));
            return name;
        }
        var at = Constant($"{target}_axis", position);
        var parts = new List<string>();
        for (var output = 0; output < axis.Output; output++)
        {
            var part = $"{target}_{output}";
            Add(function, "Slice", [source, Constant($"{part}_start", axis.Start(output)), Constant($"{part}_end", axis.End(output)), at], $"{part}_window");
            Add(function, reduce, [$"{part}_window"], part, NodeWriter.Ints("axes", position), NodeWriter.Int("keepdims", 1));
            parts.Add(part);
        }
        Add(function, "Concat", parts, target, NodeWriter.Int("axis", position));
    }

    private static void Add(FunctionData function, string type, IReadOnlyList<string> inputs, string output, params ReadOnlySpan<Schema.Attribute> attributes)
    {
        var node = new NodeData { OpType = type, Name = output };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        foreach (var attribute in attributes) node.Attribute.Add(attribute);
        function.Node.Add(node);
    }

    private static AxisSizes Size(NodeReader reader) => ModelMetadata.Shortest(reader.Ints("size") ?? throw new InvalidDataException($"{reader.Type} has no size"));
}
