namespace Striate.Onnx;

/// <summary>How a network is written.</summary>
public sealed record SaveOptions
{
    /// <summary>The file is read back before it takes its name, and both networks must give the same outputs for a random input.</summary>
    /// <remarks>It takes a load of the file, one example through both networks, and the memory of a second network.</remarks>
    public bool Check { get; init; } = true;

    /// <summary>Weights go to a second file beside the first, called as it with <c>.data</c> behind. Models that are too large for one file (2 GiB) always do.</summary>
    public bool ExternalData { get; init; }
}
