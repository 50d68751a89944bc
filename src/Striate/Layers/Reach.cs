namespace Striate.Layers;

/// <summary>Which inputs a number of a layer's output sees.</summary>
public enum Reach
{
    /// <summary>Those under its window, or the one at its own place where the layer has no windows.</summary>
    Window,

    /// <summary>Those that spread to it: the layer's windows lie on its output, as a transposed convolution's.</summary>
    Spread,

    /// <summary>All of them.</summary>
    Everything,
}
