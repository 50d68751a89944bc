using System.Globalization;
using Striate.Layers;
using Striate.Parameters;

namespace Striate.Models;

/// <summary>What published networks are made of.</summary>
internal static class Blocks
{
    /// <summary>Normal with deviation √(2 / fan-out): keeps the variance of gradients through ReLUs (He et al. 2015, equation 14).</summary>
    public static Initializer FanOut { get; } = new Initializer.Scaled(2, FanIn: 0, FanOut: 1, IsNormal: true);

    /// <summary>A convolution with half a kernel of zeros around its input: odd kernels keep the size at stride 1.</summary>
    public static Convolution Convolve(string? name, int channels, AxisSizes kernel, int stride = 1) => new(channels, kernel)
    {
        Name = name,
        Stride = stride,
        Padding = Padding.Of([.. kernel.Sizes.Select(size => size / 2)]),
        WeightInitializer = FanOut,
    };

    /// <summary>A convolution, batch normalisation, and perhaps an activation. The convolution has no bias: it would be subtracted again with the mean.</summary>
    public static Layer[] Normalized(Convolution convolution, string? normalization, Layer? activation = null, float epsilon = 1e-5f)
    {
        Layer[] layers = [convolution with { HasBias = false }, new BatchNormalization { Name = normalization, Epsilon = epsilon }];
        return activation is null ? layers : [.. layers, activation];
    }

    /// <summary>The unit of inception networks, torchvision's <c>BasicConv2d</c>: <c>conv</c>, <c>bn</c> with ε = 0.001, and ReLU, which bears the unit's name.</summary>
    public static Layer[] Unit(string name, int channels, AxisSizes kernel, int stride = 1) => Unit(Convolve($"{name}.conv", channels, kernel, stride), name);

    /// <summary>The same without padding.</summary>
    public static Layer[] ValidUnit(string name, int channels, int kernel, int stride = 1) => Unit(Convolve($"{name}.conv", channels, kernel, stride) with { Padding = Padding.Valid }, name);

    /// <summary>A number of channels times a factor: the nearest multiple of 8 that is not more than a tenth below it (torchvision's <c>_make_divisible</c>).</summary>
    public static int Scaled(int channels, double factor)
    {
        if (!(factor > 0)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The width must be more than 0, not {factor}."));
        var exact = channels * factor;
        var near = Math.Max(8, (int)(exact + 4) / 8 * 8);
        return near < 0.9 * exact ? near + 8 : near;
    }

    private static Layer[] Unit(Convolution convolution, string name) => Normalized(convolution, $"{name}.bn", new Relu { Name = name }, epsilon: 1e-3f);
}
