using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>Residual networks of 6n + 2 layers for small pictures (He et al. 2015, section 4.2).</summary>
/// <remarks>Names of layers are those of the widely used PyTorch port (<c>conv1</c>, <c>layer1.0.bn1</c>, …, <c>linear</c>), so that its published weights load.</remarks>
public static class CifarResNet
{
    /// <summary>Twenty layers: 272,474 parameters with projections, 269,722 with padded shortcuts, for 32×32×3 and ten classes.</summary>
    public static Network ResNet20(Shape input, int classes, Shortcut shortcut = Shortcut.Projection) => Build(input, classes, blocks: 3, shortcut);

    /// <summary>Thirty-two layers, with projections.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="shortcut">What passes a change of size.</param>
    public static Network ResNet32(Shape input, int classes, Shortcut shortcut = Shortcut.Projection) => Build(input, classes, blocks: 5, shortcut);

    /// <summary>Forty-four layers.</summary>
    /// <inheritdoc cref="ResNet32"/>
    public static Network ResNet44(Shape input, int classes, Shortcut shortcut = Shortcut.Projection) => Build(input, classes, blocks: 7, shortcut);

    /// <summary>Fifty-six layers.</summary>
    /// <inheritdoc cref="ResNet32"/>
    public static Network ResNet56(Shape input, int classes, Shortcut shortcut = Shortcut.Projection) => Build(input, classes, blocks: 9, shortcut);

    /// <summary>Three stages of 16, 32 and 64 channels with a number of blocks each.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="blocks">Blocks a stage: 3 for ResNet-20, 5 for ResNet-32, 7 for ResNet-44, 9 for ResNet-56.</param>
    /// <param name="shortcut">What passes a change of size.</param>
    public static Network Build(Shape input, int classes, int blocks, Shortcut shortcut)
    {
        ArgumentNullException.ThrowIfNull(input);
        var x = Network.Input(input.AsSpan()).Then(Convolve("conv1", 16, 3, 1), Normalize("bn1"), new Relu());
        var channels = 16;
        for (var stage = 1; stage <= 3; stage++)
        {
            for (var block = 0; block < blocks; block++)
            {
                var stride = stage > 1 && block == 0 ? 2 : 1;
                x = Block(x, $"layer{stage}.{block}", channels, 8 << stage, stride, shortcut);
                channels = 8 << stage;
            }
        }
        return Network.Of(x.Then(new GlobalAveragePooling(), new Dense(classes) { Name = "linear" }));
    }

    // y = relu(f(x) + shortcut(x)), equation 2 with ReLU behind the sum.
    private static Node Block(Node x, string name, int channelsIn, int channels, int stride, Shortcut shortcut)
    {
        Layer[] branch = [Convolve($"{name}.conv1", channels, 3, stride), Normalize($"{name}.bn1"), new Relu(), Convolve($"{name}.conv2", channels, 3, 1), Normalize($"{name}.bn2")];
        IReadOnlyList<Layer> pass = stride == 1 && channelsIn == channels ? []
            : shortcut == Shortcut.Padded ? Residual.Padded(channels - channelsIn, stride)
            : [Convolve($"{name}.shortcut.0", channels, 1, stride), Normalize($"{name}.shortcut.1")];
        return Residual.Block(x, branch, pass).Then(new Relu());
    }

    private static Convolution Convolve(string name, int channels, int kernel, int stride) =>
        new(channels, kernel) { Name = name, Stride = stride, Padding = Padding.Of(kernel / 2), HasBias = false };

    private static BatchNormalization Normalize(string name) => new() { Name = name };
}
