using System.Collections.Immutable;
using Striate.Kernels.Resampling;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>Fixed weighted sums along one axis: y[…, o, …] = Σᵢ w[o, i] · x[…, i, …] (a resizing of one axis, a change of coordinates).</summary>
/// <param name="Along">The axis; negative ones count from the end.</param>
/// <param name="Inputs">The size of the axis.</param>
/// <param name="First">For each output the first input of its sum; never less than that of the output before.</param>
/// <param name="Counts">For each output the number of its inputs, so that the last is never less than that of the output before.</param>
/// <param name="Weights">The weights of all outputs, one behind the other.</param>
/// <remarks>Linear; the gradient is the transposed sum.</remarks>
/// <example><code>
/// // The mean of each two neighbours.
/// var layer = new AxisSums(0, 3, [0, 1], [2, 2], [0.5f, 0.5f, 0.5f, 0.5f]);
/// </code></example>
public sealed record AxisSums(int Along, int Inputs, ImmutableArray<int> First, ImmutableArray<int> Counts, ImmutableArray<float> Weights) : ArrayLayer
{
    /// <summary>Sums with a row of weights for each output.</summary>
    public static AxisSums Of(int along, IReadOnlyList<float[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0) throw new ArgumentException("Sums along an axis need a row of weights or more.");
        var (first, last) = (new int[rows.Count], new int[rows.Count]);
        for (var output = 0; output < rows.Count; output++)
        {
            first[output] = Math.Max(Array.FindIndex(rows[output], weight => weight != 0), 0);
            last[output] = Array.FindLastIndex(rows[output], weight => weight != 0);
            if (output > 0) last[output] = Math.Max(last[output], last[output - 1]);
        }
        // Rows are as wide as the order of their beginnings and ends asks, with zeros.
        for (var output = rows.Count - 2; output >= 0; output--) first[output] = Math.Min(first[output], first[output + 1]);
        ImmutableArray<int> counts = [.. first.Zip(last, (from, to) => Math.Max(to - from + 1, 0))];
        return new AxisSums(along, rows[0].Length, [.. first], counts, [.. rows.SelectMany((row, output) => row.Skip(first[output]).Take(counts[output]))]);
    }

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => type == ElementType.Float32;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var axis = Axis(inputs, Along, inputs.Shape.Rank);
        if (inputs.Shape[axis] != Inputs) throw new ShapeException($"{inputs.Label} sums {Inputs} numbers along axis {Along}; its input {inputs.Shape} has {inputs.Shape[axis]} there.");
        int[] sizes = [.. inputs.Shape];
        sizes[axis] = First.Length;
        return Shape.Of(sizes);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var (input, shape) = (Ordered(lowering), lowering.Shapes.Shape);
        var axis = Axis(lowering.Shapes, Along, shape.Rank);
        int Length(IEnumerable<int> sizes) => sizes.Aggregate(1, (product, size) => checked(product * size));
        // What lies before the axis counts as examples, what lies behind it as channels.
        var table = new ResampleTable(Inputs, [.. Rows()]);
        var problem = new ResampleShape(checked(input.Batch * Length(shape.Take(axis))), Length(shape.Skip(axis + 1)), ResampleTable.Unit, ResampleTable.Unit, table);
        return lowering.Add(new ResampleStep(problem, "sums along an axis", input, NewOutput(lowering)));
    }

    /// <summary>The weights as a matrix, a row for each output.</summary>
    public Tensor Matrix()
    {
        var matrix = new Tensor(Shape.Of(First.Length, Inputs));
        var output = 0;
        foreach (var (first, weights) in Rows()) weights.CopyTo(matrix.Floats[(output++ * Inputs + first)..]);
        return matrix;
    }

    private IEnumerable<(int First, float[] Weights)> Rows()
    {
        var start = 0;
        for (var output = 0; output < First.Length; start += Counts[output++]) yield return (First[output], Weights.AsSpan(start, Counts[output]).ToArray());
    }

    /// <summary>Whether both have the same weights.</summary>
    public bool Equals(AxisSums? other) => base.Equals(other) && Along == other.Along && Inputs == other.Inputs && First.SequenceEqual(other.First) && Counts.SequenceEqual(other.Counts) && Weights.SequenceEqual(other.Weights);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Along, Inputs, First.Length);
}
