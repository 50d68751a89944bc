namespace Striate.Layers;

/// <summary>Where an output lies among the inputs of an axis, with scale = outputs / inputs.</summary>
public enum Coordinates
{
    /// <summary>(o + ½) / scale − ½: pixels are areas, and the edges of both maps agree (PyTorch's align_corners=False, ONNX's half_pixel).</summary>
    HalfPixel,

    /// <summary>o · (inputs − 1) / (outputs − 1): the centres of the first and last pixels agree (align_corners); 0 for a single output.</summary>
    AlignCorners,

    /// <summary>o / scale: the centres of the first pixels agree (ONNX's asymmetric).</summary>
    Asymmetric,
}
