using Striate.Kernels.Arrays;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Products of matrices: by weights they are layers that learn.</summary>
internal static partial class OnnxOperators
{
    private static void ReadMatMul(NodeReader reader)
    {
        var value = reader.Value(0);
        if (reader.IsConstant(1) && reader.Constant(1, out var name) is { Shape.Rank: 2, Type: ElementType.Float32 } weights && weights.Shape.Length > 0 && !reader.IsConstant(0) && value.Rank > 1)
        {
            MultiplyByWeights(reader, value, weights, name);
            return;
        }
        var (a, b) = (Matrices(reader, 0), Matrices(reader, 1));
        reader.Set(0, Multiply(reader, a, b, new MatrixMultiplication()));
    }

    // Vectors go through a dense layer; rows of them through a convolution of single places, which has the same weights.
    private static void MultiplyByWeights(NodeReader reader, OnnxValue value, Tensor weights, string name)
    {
        var transposed = Transpose(weights);
        var layerName = reader.Name(name) ?? reader.Import.Unique("dense");
        if (value.IsBatched && value.Rank == 2)
        {
            reader.Import.SetWeighted(reader.Output, new Dense(transposed.Shape[0]) { Name = layerName, HasBias = false }, reader.Input(0), ("weight", transposed, name));
            return;
        }
        // Any axes, the last one last: they are one spatial axis for the layer.
        value = reader.Array(0);
        if (reader.Import.TypeOf(value.Node) is not ElementType.Float32 and var type) throw reader.Unsupported($"of {type}");
        var last = value.Rank - 1;
        if (!value.IsBatched || value.Order[^1] != last) value = reader.Plain(0);
        var shape = reader.Import.ShapeOf(value.Node);
        if (shape[^1] != weights.Shape[0]) throw new InvalidDataException($"MatMul multiplies {shape} by {weights.Shape}; {shape[^1]} and {weights.Shape[0]} must be equal");
        var rows = reader.Import.Make(new Reshaping([-1, shape[^1]]), value.Node);
        var layer = new Convolution(transposed.Shape[0], 1) { Name = layerName, HasBias = false };
        reader.Import.SetWeighted(reader.Output, layer, rows, ("weight", transposed.Reshape([.. transposed.Shape, 1]), name));
        var product = reader.Import.Made(reader.Output);
        int[] sizes = [.. shape[..^1], transposed.Shape[0]];
        reader.Set(0, sizes.Length == 2 ? product : reader.Import.Make(new Reshaping([.. sizes]), product), value);
    }

    /// <summary>An input as matrices: the last two axes at the end, vectors as they are.</summary>
    private static OnnxValue Matrices(NodeReader reader, int index)
    {
        var value = reader.Plain(index);
        return reader.Import.TypeOf(value.Node) is ElementType.Float32 or ElementType.Int32 or ElementType.Int64 ? value : throw reader.Unsupported($"of {reader.Import.TypeOf(value.Node)}");
    }

    // NumPy's rules: a vector is a row on the left and a column on the right, and that axis is gone from the result.
    private static OnnxValue Multiply(NodeReader reader, OnnxValue a, OnnxValue b, MatrixMultiplication layer)
    {
        if (a.Rank == 0 || b.Rank == 0) throw new InvalidDataException("MatMul multiplies a number without axes");
        if (a.Examples == OnnxValue.Free || b.Examples == OnnxValue.Free)
        {
            // Examples must be an axis that is broadcast, or rows on the left.
            var (batched, rank) = (a.IsBatched ? a : b, Math.Max(a.Rank, b.Rank));
            if (b.IsBatched && b.Rank < 3 || batched.Rank < rank || a.IsBatched && (a.Rank == 1 || a.Rank == 2 && layer.TransposesFirst) || b.IsBatched && a.IsBatched && a.Rank < 3) throw new NeedsExamplesException($"{reader.Type} multiplies along the examples");
        }
        var isRow = a.Rank == 1 || a.IsBatched && a.Rank == 2;
        var isColumn = b.Rank == 1;
        var left = isRow ? Reshaped(reader, a, shape => [1, shape[^1]]) : a.Node;
        var right = isColumn ? Reshaped(reader, b, shape => [shape[^1], 1]) : b.Node;
        var examples = a.IsBatched ? a.Examples : b.Examples;
        // What all examples share may have an axis of size 1 where the examples are.
        if (examples != OnnxValue.Shared)
        {
            if (!a.IsBatched) left = WithoutExamples(reader, left, b.Rank);
            if (!b.IsBatched) right = WithoutExamples(reader, right, a.Rank);
        }
        var node = reader.Make(layer, left, right);
        var shape = reader.Import.ShapeOf(node);
        int[] sizes = [.. shape[..^2], .. isRow ? [] : new[] { shape[^2] }, .. isColumn ? [] : new[] { shape[^1] }];
        if (sizes.Length != shape.Rank) node = reader.Import.Make(new Reshaping([.. sizes]), node);
        var result = sizes.Length + (examples != OnnxValue.Shared ? 1 : 0);
        return new OnnxValue(node, result, OnnxValue.PlainOrder(result, examples != OnnxValue.Shared), examples);
    }

    private static Node Reshaped(NodeReader reader, OnnxValue value, Func<Shape, int[]> sizes) => reader.Import.Make(new Reshaping([.. sizes(reader.Import.ShapeOf(value.Node))]), value.Node);

    private static Node WithoutExamples(NodeReader reader, Node node, int rank)
    {
        var shape = reader.Import.ShapeOf(node);
        if (shape.Rank < rank) return node;
        if (shape[0] != 1) throw new NeedsExamplesException($"{reader.Type} has a matrix for each example");
        return reader.Import.Make(new Reshaping([.. shape[1..]]), node);
    }

    private static void ReadGemm(NodeReader reader)
    {
        var (alpha, beta) = (reader.Float("alpha", 1), reader.Float("beta", 1));
        reader.Int("broadcast", 0);
        var (transposesFirst, transposesSecond) = (reader.Int("transA", 0) != 0, reader.Int("transB", 0) != 0);
        if (!transposesFirst && reader.IsConstant(1) && !reader.IsConstant(0) && (!reader.HasInput(2) || reader.IsConstant(2)) && GemmOfWeights(reader, alpha, beta, transposesSecond)) return;
        var product = Multiply(reader, Matrices(reader, 0), Matrices(reader, 1), new MatrixMultiplication { TransposesFirst = transposesFirst, TransposesSecond = transposesSecond, Factor = alpha });
        if (!reader.HasInput(2) || beta == 0)
        {
            reader.Set(0, product);
            return;
        }
        var addend = reader.Array(2);
        if (addend.Rank > 2) throw new InvalidDataException($"Gemm adds an array with {addend.Rank} axes to a matrix");
        if (beta != 1) addend = addend with { Node = reader.Make(new Broadcasting(BroadcastOperation.Multiply), addend.Node, reader.Make(new ConstantArray(Tensor.From<float>([beta], Shape.Scalar)))) };
        reader.Set(0, Broadcast(reader, BroadcastOperation.Add, [product, addend]));
    }

    private static bool GemmOfWeights(NodeReader reader, float alpha, float beta, bool isTransposed)
    {
        var weights = reader.Constant(1, out var name);
        if (weights.Shape.Rank != 2 || weights.Type != ElementType.Float32 || weights.Shape.Length == 0) return false;
        var columns = weights.Shape[isTransposed ? 0 : 1];
        var (bias, biasName) = (default(Tensor), "");
        if (reader.HasInput(2))
        {
            bias = reader.Constant(2, out biasName);
            if (bias.Shape.Length == 1) bias = Repeat(bias, columns);
            if (bias.Shape.Length != columns || bias.Shape.Rank > 0 && bias.Shape.Channels != columns) return false;
            if (beta != 1) (bias, biasName) = (Times(bias, beta), $"{biasName} times {beta}");
        }
        if (alpha != 1) (weights, name) = (Times(weights, alpha), $"{name} times {alpha}");
        if (!isTransposed) weights = Transpose(weights);
        var layer = new Dense(columns) { Name = reader.Name(name) ?? reader.Import.Unique("dense"), HasBias = bias is not null };
        if (bias is null) reader.Import.SetWeighted(reader.Output, layer, reader.Input(0), ("weight", weights, name));
        else reader.Import.SetWeighted(reader.Output, layer, reader.Input(0), ("weight", weights, name), ("bias", bias, biasName));
        return true;
    }
}
