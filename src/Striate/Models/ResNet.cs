using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>Residual networks for large pictures (He et al. 2015, table 1), in torchvision's form and under its names: a bottleneck's stride lies on its 3×3 convolution.</summary>
public static class ResNet
{
    /// <summary>Blocks of two 3×3 convolutions, 2 + 2 + 2 + 2 of them: 11,689,512 parameters for 1000 classes.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    public static Network ResNet18(Shape input, int classes) => Build(input, classes, [2, 2, 2, 2], isBottleneck: false);

    /// <summary>Blocks of two 3×3 convolutions, 3 + 4 + 6 + 3 of them: 21,797,672 parameters for 1000 classes.</summary>
    /// <inheritdoc cref="ResNet18"/>
    public static Network ResNet34(Shape input, int classes) => Build(input, classes, [3, 4, 6, 3], isBottleneck: false);

    /// <summary>Bottlenecks, 3 + 4 + 6 + 3 of them: 25,557,032 parameters for 1000 classes.</summary>
    /// <inheritdoc cref="ResNet18"/>
    public static Network ResNet50(Shape input, int classes) => Build(input, classes, [3, 4, 6, 3], isBottleneck: true);

    /// <summary>Bottlenecks, 3 + 4 + 23 + 3 of them: 44,549,160 parameters for 1000 classes.</summary>
    /// <inheritdoc cref="ResNet18"/>
    public static Network ResNet101(Shape input, int classes) => Build(input, classes, [3, 4, 23, 3], isBottleneck: true);

    /// <summary>A 7×7 convolution and a pooling, both with stride 2, then stages of 64, 128, … channels with a number of blocks each.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="blocks">Blocks of each stage.</param>
    /// <param name="isBottleneck">1×1, 3×3, 1×1 with four times the channels, instead of two 3×3.</param>
    public static Network Build(Shape input, int classes, IReadOnlyList<int> blocks, bool isBottleneck)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(blocks);
        var x = Network.Input(input.AsSpan()).Then(Blocks.Normalized(Blocks.Convolve("conv1", 64, 7, 2), "bn1", new Relu { Name = "relu" }))
            .Then(new MaxPooling(3) { Name = "maxpool", Stride = 2, Padding = Padding.Of(1) });
        var channels = 64;
        for (var stage = 0; stage < blocks.Count; stage++)
        {
            var width = 64 << stage;
            for (var block = 0; block < blocks[stage]; block++)
            {
                var (name, stride) = ($"layer{stage + 1}.{block}", stage > 0 && block == 0 ? 2 : 1);
                var (behind, branch) = isBottleneck ? (4 * width, Residual.Bottleneck(width, 4 * width, stride, name)) : (width, Residual.Basic(width, stride, name));
                x = Residual.Block(x, branch, stride == 1 && channels == behind ? [] : Residual.Projection(behind, stride, $"{name}.downsample")).Then(new Relu { Name = name });
                channels = behind;
            }
        }
        return Network.Of(x.Then(new GlobalAveragePooling { Name = "avgpool" }, new Dense(classes) { Name = "fc" }));
    }
}
