using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>Densely connected networks (Huang et al. 2017, table 1), in torchvision's form and under its names: each layer sees the outputs of all layers of its block.</summary>
public static class DenseNet
{
    /// <summary>Blocks of 6, 12, 24 and 16 layers that add 32 channels each: 7,978,856 parameters for 1000 classes.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    public static Network DenseNet121(Shape input, int classes) => Build(input, classes, [6, 12, 24, 16], growth: 32, first: 64);

    /// <summary>Dense blocks with transitions that halve channels and sizes.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="blocks">Layers of each dense block.</param>
    /// <param name="growth">Channels that a layer adds.</param>
    /// <param name="first">Channels of the first convolution.</param>
    public static Network Build(Shape input, int classes, IReadOnlyList<int> blocks, int growth, int first)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(blocks);
        var x = Network.Input(input.AsSpan()).Then(Blocks.Normalized(Convolve("features.conv0", first, 7, 2), "features.norm0", new Relu { Name = "features.relu0" }))
            .Then(new MaxPooling(3) { Name = "features.pool0", Stride = 2, Padding = Padding.Of(1) });
        var channels = first;
        for (var block = 1; block <= blocks.Count; block++)
        {
            for (var layer = 1; layer <= blocks[block - 1]; layer++) x = Grow(x, $"features.denseblock{block}.denselayer{layer}", growth);
            channels += growth * blocks[block - 1];
            if (block == blocks.Count) break;
            channels /= 2;
            x = Activated(x, $"features.transition{block}.norm")
                .Then(Convolve($"features.transition{block}.conv", channels, 1), new AveragePooling(2) { Name = $"features.transition{block}.pool" });
        }
        return Network.Of(Activated(x, "features.norm5").Then(new GlobalAveragePooling(), new Dense(classes) { Name = "classifier" }));
    }

    // The bottleneck of section 3, "DenseNet-B": 1×1 to four times the growth, then 3×3.
    private static Node Grow(Node x, string name, int growth)
    {
        var bottleneck = Activated(x, $"{name}.norm1").Then(Convolve($"{name}.conv1", 4 * growth, 1));
        return Node.Concatenate(x, Activated(bottleneck, $"{name}.norm2").Then(Convolve($"{name}.conv2", growth, 3)));
    }

    private static Node Activated(Node x, string name) => x.Then(new BatchNormalization { Name = name }, new Relu());

    private static Convolution Convolve(string name, int channels, int kernel, int stride = 1) => Blocks.Convolve(name, channels, kernel, stride) with { HasBias = false };
}
