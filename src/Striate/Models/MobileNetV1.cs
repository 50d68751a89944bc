using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>Depthwise separable convolutions (Howard et al. 2017, table 1). torchvision has no such network; names follow its MobileNetV2.</summary>
public static class MobileNetV1
{
    // Channels and stride of each pair of a depthwise and a pointwise convolution.
    private static readonly (int Channels, int Stride)[] Pairs =
        [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1)];

    /// <summary>A 3×3 convolution with stride 2, thirteen pairs of a 3×3 depthwise and a 1×1 convolution: 4,231,976 parameters for 1000 classes at width 1.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="width">Multiplies all channels, as in 0.25 or 0.5 (section 3.3).</param>
    public static Network Build(Shape input, int classes, double width = 1)
    {
        ArgumentNullException.ThrowIfNull(input);
        var channels = Blocks.Scaled(32, width);
        var x = Network.Input(input.AsSpan()).Then(Blocks.Normalized(Blocks.Convolve("features.0.0", channels, 3, 2), "features.0.1", new Relu { Name = "features.0.2" }));
        for (var i = 0; i < Pairs.Length; i++)
        {
            var depthwise = Blocks.Convolve($"features.{i + 1}.0.0", channels, 3, Pairs[i].Stride) with { Groups = channels };
            channels = Blocks.Scaled(Pairs[i].Channels, width);
            x = x.Then(Blocks.Normalized(depthwise, $"features.{i + 1}.0.1", new Relu { Name = $"features.{i + 1}.0.2" }))
                .Then(Blocks.Normalized(Blocks.Convolve($"features.{i + 1}.1.0", channels, 1), $"features.{i + 1}.1.1", new Relu { Name = $"features.{i + 1}.1.2" }));
        }
        return Network.Of(x.Then(new GlobalAveragePooling(), new Dense(classes) { Name = "classifier" }));
    }
}
