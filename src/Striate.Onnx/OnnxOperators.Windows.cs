using Striate.Kernels.Arrays;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Tensors;
namespace Striate.Onnx;

/// <summary>Convolutions, pooling and resizing.</summary>
internal static partial class OnnxOperators
{
    private static void ReadConvolution(NodeReader reader)
    {
        var (weights, name, kernel) = Kernel(reader);
        reader.ApplyWeighted(new Convolution(weights.Shape[0], ModelMetadata.Shortest(kernel))
        {
            Name = reader.Name(name) ?? reader.Import.Unique("conv"),
            Stride = Sizes(reader, "strides"),
            Dilation = Sizes(reader, "dilations"),
            Groups = (int)reader.Int("group", 1),
            Padding = reader.Padding(kernel.Length),
            HasBias = reader.HasInput(2),
        }, weights, name);
    }

    private static void ReadTransposedConvolution(NodeReader reader)
    {
        var (weights, name, kernel) = Kernel(reader);
        var groups = (int)reader.Int("group", 1);
        var layer = new TransposedConvolution(checked(weights.Shape[1] * groups), ModelMetadata.Shortest(kernel))
        {
            Name = reader.Name(name) ?? reader.Import.Unique("upconv"),
            Stride = Sizes(reader, "strides"),
            Dilation = Sizes(reader, "dilations"),
            Groups = groups,
            Padding = reader.Padding(kernel.Length),
            OutputPadding = Sizes(reader, "output_padding", 0),
            HasBias = reader.HasInput(2),
        };
        var output = reader.Ints("output_shape");
        if (output is not null || layer.Padding is Padding.SameSize && layer.OutputPadding.Sizes.Any(size => size != 0)) layer = Fitted(reader, layer, output, kernel);
        reader.ApplyWeighted(layer, weights, name);
    }

    // An output of a given size: what is too much is cut off on both sides, what is missing is behind (ONNX's rule of total_padding).
    private static TransposedConvolution Fitted(NodeReader reader, TransposedConvolution layer, int[]? output, int[] kernel)
    {
        var shape = reader.Import.ShapeOf(reader.Input(0));
        if (output is not null && output.Length == shape.Rank + 1) output = output[2..];
        if (output is not null && output.Length != kernel.Length) throw new InvalidDataException($"{reader.Type} has an output_shape of {output.Length} sizes for {kernel.Length} axes");
        var (low, high, added) = (new int[kernel.Length], new int[kernel.Length], new int[kernel.Length]);
        for (var axis = 0; axis < kernel.Length; axis++)
        {
            var stride = layer.Stride.At(axis);
            var whole = checked(stride * (shape[axis] - 1) + layer.OutputPadding.At(axis) + layer.Dilation.At(axis) * (kernel[axis] - 1) + 1);
            var total = whole - (output?[axis] ?? shape[axis] * stride);
            var less = Math.Max(total, 0) / 2;
            (low[axis], high[axis]) = layer.Padding is Padding.SameSize { IsLow: false } ? (less, Math.Max(total, 0) - less) : (Math.Max(total, 0) - less, less);
            added[axis] = layer.OutputPadding.At(axis) + Math.Max(-total, 0);
        }
        return layer with { Padding = Padding.Of(ModelMetadata.Shortest(low), ModelMetadata.Shortest(high)), OutputPadding = ModelMetadata.Shortest(added) };
    }

    private static (Tensor Weights, string Name, int[] Sizes) Kernel(NodeReader reader)
    {
        var weights = reader.Constant(1, out var name);
        if (weights.Shape.Rank is < 3 or > 5) throw reader.Unsupported($"with weights of {weights.Shape}");
        if (reader.IsPooled) throw reader.Unsupported("behind global pooling");
        return (weights, name, reader.Ints("kernel_shape") ?? [.. weights.Shape.Skip(2)]);
    }

    private static void ReadMaxPool(NodeReader reader)
    {
        // The order of storage matters to indices alone.
        var isColumnMajor = reader.Int("storage_order", 0) != 0;
        if (reader.TypeOf(reader.Value(0)) is not ElementType.Float32 and var type)
        {
            PoolWhole(reader, type);
            return;
        }
        PoolingFunctions.ReadWindows(reader);
        if (reader.SecondOutput is not { } indices) return;
        // Unpooling may find the places again, in what was pooled; others get them as numbers.
        if (!isColumnMajor) reader.Import.MarkPlaces(indices, reader.Output);
        if (!isColumnMajor && reader.Import.IsOnlyReadBy(indices, "MaxUnpool")) return;
        reader.Import.SetNode(indices, reader.Import.Apply(Places(reader, (MaxPooling)reader.Made.Layer!, isColumnMajor), reader.Input(0)));
    }

    // Whole numbers of 8 bits are floats, and back.
    private static void PoolWhole(NodeReader reader, ElementType type)
    {
        if (type is not (ElementType.UInt8 or ElementType.Int8) || reader.SecondOutput is not null) throw reader.Unsupported($"of {type}");
        var value = reader.Import.Map(reader.Array(0));
        var pooled = reader.Make(PoolingFunctions.Make(reader, "MaxPool"), reader.Import.Make(new Casting(ElementType.Float32), value.Node));
        reader.Set(0, reader.Import.Make(new Casting(type), pooled), value);
    }

    private static MaxPoolingIndices Places(NodeReader reader, MaxPooling pooling, bool isColumnMajor) => new(pooling.Kernel)
    {
        Name = pooling.Name is null ? null : reader.Import.Unique(pooling.Name + ".indices"),
        Stride = pooling.Stride,
        Dilation = pooling.Dilation,
        Padding = pooling.Padding,
        Fit = pooling.Fit,
        Counting = isColumnMajor ? PlaceCounting.AllMapsByColumns : PlaceCounting.AllMaps,
    };

    private static void ReadMaxUnpool(NodeReader reader)
    {
        var kernel = reader.Ints("kernel_shape") ?? throw new InvalidDataException($"{reader.Type} has no kernel_shape");
        var (strides, pads) = (reader.Ints("strides") ?? [.. kernel.Select(_ => 1)], reader.Ints("pads") ?? new int[2 * kernel.Length]);
        if (!reader.HasInput(1)) throw new InvalidDataException($"{reader.Type} has no indices");
        var values = reader.Input(0);
        var shape = reader.Import.ShapeOf(values);
        // Without a size, the smallest that pools to these values.
        int[] counted = [.. kernel.Select((size, axis) => checked((shape[axis] - 1) * strides[axis] + size - pads[axis] - pads[axis + kernel.Length]))];
        int[] output = reader.HasInput(2) ? [.. reader.Constant(2, out _).AsSpan<long>()[2..].ToArray().Select(size => checked((int)size))] : counted;
        if (reader.Import.TryPlaces(reader.InputName(1), out var pooled) && pooled.Layer is MaxPooling pooling)
        {
            var source = pooled.Inputs[0];
            if (output.SequenceEqual(reader.Import.ShapeOf(source).SkipLast(1)) && reader.Import.ShapeOf(pooled) == shape)
            {
                var unpooling = new MaxUnpooling(pooling.Kernel) { Name = reader.Name(), Stride = pooling.Stride, Dilation = pooling.Dilation, Padding = pooling.Padding, Fit = pooling.Fit };
                reader.Apply(unpooling, values, source);
                return;
            }
            reader.Import.SetNode(reader.InputName(1), reader.Import.Apply(Places(reader, pooling, isColumnMajor: false), source));
        }
        reader.Apply(new IndexUnpooling([.. counted], [.. output]) { Name = reader.Name() }, values, reader.Map(1));
    }

    private static void ReadLpPool(NodeReader reader)
    {
        if (reader.Import.Opset < 2) throw reader.Unsupported("of opset 1");
        PoolingFunctions.ReadWindows(reader);
    }

    private static void ReadGlobalLpPool(NodeReader reader) =>
        reader.Apply(new LpPooling(new AxisSizes([.. reader.Import.ShapeOf(reader.Input(0)).SkipLast(1)]), reader.Int("p", 2)) { Name = reader.Name() });

    private static AxisSizes Sizes(NodeReader reader, string name, int otherwise = 1) => reader.Ints(name) is { Length: > 0 } sizes ? ModelMetadata.Shortest(sizes) : otherwise;
}
