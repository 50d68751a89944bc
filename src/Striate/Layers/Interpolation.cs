namespace Striate.Layers;

/// <summary>What stands between pixels.</summary>
public enum Interpolation
{
    /// <summary>The pixel that an output lies in.</summary>
    Nearest,

    /// <summary>The straight line between the two pixels around, along each axis (bilinear, trilinear).</summary>
    Linear,
}
