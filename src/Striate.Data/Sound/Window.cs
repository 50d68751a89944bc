namespace Striate.Data.Sound;

/// <summary>How a frame fades in and out, over n samples i; periodic, as for a transform of n samples.</summary>
public enum Window
{
    /// <summary>½ − ½ cos(2πi / n).</summary>
    Hann,

    /// <summary>0.54 − 0.46 cos(2πi / n).</summary>
    Hamming,

    /// <summary>0.42 − ½ cos(2πi / n) + 0.08 cos(4πi / n).</summary>
    Blackman,

    /// <summary>1: not at all.</summary>
    Rectangular,
}
