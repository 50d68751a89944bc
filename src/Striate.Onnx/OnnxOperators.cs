using Striate.Kernels.Arrays;
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
        ["MeanVarianceNormalization"] = ReadMeanVarianceNormalization,
        ["LpNormalization"] = ReadLpNormalization,
        ["RMSNormalization"] = ReadRootMeanSquareNormalization,
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
        ["DynamicQuantizeLinear"] = ReadDynamicQuantize,
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
        ["Split"] = ReadSplit,
        ["Slice"] = ReadSlice,
        ["Gather"] = ReadGather,
        ["GatherElements"] = ReadGatherElements,
        ["GatherND"] = ReadGatherTuples,
        ["Expand"] = ReadExpand,
        ["Tile"] = ReadTile,
        ["Size"] = ReadSize,
        ["ReduceSum"] = Reduce(ReductionFunction.Sum),
        ["ReduceMean"] = Reduce(ReductionFunction.Mean),
        ["ReduceMax"] = Reduce(ReductionFunction.Maximum),
        ["ReduceMin"] = Reduce(ReductionFunction.Minimum),
        ["ReduceProd"] = Reduce(ReductionFunction.Product),
        ["ReduceL1"] = Reduce(ReductionFunction.L1),
        ["ReduceL2"] = Reduce(ReductionFunction.L2),
        ["ReduceLogSum"] = Reduce(ReductionFunction.LogSum),
        ["ReduceLogSumExp"] = Reduce(ReductionFunction.LogSumExp),
        ["ReduceSumSquare"] = Reduce(ReductionFunction.SumOfSquares),
        ["ArgMax"] = reader => ReadExtremePlace(reader, smallest: false),
        ["ArgMin"] = reader => ReadExtremePlace(reader, smallest: true),
        ["TopK"] = ReadTopPlaces,
        ["CumSum"] = reader => ReadCumulation(reader, product: false),
        ["CumProd"] = reader => ReadCumulation(reader, product: true),
        ["NonMaxSuppression"] = ReadNonMaximumSuppression,
        ["RoiAlign"] = ReadRegionAlignment,
        ["Identity"] = ReadIdentity,
        ["Constant"] = ReadConstant,
    };

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
