using Striate.Kernels.Pooling;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>Dynamic pooling: regions are clusters of each image's own features, by their places. No parameters.</summary>
/// <remarks>
/// <para>x is <c>spatial… × C</c>, y is <c>clusters × C</c>. The features of an image are the strongest local maxima of its map summed over the channels (larger than all neighbours, diagonal ones too; of equal
/// ones the first); where there are fewer than clusters, the strongest other pixels join them. k-means on their places gives the clusters, from a drawn feature and those farthest from it and from each other (Gonzalez 1985); they stand in the order of
/// (row, column) of their centres; y[k, c] = the largest of x[·, c] at the places of cluster k (Goodfellow, Bengio, Courville 2016, section 9.3: a different set of regions for each image; Boureau et al. 2011).</para>
/// <para>A gradient goes to the place of the largest number, and regions count as given. The same image gives the same regions in any batch. In ONNX the layer is a node of the domain <c>striate</c> that other runtimes do not know.</para>
/// </remarks>
/// <example><code>
/// var pool = new ClusterPooling(4) { Features = 32 };
/// </code></example>
public sealed record ClusterPooling : Layer
{
    /// <summary>Pooling into a number of clusters, of eight times as many features.</summary>
    public ClusterPooling(int clusters) => (Clusters, Features) = (clusters, (int)Math.Min(8L * clusters, int.MaxValue));

    /// <summary>Clusters of an image.</summary>
    public int Clusters { get; init; }

    /// <summary>The most local maxima that count, the strongest; the number of clusters or more.</summary>
    public int Features { get; init; }

    /// <summary>What the first feature of k-means is drawn with.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override Reach Reach => Reach.Everything;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        var pixels = inputs.Shape.Length / inputs.Shape.Channels;
        if (Clusters < 1 || Clusters > pixels) throw new ShapeException($"{inputs.Label} has {Clusters} clusters; an input of {inputs.Shape} has {pixels} pixels. What would fit: 1 to {pixels}.");
        if (Features < Clusters) throw new ShapeException($"{inputs.Label} has {Features} features for {Clusters} clusters. What would fit: {Clusters} features or more.");
        return Shape.Of(Clusters, inputs.Shape.Channels);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var output = lowering.NewValue(OutputShape(lowering.Shapes));
        var sizes = lowering.Shapes.Shape;
        int Size(int fromEnd) => sizes.Rank - 1 >= fromEnd ? sizes[sizes.Rank - 1 - fromEnd] : 1;
        return lowering.Add(new ClusterPoolStep(new ClusterPoolingShape(lowering.Batch, output.Channels, Size(3), Size(2), Size(1), Clusters, Features, Seed), lowering.InOrder(lowering.Input), output));
    }
}
