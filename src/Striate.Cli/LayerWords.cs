using Striate.Layers;

namespace Striate.Cli;

/// <summary>Layers by a word and the settings of the command line.</summary>
internal static class LayerWords
{
    public const string Names = "convolution, unshared, tiled, transposed, average-pooling, sum-pooling, distance-weighted-pooling, max-pooling, resampling, dense, relu, tanh, sigmoid";

    /// <summary>The layer of a word; null if there is none.</summary>
    public static Layer? Find(string word, Settings settings) => word switch
    {
        "convolution" => Window(new Convolution(settings.Channels, settings.Kernel) { Flip = settings.Flip }, settings),
        "unshared" => Window(new UnsharedConvolution(settings.Channels, settings.Kernel), settings),
        "tiled" => Window(new TiledConvolution(settings.Channels, settings.Kernel, settings.Tiles), settings),
        "transposed" => Window(new TransposedConvolution(settings.Channels, settings.Kernel), settings),
        "average-pooling" => Window(new AveragePooling(settings.Kernel), settings),
        "sum-pooling" => Window(new SumPooling(settings.Kernel), settings),
        "distance-weighted-pooling" => Window(new DistanceWeightedPooling(settings.Kernel), settings),
        "max-pooling" => Window(new MaxPooling(settings.Kernel), settings),
        "resampling" => new Resampling(settings.Scale) { Interpolation = settings.Interpolation, Coordinates = settings.Coordinates },
        "dense" => new Dense(settings.Channels),
        "relu" => new Relu(),
        "tanh" => new Tanh(),
        "sigmoid" => new Sigmoid(),
        _ => null,
    };

    private static T Window<T>(T layer, Settings settings) where T : WindowLayer
    {
        WindowLayer set = layer with { Padding = settings.Padding, Dilation = settings.Dilation };
        return (T)(settings.Stride is { } stride ? set with { Stride = stride } : set);
    }

    /// <summary>What stands behind the word.</summary>
    /// <param name="Channels">Output channels.</param>
    /// <param name="Kernel">The kernel.</param>
    /// <param name="Stride">The stride; null for the layer's own.</param>
    /// <param name="Padding">The padding.</param>
    /// <param name="Dilation">The dilation.</param>
    /// <param name="Scale">The scale of resampling.</param>
    /// <param name="Interpolation">What stands between its pixels.</param>
    /// <param name="Coordinates">Where its outputs lie.</param>
    /// <param name="Flip">Whether a convolution's kernel is reversed.</param>
    /// <param name="Tiles">Kernels in turn along each axis.</param>
    internal sealed record Settings(int Channels, AxisSizes Kernel, AxisSizes? Stride, Padding Padding, AxisSizes Dilation,
        AxisScales Scale, Interpolation Interpolation, Coordinates Coordinates, bool Flip, AxisSizes Tiles);
}
