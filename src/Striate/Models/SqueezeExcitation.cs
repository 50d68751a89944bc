using Striate.Layers;
using Striate.Networks;

namespace Striate.Models;

/// <summary>Squeeze-and-excitation (Hu, Shen, Sun 2018): every channel of a map is scaled by a factor that the means of all channels decide.</summary>
public static class SqueezeExcitation
{
    /// <summary>x · gate(W₂ · activation(W₁ · mean(x) + b₁) + b₂), with 1×1 convolutions for W₁ and W₂.</summary>
    /// <param name="x">The map.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="squeezed">Channels between the two convolutions.</param>
    /// <param name="activation">Behind the first, ReLU by default.</param>
    /// <param name="gate">Behind the second, sigmoid by default.</param>
    /// <param name="name">The block's name, and <c>name.fc1</c> and <c>name.fc2</c> for its convolutions as torchvision calls them; null numbers them.</param>
    /// <example><code>
    /// var y = SqueezeExcitation.Behind(x, channels: 96, squeezed: 4, new Silu());
    /// </code></example>
    public static Node Behind(Node x, int channels, int squeezed, Layer? activation = null, Layer? gate = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        Convolution Mix(int outputs, string part) => new(outputs, 1) { Name = name is null ? null : $"{name}.{part}" };
        var factors = x.Then(new GlobalAveragePooling { KeepAxes = true }, Mix(squeezed, "fc1"), activation ?? new Relu(), Mix(channels, "fc2"), gate ?? new Sigmoid());
        return name is null ? x * factors : (x * factors).Named(name);
    }
}
