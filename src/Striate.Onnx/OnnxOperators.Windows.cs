using Striate.Layers;
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
        if (reader.Ints("output_shape") is not null) throw reader.Unsupported("with output_shape");
        var groups = (int)reader.Int("group", 1);
        reader.ApplyWeighted(new TransposedConvolution(checked(weights.Shape[1] * groups), ModelMetadata.Shortest(kernel))
        {
            Name = reader.Name(name) ?? reader.Import.Unique("upconv"),
            Stride = Sizes(reader, "strides"),
            Dilation = Sizes(reader, "dilations"),
            Groups = groups,
            Padding = reader.Padding(kernel.Length),
            OutputPadding = Sizes(reader, "output_padding", 0),
            HasBias = reader.HasInput(2),
        }, weights, name);
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
        if (reader.SecondOutput is { } indices)
        {
            // Unpooling finds the places again, in what was pooled.
            if (isColumnMajor || !reader.Import.IsOnlyReadBy(indices, "MaxUnpool")) throw reader.Unsupported("with several outputs");
            reader.Import.MarkPlaces(indices, reader.Output);
        }
        PoolingFunctions.ReadWindows(reader);
    }

    private static void ReadMaxUnpool(NodeReader reader)
    {
        foreach (var attribute in new[] { "kernel_shape", "strides", "pads" }) reader.Ints(attribute);
        if (!reader.Import.TryPlaces(reader.InputName(1), out var pooled) || pooled.Layer is not MaxPooling pooling) throw reader.Unsupported("of indices that no MaxPool of the model made");
        var source = pooled.Inputs[0];
        var windows = pooling.Windows(new LayerInputs(reader.Type, [reader.Import.ShapeOf(source)]));
        // Without a size, the smallest that pools to these values.
        var size = reader.HasInput(2) ? reader.Constant(2, out _).AsSpan<long>()[2..].ToArray() : [.. windows.Select(axis => (axis.Output - 1L) * axis.Stride + axis.Kernel - axis.PaddingLow - axis.PaddingHigh)];
        if (!size.SequenceEqual(windows.Select(axis => (long)axis.Input))) throw reader.Unsupported("to another size than was pooled");
        reader.Apply(new MaxUnpooling(pooling.Kernel) { Name = reader.Name(), Stride = pooling.Stride, Dilation = pooling.Dilation, Padding = pooling.Padding, Fit = pooling.Fit }, reader.Input(0), source);
    }

    private static void ReadLpPool(NodeReader reader)
    {
        if (reader.Import.Opset < 2) throw reader.Unsupported("of opset 1");
        PoolingFunctions.ReadWindows(reader);
    }

    private static AxisSizes Sizes(NodeReader reader, string name, int otherwise = 1) => reader.Ints(name) is { Length: > 0 } sizes ? ModelMetadata.Shortest(sizes) : otherwise;
}
