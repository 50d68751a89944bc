using Striate.Layers;
using Striate.Networks;

namespace Striate.Models;

/// <summary>Residual blocks, y = f(x) + s(x) (He et al. 2015, equations 1 and 2): a block whose f is 0 is its shortcut, and gradients reach x past f too, dy/dx = s' + f'.</summary>
/// <remarks>All of them serve one, two and three spatial axes. An activation behind the sum is the caller's.</remarks>
/// <example><code>
/// var y = Residual.Block(x, Residual.Basic(64)).Then(new Relu());
/// var z = Residual.Block(y, Residual.Bottleneck(64, 256, stride: 2), Residual.Projection(256, stride: 2)).Then(new Relu());
/// </code></example>
public static class Residual
{
    /// <summary>f(x) + s(x); without a shortcut f(x) + x, for which f keeps the shape of x.</summary>
    /// <param name="x">Where the block begins.</param>
    /// <param name="branch">f.</param>
    /// <param name="shortcut">s, as of <see cref="Projection"/> where f changes the shape; none for the identity.</param>
    public static Node Block(Node x, IReadOnlyList<Layer> branch, params IReadOnlyList<Layer> shortcut)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(branch);
        ArgumentNullException.ThrowIfNull(shortcut);
        return x.Then([.. branch]) + x.Then([.. shortcut]);
    }

    /// <summary>Two 3×3 convolutions, each with batch normalisation, and ReLU between them.</summary>
    /// <param name="channels">Output channels.</param>
    /// <param name="stride">The stride of the first.</param>
    /// <param name="name">Layers are called <c>name.conv1</c>, <c>name.bn1</c>, … as in torchvision; null numbers them.</param>
    public static IReadOnlyList<Layer> Basic(int channels, int stride = 1, string? name = null) =>
        [.. Unit(name, 1, channels, 3, stride), new Relu(), .. Unit(name, 2, channels, 3, 1)];

    /// <summary>1×1, 3×3 and 1×1 convolutions, each with batch normalisation, and ReLU between them.</summary>
    /// <param name="width">Channels of the first and the second.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="stride">The stride of the 3×3 convolution.</param>
    /// <param name="name">Layers are called <c>name.conv1</c>, <c>name.bn1</c>, … as in torchvision; null numbers them.</param>
    public static IReadOnlyList<Layer> Bottleneck(int width, int channels, int stride = 1, string? name = null) =>
        [.. Unit(name, 1, width, 1, 1), new Relu(), .. Unit(name, 2, width, 3, stride), new Relu(), .. Unit(name, 3, channels, 1, 1)];

    /// <summary>A shortcut past a change of size, option B of the paper: a 1×1 convolution with batch normalisation.</summary>
    /// <param name="channels">Output channels, those of the branch.</param>
    /// <param name="stride">The stride of the branch.</param>
    /// <param name="name">Layers are called <c>name.0</c> and <c>name.1</c>; null numbers them.</param>
    public static IReadOnlyList<Layer> Projection(int channels, int stride = 1, string? name = null) =>
        Blocks.Normalized(Blocks.Convolve(Join(name, "0"), channels, 1, stride), Join(name, "1"));

    /// <summary>A shortcut past a change of size without parameters, option A of the paper: every stride-th pixel, and channels of zeros on both sides.</summary>
    /// <param name="added">How many channels the branch adds.</param>
    /// <param name="stride">The stride of the branch.</param>
    public static IReadOnlyList<Layer> Padded(int added, int stride = 1) =>
        // A window of one pixel takes it as it is.
        [new AveragePooling(1) { Stride = stride }, new ChannelPadding(added / 2, added - added / 2)];

    private static Layer[] Unit(string? name, int index, int channels, int kernel, int stride) =>
        Blocks.Normalized(Blocks.Convolve(Join(name, $"conv{index}"), channels, kernel, stride), Join(name, $"bn{index}"));

    private static string? Join(string? name, string part) => name is null ? null : $"{name}.{part}";
}
