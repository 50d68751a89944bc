using Striate.Kernels.Convolution;

namespace Striate.Kernels.Pooling;

/// <summary>Every number of pooling by clusters, checked once.</summary>
public readonly record struct ClusterPoolingShape
{
    /// <summary>Checks and stores the numbers.</summary>
    /// <exception cref="ArgumentException">A number is not positive, there are more clusters than features or pixels, or a map has more numbers than a span can hold.</exception>
    public ClusterPoolingShape(int batch, int channels, int depth, int height, int width, int clusters, int features, ulong seed)
    {
        if (Math.Min(Math.Min(Math.Min(batch, channels), Math.Min(depth, height)), Math.Min(width, clusters)) < 1)
            throw new ArgumentException($"Pooling by clusters needs positive sizes: batch {batch}, channels {channels}, {depth}×{height}×{width} pixels, {clusters} clusters.");
        if (WindowAxis.Count(batch, channels, depth, height, width) > Array.MaxLength)
            throw new ArgumentException($"A map of {WindowAxis.Count(batch, channels, depth, height, width):0} numbers is too large; the most is {Array.MaxLength}.");
        if (clusters > features || clusters > depth * height * width)
            throw new ArgumentException($"There cannot be {clusters} clusters of {features} features among {depth * height * width} pixels.");
        (Batch, Channels, Depth, Height, Width, Clusters, Features, Seed) = (batch, channels, depth, height, width, clusters, Math.Min(features, depth * height * width), seed);
    }

    /// <summary>N.</summary>
    public int Batch { get; }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>The outermost of three axes.</summary>
    public int Depth { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Clusters of each example: outputs.</summary>
    public int Clusters { get; }

    /// <summary>Features that are clustered, at most.</summary>
    public int Features { get; }

    /// <summary>What k-means starts from.</summary>
    public ulong Seed { get; }

    /// <summary>Pixels of one example.</summary>
    public int Pixels => Depth * Height * Width;
}
