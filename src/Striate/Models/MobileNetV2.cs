using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>Inverted residuals with linear bottlenecks (Sandler et al. 2018, table 2), in torchvision's form and under its names.</summary>
public static class MobileNetV2
{
    // Table 2: expansion, channels, blocks, stride of the first block.
    private static readonly (int Expansion, int Channels, int Blocks, int Stride)[] Stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    /// <summary>Seventeen blocks: 3,504,872 parameters for 1000 classes at width 1.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="width">Multiplies all channels, as in 0.5 or 1.4; the last convolution's 1280 never become fewer.</param>
    public static Network Build(Shape input, int classes, double width = 1)
    {
        ArgumentNullException.ThrowIfNull(input);
        var channels = Blocks.Scaled(32, width);
        var x = Network.Input(input.AsSpan()).Then(Unit("features.0", channels, 3, stride: 2));
        var index = 1;
        foreach (var stage in Stages)
        {
            var channelsOut = Blocks.Scaled(stage.Channels, width);
            for (var block = 0; block < stage.Blocks; block++)
            {
                x = Block(x, $"features.{index++}", channels, channelsOut, stage.Expansion, block == 0 ? stage.Stride : 1);
                channels = channelsOut;
            }
        }
        return Network.Of(x.Then(Unit($"features.{index}", Blocks.Scaled(1280, Math.Max(1, width)), 1)).Then(
            new GlobalAveragePooling(), new Dropout(0.2f) { Name = "classifier.0" }, new Dense(classes) { Name = "classifier.1", WeightInitializer = new Initializer.Normal(0, 0.01f) }));
    }

    // Figure 3 b: wide, depthwise, narrow without activation; the input is added where it has the output's shape.
    private static Node Block(Node x, string name, int channels, int channelsOut, int expansion, int stride)
    {
        var (wide, part) = (channels * expansion, 0);
        var branch = expansion == 1 ? x : x.Then(Unit($"{name}.conv.{part++}", wide, 1));
        branch = branch.Then(Unit($"{name}.conv.{part++}", wide, 3, stride, groups: wide))
            .Then(Blocks.Normalized(Blocks.Convolve($"{name}.conv.{part}", channelsOut, 1), $"{name}.conv.{part + 1}"));
        return stride == 1 && channels == channelsOut ? (branch + x).Named(name) : branch;
    }

    private static Layer[] Unit(string name, int channels, int kernel, int stride = 1, int groups = 1) =>
        Blocks.Normalized(Blocks.Convolve($"{name}.0", channels, kernel, stride) with { Groups = groups }, $"{name}.1", new Relu6 { Name = $"{name}.2" });
}
