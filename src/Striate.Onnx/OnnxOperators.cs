using Striate.Kernels.Arrays;
using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>The operators that are read, one small function each.</summary>
internal static partial class OnnxOperators
{
    /// <summary>How an operator is read.</summary>
    public static bool TryReader(string type, out Action<NodeReader> read)
    {
        if (Readers.TryGetValue(type, out read!)) return true;
        if (Functions.TryGetValue(type, out var function)) read = reader => Apply(reader, function);
        else if (Operations.TryGetValue(type, out var operation)) read = reader => ReadOperation(reader, operation);
        return read is not null;
    }

    private static IReadOnlyDictionary<string, Action<NodeReader>> Readers { get; } = new Dictionary<string, Action<NodeReader>>(StringComparer.Ordinal)
    {
        ["Conv"] = ReadConvolution,
        ["ConvTranspose"] = ReadTransposedConvolution,
        ["DeformConv"] = DeformableFunctions.ReadConvolution,
        ["Gemm"] = ReadGemm,
        ["MatMul"] = ReadMatMul,
        ["MaxPool"] = ReadMaxPool,
        ["MaxUnpool"] = ReadMaxUnpool,
        ["AveragePool"] = PoolingFunctions.ReadWindows,
        ["LpPool"] = ReadLpPool,
        ["GlobalAveragePool"] = reader => reader.Apply(new GlobalAveragePooling { Name = reader.Name(), KeepAxes = !reader.IsOnlyFlattened }),
        ["GlobalMaxPool"] = reader => reader.Apply(new AdaptiveMaxPooling(1) { Name = reader.Name() }),
        ["GlobalLpPool"] = ReadGlobalLpPool,
        ["BatchNormalization"] = ReadBatchNormalization,
        ["InstanceNormalization"] = ReadInstanceNormalization,
        ["GroupNormalization"] = ReadGroupNormalization,
        ["LayerNormalization"] = ReadLayerNormalization,
        ["LRN"] = ReadLocalResponse,
        ["Relu"] = ReadRelu,
        ["Tanh"] = reader => reader.Apply(new Tanh { Name = reader.Name() }),
        ["Sigmoid"] = reader => reader.Apply(new Sigmoid { Name = reader.Name() }),
        ["LeakyRelu"] = ReadLeakyRelu,
        ["Clip"] = ReadClip,
        ["Elu"] = ReadElu,
        ["Gelu"] = ReadGelu,
        ["Selu"] = ReadSelu,
        ["Softplus"] = reader => reader.Apply(new Softplus { Name = reader.Name() }),
        ["PRelu"] = ReadPRelu,
        ["Softmax"] = reader => ReadSoftmax(reader, new Softmax()),
        ["LogSoftmax"] = reader => ReadSoftmax(reader, new LogSoftmax()),
        ["HardSwish"] = reader => reader.Apply(new HardSwish { Name = reader.Name() }),
        ["HardSigmoid"] = ReadHardSigmoid,
        ["Mul"] = ReadMul,
        ["Celu"] = reader => Apply(reader, ElementwiseFunction.Celu, reader.Float("alpha", 1)),
        ["ThresholdedRelu"] = reader => Apply(reader, ElementwiseFunction.ThresholdedRelu, reader.Float("alpha", 1)),
        ["Shrink"] = reader => Apply(reader, ElementwiseFunction.Shrink, reader.Float("lambd", 0.5f), reader.Float("bias", 0)),
        ["IsInf"] = reader => Apply(reader, ElementwiseFunction.IsInfinite, reader.Int("detect_negative", 1), reader.Int("detect_positive", 1)),
        ["Swish"] = ReadSwish,
        ["Sub"] = ReadSub,
        ["Div"] = ReadDiv,
        ["Mean"] = ReadMean,
        ["Mod"] = ReadMod,
        ["BitShift"] = ReadBitShift,
        ["Pow"] = ReadPow,
        ["Where"] = ReadWhere,
        ["Cast"] = ReadCast,
        ["CastLike"] = ReadCastLike,
        ["ConstantOfShape"] = ReadConstantOfShape,
        ["EyeLike"] = ReadEyeLike,
        ["Range"] = ReadRange,
        ["Trilu"] = ReadTrilu,
        ["QuantizeLinear"] = ReadQuantize,
        ["DequantizeLinear"] = ReadDequantize,
        ["Hardmax"] = reader => ReadSoftmax(reader, new Hardmax()),
        ["DepthToSpace"] = PixelBlockFunctions.ReadDepthToSpace,
        ["SpaceToDepth"] = PixelBlockFunctions.ReadSpaceToDepth,
        ["Resize"] = ResizeReader.ReadResize,
        ["Upsample"] = ResizeReader.ReadUpsample,
        ["GridSample"] = SamplingFunctions.ReadGridSample,
        ["AffineGrid"] = SamplingFunctions.ReadAffineGrid,
        ["DFT"] = ReadFourierTransform,
        ["STFT"] = ReadShortTimeTransform,
        ["HannWindow"] = reader => ReadWindow(reader, [0.5, 0.5]),
        ["HammingWindow"] = reader => ReadWindow(reader, [25 / 46.0, 21 / 46.0]),
        ["BlackmanWindow"] = reader => ReadWindow(reader, [0.42, 0.5, 0.08]),
        ["MelWeightMatrix"] = ReadMelWeights,
        ["Unsqueeze"] = ReadUnsqueeze,
        ["Dropout"] = ReadDropout,
        ["Flatten"] = ReadFlatten,
        ["Reshape"] = ReadReshape,
        ["Squeeze"] = ReadSqueeze,
        ["Transpose"] = ReadTranspose,
        ["Shape"] = ReadShape,
        ["Add"] = ReadAdd,
        ["Concat"] = ReadConcat,
        ["Pad"] = ReadPad,
        ["Identity"] = ReadIdentity,
        ["Constant"] = ReadConstant,
    };

    private static void ReadGemm(NodeReader reader)
    {
        var weights = reader.Constant(1, out var name);
        var (alpha, beta) = (reader.Float("alpha", 1), reader.Float("beta", 1));
        reader.Int("broadcast", 0);
        if (reader.Int("transA", 0) != 0) throw reader.Unsupported("with transA");
        if (weights.Shape.Rank != 2) throw reader.Unsupported($"with a second input of {weights.Shape}");
        if (alpha != 1) (weights, name) = (Times(weights, alpha), $"{name} times {alpha}");
        if (reader.Int("transB", 0) == 0) weights = Transpose(weights);
        var layer = new Dense(weights.Shape[0]) { Name = reader.Name(name) ?? reader.Import.Unique("dense"), HasBias = reader.HasInput(2) };
        if (!layer.HasBias)
        {
            reader.Import.SetWeighted(reader.Output, layer, reader.Input(0), ("weight", weights, name));
            return;
        }
        var bias = reader.Constant(2, out var biasName);
        if (bias.Shape.Length == 1) bias = Repeat(bias, weights.Shape[0]);
        if (beta != 1) (bias, biasName) = (Times(bias, beta), $"{biasName} times {beta}");
        if (bias.Shape.Length != weights.Shape[0]) throw reader.Unsupported($"whose third input is {bias.Shape} for {weights.Shape[0]} outputs");
        reader.Import.SetWeighted(reader.Output, layer, reader.Input(0), ("weight", weights, name), ("bias", bias, biasName));
    }

    private static void ReadMatMul(NodeReader reader)
    {
        var weights = reader.Constant(1, out var name);
        if (weights.Shape.Rank != 2) throw reader.Unsupported($"with a second input of {weights.Shape}");
        var transposed = Transpose(weights);
        var layer = new Dense(transposed.Shape[0]) { Name = reader.Name(name) ?? reader.Import.Unique("dense"), HasBias = false };
        reader.Import.SetWeighted(reader.Output, layer, reader.Input(0), ("weight", transposed, name));
    }

    private static void ReadConcat(NodeReader reader)
    {
        if (reader.Int("axis", 1) != 1) throw reader.Unsupported("along another axis than the channels");
        reader.Import.SetNode(reader.Output, reader.Import.Apply(new Concatenation { Name = reader.Name() }, [.. Enumerable.Range(0, reader.InputCount).Select(reader.Input)]));
    }

    private static void ReadPad(NodeReader reader)
    {
        var word = reader.Text("mode", "constant");
        PaddingMode? mode = word switch { "constant" => PaddingMode.Zero, "reflect" => PaddingMode.Reflect, "edge" => PaddingMode.Replicate, "wrap" => PaddingMode.Circular, _ => null };
        if (mode is not { } known || reader.HasInput(3)) throw reader.Unsupported($"with mode {word}, or with axes");
        var value = reader.HasInput(2) ? reader.Constant(2, out _).Floats[0] : reader.Float("value", 0);
        var pads = reader.HasInput(1) ? reader.Constant(1, out _).AsSpan<long>().ToArray() : reader.Ints("pads")?.Select(pad => (long)pad).ToArray() ?? throw reader.Unsupported("without pads");
        var rank = pads.Length / 2;
        int[] sizes = [.. pads.Select(pad => checked((int)pad))];
        if (sizes.Any(pad => pad < 0) || sizes[0] != 0 || sizes[rank] != 0) throw reader.Unsupported("that cuts, or along the batch");
        var (channels, space) = (sizes[1] != 0 || sizes[rank + 1] != 0, sizes.Where((pad, i) => i % rank > 1 && pad != 0).Any());
        if (space && !channels)
        {
            var filled = known == PaddingMode.Zero && value != 0;
            reader.Apply(new SpatialPadding(ModelMetadata.Shortest(sizes[2..rank]), ModelMetadata.Shortest(sizes[(rank + 2)..])) { Name = reader.Name(), Mode = filled ? PaddingMode.Constant : known, Value = filled ? value : 0 });
            return;
        }
        if (space || known != PaddingMode.Zero || value != 0) throw reader.Unsupported("along the channels with another value than 0, or along other axes too");
        reader.Apply(new ChannelPadding(sizes[1], sizes[rank + 1]) { Name = reader.Name() });
    }

    private static bool Channel(Shape shape, int spatial) => shape.Rank > spatial && shape[^(spatial + 1)] == shape.Length;

    private static Tensor Times(Tensor tensor, float factor)
    {
        var result = new Tensor(tensor.Shape);
        for (var i = 0; i < result.Floats.Length; i++) result.Floats[i] = tensor.Floats[i] * factor;
        return result;
    }

    private static Tensor Repeat(Tensor number, int count)
    {
        var result = new Tensor(Shape.Of(count));
        result.Floats.Fill(number.Floats[0]);
        return result;
    }

    private static Tensor Transpose(Tensor matrix)
    {
        var (rows, columns) = (matrix.Shape[0], matrix.Shape[1]);
        var result = new Tensor(Shape.Of(columns, rows));
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++) result.Floats[column * rows + row] = matrix.Floats[row * columns + column];
        return result;
    }
}
