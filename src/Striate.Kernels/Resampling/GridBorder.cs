namespace Striate.Kernels.Resampling;

/// <summary>What a sampling reads outside its map.</summary>
public enum GridBorder
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The pixel at the border.</summary>
    Border,

    /// <summary>The map mirrored, as often as needed: at the outer edges of the pixels at the border, or at their centres where those are the map's corners.</summary>
    Reflection,
}
