namespace Striate.Layers;

/// <summary>What stands between pixels. All are linear in the pixels' values and separable: one axis after the other.</summary>
public enum Interpolation
{
    /// <summary>The nearest pixel.</summary>
    Nearest,

    /// <summary>The straight line between the two pixels around, along each axis (bilinear, trilinear).</summary>
    Linear,

    /// <summary>Keys' cubic convolution of the four pixels around with a = −0.75 (bicubic; Keys 1981, equation 4), as PyTorch, OpenCV and ONNX have it.</summary>
    Cubic,

    /// <summary>The cubic B-spline through all pixels: their values are filtered to coefficients first (Unser, Aldroubi &amp; Eden 1993), with mirrored ends.</summary>
    Spline,

    /// <summary>sinc(x) · sinc(x / 3) of the six pixels around, divided by its sum (Lanczos, a = 3).</summary>
    Lanczos,

    /// <summary>The mean over the part of the input that an output covers, pixels at its edge counted by their share (OpenCV's INTER_AREA).</summary>
    Area,
}
