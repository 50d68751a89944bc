namespace Striate.Layers;

/// <summary>Which outputs of a convolution share a bias.</summary>
public enum BiasSharing
{
    /// <summary>All of a channel: the usual rule.</summary>
    PerChannel,

    /// <summary>None: a number for each channel at each location of an input of fixed size, which corrects the edges under zero padding (Goodfellow, Bengio, Courville 2016, section 9.5).</summary>
    PerLocation,
}
