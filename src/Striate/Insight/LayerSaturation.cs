namespace Striate.Insight;

/// <summary>How much of an activation layer is where its slope is all but flat, so that hardly any gradient passes.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Kind">The kind of layer.</param>
/// <param name="Low">The share of flat numbers below the mean of all: of a ReLU, those at 0.</param>
/// <param name="High">The share of flat numbers above.</param>
/// <param name="MeanSlope">The mean of the slope.</param>
public sealed record LayerSaturation(string Name, string Kind, double Low, double High, double MeanSlope);
