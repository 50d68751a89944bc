using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>Products of matrices, the last two axes of two arrays; the axes before them are broadcast: y = factor · a · b.</summary>
/// <remarks>With weights that are learnt it is <see cref="Dense"/>. Gradients: da = factor · dy · bᵀ, db = factor · aᵀ · dy, added over what was broadcast.</remarks>
/// <example><code>
/// // How alike each of 10 vectors is to each of 20.
/// var layer = new MatrixMultiplication { TransposesSecond = true, Factor = 0.125f };
/// </code></example>
public sealed record MatrixMultiplication : ArrayLayer
{
    /// <summary>Whether the first matrix is K × M.</summary>
    public bool TransposesFirst { get; init; }

    /// <summary>Whether the second matrix is N × K.</summary>
    public bool TransposesSecond { get; init; }

    /// <summary>A factor of the product; 1 for integers.</summary>
    public float Factor { get; init; } = 1;

    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => type is ElementType.Float32 or ElementType.Int32 or ElementType.Int64;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var (a, b) = (inputs.Shapes[0], inputs.Shapes[1]);
        if (a.Rank < 2 || b.Rank < 2) throw new ShapeException($"{inputs.Label} multiplies matrices; its inputs are {a} and {b}.");
        if (inputs.Type(0) != inputs.Type(1)) throw new ShapeException($"{inputs.Label} multiplies numbers of one type; its inputs hold {inputs.Type(0)} and {inputs.Type(1)}.");
        var (rows, left) = TransposesFirst ? (a[^1], a[^2]) : (a[^2], a[^1]);
        var (right, columns) = TransposesSecond ? (b[^1], b[^2]) : (b[^2], b[^1]);
        if (left != right) throw new ShapeException($"{inputs.Label} multiplies {rows}×{left} by {right}×{columns}; {left} and {right} must be equal. Its inputs are {a} and {b}.");
        var rank = Math.Max(a.Rank, b.Rank) - 2;
        var sizes = new int[rank + 2];
        for (var axis = 0; axis < rank; axis++)
        {
            var (i, j) = (axis - rank + a.Rank - 2, axis - rank + b.Rank - 2);
            var (first, second) = (i < 0 ? 1 : a[i], j < 0 ? 1 : b[j]);
            if (first != second && first != 1 && second != 1) throw new ShapeException($"{inputs.Label} cannot broadcast {a[..^2]} and {b[..^2]}, the axes before the matrices of {a} and {b}.");
            sizes[axis] = first == 1 ? second : first;
        }
        (sizes[^2], sizes[^1]) = (rows, columns);
        return Shape.Of(sizes);
    }

    /// <inheritdoc/>
    public override long MultiplyAccumulates(in LayerInputs inputs) => OutputShape(inputs).Length * (TransposesFirst ? inputs.Shapes[0][^2] : inputs.Shapes[0][^1]);

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.Add(new Steps.Arrays.MatrixStep(TransposesFirst, TransposesSecond, Factor, MultiplyAccumulates(lowering.Shapes), Ordered(lowering), Ordered(lowering, 1), NewOutput(lowering)));
    }
}
