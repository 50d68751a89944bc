namespace Striate.Data.Pictures;

/// <summary>How much each pixel of a picture counts for a pixel of its resized copy.</summary>
/// <remarks>Shrinking stretches the filter with the pixels (antialiasing), as Pillow and torchvision do.</remarks>
public enum PictureFilter
{
    /// <summary>The mean over the area that the new pixel covers.</summary>
    Area,

    /// <summary>1 − |x| for |x| &lt; 1: what torchvision's <c>Resize</c> and <c>RandomResizedCrop</c> take.</summary>
    Bilinear,

    /// <summary>Keys' cubic with a = −1/2 for |x| &lt; 2.</summary>
    Bicubic,
}
