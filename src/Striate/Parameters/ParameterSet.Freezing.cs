namespace Striate.Parameters;

/// <content>Which parameters training leaves as they are.</content>
public sealed partial class ParameterSet
{
    /// <summary>Keeps the parameters that a pattern names as they are in training that begins after this call.</summary>
    /// <remarks>A batch normalisation that is named as a whole, as by its layer's name, keeps its running statistics and normalises with them; a pattern as <c>*.weight</c> keeps γ alone.
    /// The choice lives with the network in memory: a saved model stores what its layers say (<c>Frozen</c>).</remarks>
    /// <param name="pattern">The name of a parameter, of a layer or of a group of layers; <c>*</c> stands for any characters, as in <c>layer1.*</c> or <c>*.bias</c>.</param>
    /// <returns>The number of parameters that the pattern names.</returns>
    /// <exception cref="ArgumentException">It names none.</exception>
    /// <example><code>
    /// network.Parameters.Freeze("*");
    /// var tuned = network.ReplaceHead(5);                  // the new head is learnt, nothing else
    /// tuned.Parameters.Unfreeze("layer4");
    /// </code></example>
    public int Freeze(string pattern) => SetFrozen(pattern, true);

    /// <summary>Lets training move the parameters that a pattern names; the reverse of <see cref="Freeze"/>.</summary>
    /// <param name="pattern">As for <see cref="Freeze"/>.</param>
    /// <returns>The number of parameters that the pattern names.</returns>
    /// <exception cref="ArgumentException">It names none.</exception>
    public int Unfreeze(string pattern) => SetFrozen(pattern, false);

    /// <summary>The parameters that a pattern names, as for <see cref="Freeze"/>.</summary>
    /// <exception cref="ArgumentException">It names none.</exception>
    public IReadOnlyList<Parameter> Matching(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var found = _parameters.Where(parameter => NamePattern.Matches(pattern, parameter.Name)).ToArray();
        return found.Length > 0 ? found : throw new ArgumentException($"No parameter matches '{pattern}'. {Examples}");
    }

    private string Examples => $"There are {Count}: {string.Join(", ", _parameters.Take(6).Select(p => p.Name))}{(Count > 6 ? ", …" : "")}.";

    private int SetFrozen(string pattern, bool isFrozen)
    {
        var found = Matching(pattern);
        foreach (var parameter in found) parameter.IsFrozen = isFrozen;
        return found.Count;
    }
}
