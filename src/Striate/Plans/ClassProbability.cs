using System.Globalization;

namespace Striate.Plans;

/// <summary>A class and how likely it is.</summary>
/// <param name="Index">The class's place in the network's output.</param>
/// <param name="Name">Its name; the index as text where the model names none.</param>
/// <param name="Probability">Between 0 and 1; over all classes they sum to 1.</param>
public readonly record struct ClassProbability(int Index, string Name, double Probability)
{
    /// <summary>Name and probability, as in <c>cat 0.9731</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Probability:0.0000}");
}
