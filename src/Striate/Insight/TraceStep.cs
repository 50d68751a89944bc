namespace Striate.Insight;

/// <summary>One product of a convolution, and what the output has come to with it.</summary>
/// <param name="Output">The output's place, outermost axis first.</param>
/// <param name="Channel">The input channel.</param>
/// <param name="Input">The input's place; outside the map, it is padding.</param>
/// <param name="Tap">The kernel's place.</param>
/// <param name="IsPadding">Whether the input is assumed and not there.</param>
/// <param name="Value">The input, or what is assumed in its place.</param>
/// <param name="Weight">The kernel's number.</param>
/// <param name="Sum">The sum of this and the products before it.</param>
public sealed record TraceStep(IReadOnlyList<int> Output, int Channel, IReadOnlyList<int> Input, IReadOnlyList<int> Tap, bool IsPadding, double Value, double Weight, double Sum)
{
    /// <summary>The input that <see cref="Value"/> is, or is a copy of; null where zero or another constant is assumed.</summary>
    public IReadOnlyList<int>? Source { get; init; }

    /// <summary>What is added.</summary>
    public double Product => Value * Weight;
}
