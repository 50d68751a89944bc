using System.Collections.Immutable;
using System.Globalization;
using Striate.Parameters;
using Striate.Training;

namespace Striate.Cli;

/// <summary>Groups of parameters: biases and normalisation without weight decay, and factors of the learning rate by name.</summary>
internal static class Rates
{
    private static readonly ParameterRole[] Undecayed = [ParameterRole.Bias, ParameterRole.Scale, ParameterRole.Shift];

    /// <summary>From single factors such as <c>layer1=0.1</c> and, behind them, a text such as <c>*.bias=2,head.*=0.1</c>; empty or none for decay alone.</summary>
    public static ImmutableArray<ParameterGroup> Groups(IReadOnlyList<string> single, string rates)
    {
        var several = rates == "none" ? [] : rates.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var factors = single.Select(text => Parse("--learning-rate-of", text)).Concat(several.Select(text => Parse("--rates", text)));
        return [.. factors.Append((Pattern: "*", Factor: 1)).SelectMany(rate => Undecayed.Select(role => new ParameterGroup(rate.Pattern) { Role = role, LearningRateFactor = rate.Factor, WeightDecay = 0 })
            .Append(new ParameterGroup(rate.Pattern) { LearningRateFactor = rate.Factor }))];
    }

    private static (string Pattern, float Factor) Parse(string option, string text)
    {
        if (text.Split('=') is [{ Length: > 0 } pattern, var number] && float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && float.IsFinite(factor) && factor >= 0)
            return (pattern, factor);
        throw new ArgumentException($"{option}: '{text}' is no factor for parameters; it looks like *.bias=2.");
    }
}
