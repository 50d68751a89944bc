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
    IReadOnlyList<ReceptiveField> ReceptiveFields, IReadOnlyList<int> Unused);
