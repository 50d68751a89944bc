using Striate.Parameters;

namespace Striate.Training;

/// <summary>A rule for the parameters that a pattern names: <c>*</c> stands for any characters, and a layer's name for all its parameters.</summary>
/// <param name="Pattern">As in <c>*.bias</c>, <c>conv1</c> or <c>layer1.*</c>.</param>
/// <example><code>
/// var optimizer = new Sgd(0.1f) { WeightDecay = 1e-4f, Groups = [new ParameterGroup("*.bias") { WeightDecay = 0 }] };
/// </code></example>
public sealed record ParameterGroup(string Pattern)
{
    /// <summary>Multiplies the learning rate.</summary>
    public float LearningRateFactor { get; init; } = 1;

    /// <summary>The weight decay instead of the optimiser's; null keeps it.</summary>
    public float? WeightDecay { get; init; }

    /// <summary>Only parameters with this role; null for all roles.</summary>
    public ParameterRole? Role { get; init; }

    internal bool Matches(Parameter parameter) => (Role is null || Role == parameter.Role) && NamePattern.Matches(Pattern, parameter.Name);
}
