namespace Striate.Models;

/// <summary>How a residual block carries its input past a change of size (He et al. 2015, section 3.3).</summary>
public enum Shortcut
{
    /// <summary>Option B: a 1×1 convolution with batch normalisation.</summary>
    Projection,

    /// <summary>Option A: every second pixel, with channels of zeros on both sides; no parameters.</summary>
    Padded,
}
