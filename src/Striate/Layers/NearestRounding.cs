namespace Striate.Layers;

/// <summary>Which pixel is the nearest to a place between two.</summary>
public enum NearestRounding
{
    /// <summary>The nearest; half way the higher: with half-pixel coordinates the pixel in which the output's centre lies (PyTorch's nearest-exact, ONNX's round_prefer_ceil).</summary>
    HalfUp,

    /// <summary>The nearest; half way the lower (ONNX's round_prefer_floor).</summary>
    HalfDown,

    /// <summary>The lower (with asymmetric coordinates PyTorch's nearest).</summary>
    Floor,

    /// <summary>The higher.</summary>
    Ceiling,
}
