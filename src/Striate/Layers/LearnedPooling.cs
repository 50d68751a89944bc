using Striate.Kernels.Random;
using Striate.Parameters;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>Pooling regions that are learnt, one set for all images: y = the mean over all pixels, weighted for each region by the softmax of learnt numbers.</summary>
/// <remarks>
/// <para>x is <c>spatial… × C</c>, y is <c>size… × C</c>: y[r, c] = Σ over pixels p of exp(a[r, p]) / Σ over q of exp(a[r, q]) · x[p, c]; the parameter <c>weight</c> of <c>regions × spatial…</c> is a,
/// shared by channels and images (Jia, Huang, Darrell 2012, "Beyond spatial pyramids"). Its size follows the input's, so that a network takes no other.</para>
/// <para>At first regions lie as those of adaptive pooling: a = −d² / 2σ² with the distance d from the middle of the region's cell and σ half the cell, along each axis.</para>
/// </remarks>
/// <example><code>
/// var pool = new LearnedPooling((2, 2));
/// </code></example>
public sealed record LearnedPooling : Layer
{
    /// <summary>Regions along each spatial axis: one number for all axes, or one an axis, outermost first.</summary>
    public LearnedPooling(AxisSizes size) => Size = size;

    /// <summary>Regions along each spatial axis.</summary>
    public AxisSizes Size { get; init; }

    /// <summary>Whether training leaves the regions as they are.</summary>
    public bool Frozen { get; init; }

    /// <inheritdoc/>
    public override Reach Reach => Reach.Everything;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        WindowLayer.Require(inputs.Label, "size", Size, inputs.SpatialRank, 1);
        return Shape.Of([.. Enumerable.Range(0, inputs.SpatialRank).Select(Size.At), inputs.Shape.Channels]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(in LayerInputs inputs)
    {
        int[] cells = [.. OutputShape(inputs)[..^1]], sizes = [.. inputs.Shape[..^1]];
        return [new ParameterSpec("weight", Shape.Of([cells.Aggregate(1, (product, size) => checked(product * size)), .. sizes]), ParameterRole.Weight, new Cells(cells, sizes)) { Frozen = Frozen }];
    }

    /// <inheritdoc/>
    public override long MultiplyAccumulates(in LayerInputs inputs) => Parameters(inputs)[0].Shape.Length * inputs.Shape.Channels;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var output = lowering.NewValue(OutputShape(lowering.Shapes));
        return lowering.Add(new RegionPoolStep(lowering.Parameter("weight"), (int)(output.Shape.Length / output.Channels), lowering.InOrder(lowering.Input), output));
    }

    private sealed record Cells(int[] Counts, int[] Sizes) : Initializer
    {
        public override void Fill(Span<float> values, ParameterSpec spec, PhiloxStream random)
        {
            for (var i = 0; i < values.Length; i++)
            {
                // The last axis first: the pixel's place, then the region's.
                var (rest, exponent) = (i, 0.0);
                var places = new int[Sizes.Length];
                for (var axis = Sizes.Length - 1; axis >= 0; rest /= Sizes[axis], axis--) places[axis] = rest % Sizes[axis];
                for (var axis = Sizes.Length - 1; axis >= 0; rest /= Counts[axis], axis--)
                {
                    var cell = (double)Sizes[axis] / Counts[axis];
                    var distance = places[axis] + 0.5 - (rest % Counts[axis] + 0.5) * cell;
                    exponent -= distance * distance / (2 * Math.Pow(cell / 2, 2));
                }
                values[i] = (float)exponent;
            }
        }
    }
}
