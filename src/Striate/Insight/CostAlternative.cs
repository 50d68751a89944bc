namespace Striate.Insight;

/// <summary>What a way of connecting the same input and output costs, biases left out.</summary>
/// <param name="Name">The way, as in <c>depthwise separable</c>.</param>
/// <param name="Formula">The weights with their numbers, as in <c>5·5·64 + 64·128</c>.</param>
/// <param name="Weights">The weights; exact up to 2⁵³.</param>
/// <param name="MultiplyAccumulates">For one example, padding counted as inputs.</param>
/// <param name="Sums">The numbers that are sums, those between two passes included.</param>
public sealed record CostAlternative(string Name, string Formula, double Weights, double MultiplyAccumulates, double Sums)
{
    /// <summary>Multiplications and additions: a sum of n products takes n of the one and n − 1 of the other.</summary>
    public double Operations => 2 * MultiplyAccumulates - Sums;
}
