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
        reader.RequireOneOutput();
        // The order of storage matters to indices alone.
        reader.Int("storage_order", 0);
        reader.Apply(PoolingFunctions.Read(reader, kernel => new MaxPooling(kernel)));
    }

    private static void ReadLpPool(NodeReader reader)
    {
        if (reader.Import.Opset < 2) throw reader.Unsupported("of opset 1");
        reader.Apply(PoolingFunctions.Read(reader, kernel => new LpPooling(kernel, reader.Int("p", 2))));
    }

    private static AxisSizes Sizes(NodeReader reader, string name, int otherwise = 1) => reader.Ints(name) is { Length: > 0 } sizes ? ModelMetadata.Shortest(sizes) : otherwise;
}
