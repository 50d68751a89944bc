namespace Striate.Insight;

/// <summary>How strong a convolution's outputs are at the edge of the map and inside: zeros around the input leave the units at the edge less to sum.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Rings">The mean of |output| over the outermost ring of the map, the next, and so on; the innermost part last.</param>
public sealed record LayerEdges(string Name, IReadOnlyList<double> Rings)
{
    /// <summary>The outermost ring beside the innermost part.</summary>
    public double Share => Rings[^1] > 0 ? Rings[0] / Rings[^1] : 1;
}
