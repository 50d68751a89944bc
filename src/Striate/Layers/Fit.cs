namespace Striate.Layers;

/// <summary>What happens when windows do not fill their input exactly.</summary>
public enum Fit
{
    /// <summary>The last rows and columns are never looked at; <c>summary</c> counts them.</summary>
    Floor,

    /// <summary>The shape is refused, with the settings that would fit.</summary>
    Strict,
}
