using Striate.Tensors;

namespace Striate.Insight;

/// <summary>A row of a network's summary: one node.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Kind">The kind of layer.</param>
/// <param name="Inputs">The names of the nodes it reads.</param>
/// <param name="Output">The shape of one example.</param>
/// <param name="Parameters">Learnt numbers, counted at the first node that uses them.</param>
/// <param name="MultiplyAccumulates">For one example.</param>
/// <param name="ReceptiveFields">One an axis; empty behind a flatten or a dense layer, which see everything.</param>
/// <param name="Unused">Rows and columns at the end that no window reaches, one an axis.</param>
public sealed record LayerSummary(string Name, string Kind, IReadOnlyList<string> Inputs, Shape Output, long Parameters, long MultiplyAccumulates,
    IReadOnlyList<ReceptiveField> ReceptiveFields, IReadOnlyList<int> Unused)
{
    private static readonly string[] Names = ["", "C", "LC", "HWC", "DHWC"];

    /// <summary>What the axes of <see cref="Output"/> are: D depth, H height, W width, L length, C channels.</summary>
    public string Axes => Output.Rank < Names.Length ? Names[Output.Rank] : "";

    /// <summary>The memory of the output of one example.</summary>
    public long Bytes => Output.Length * sizeof(float);

    /// <summary>The number of the complex layer that this simple one is a stage of; null before the first.</summary>
    /// <remarks>Two namings are in use (Goodfellow, Bengio, Courville 2016, figure 9.7): a convolutional layer is complex and has a convolution, a detector and a pooling stage; or each of these is a simple layer of its own.</remarks>
    public int? ComplexLayer { get; init; }

    /// <summary>Which stage: <c>convolution</c> (<c>affine</c> for a dense layer), <c>detector</c> for an activation, <c>pooling</c>; empty for others.</summary>
    public string Stage { get; init; } = "";
}
