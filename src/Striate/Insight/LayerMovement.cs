namespace Striate.Insight;

/// <summary>What a layer's output did when the input was transformed.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Kind">The kind of layer.</param>
/// <param name="MoveError">Largest |f(g(x)) − g(f(x))| over the largest |f(x)|: 0 where the output moved with the input (equivariance). Null where no output can be compared.</param>
/// <param name="Compared">Places that were compared: those whose receptive fields lie in the map, before and after, and touch nothing that came in over the edge.</param>
/// <param name="StayError">‖f(g(x)) − f(x)‖ / ‖f(x)‖: 0 where the output stayed as it was (invariance).</param>
/// <param name="Changed">The share of numbers that changed.</param>
public sealed record LayerMovement(string Name, string Kind, double? MoveError, long Compared, double StayError, double Changed);
