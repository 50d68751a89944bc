using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>Fire modules: few channels squeezed, many expanded (Iandola et al. 2016), in torchvision's form and under its names.</summary>
public static class SqueezeNet
{
    // Squeezed channels of each fire module; four times as many leave each of its two expansions. 0: a pooling.
    private static readonly int[] Modules = [0, 16, 16, 0, 32, 32, 0, 48, 48, 64, 64];

    /// <summary>Version 1.1, with less work than 1.0 for the same accuracy: 1,235,496 parameters for 1000 classes.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    public static Network SqueezeNet11(Shape input, int classes)
    {
        ArgumentNullException.ThrowIfNull(input);
        var x = Network.Input(input.AsSpan()).Then(Convolve("features.0", 64, 3) with { Stride = 2, Padding = Padding.Valid }, new Relu { Name = "features.1" });
        for (var i = 0; i < Modules.Length; i++)
        {
            var name = $"features.{i + 2}";
            x = Modules[i] == 0 ? x.Then(new MaxPooling(3) { Name = name, Stride = 2, Fit = Fit.Ceiling }) : Fire(x, name, Modules[i]);
        }
        return Network.Of(x.Then(new Dropout(0.5f) { Name = "classifier.0" }, Convolve("classifier.1", classes, 1) with { WeightInitializer = new Initializer.Normal(0, 0.01f) },
            new Relu { Name = "classifier.2" }, new GlobalAveragePooling { Name = "classifier.3" }));
    }

    private static Node Fire(Node x, string name, int squeezed)
    {
        var narrow = x.Then(Convolve($"{name}.squeeze", squeezed, 1), new Relu { Name = $"{name}.squeeze_activation" });
        Node Expand(string part, int kernel) => narrow.Then(Convolve($"{name}.{part}", 4 * squeezed, kernel), new Relu { Name = $"{name}.{part}_activation" });
        return Node.Concatenate(Expand("expand1x1", 1), Expand("expand3x3", 3)).Named(name);
    }

    private static Convolution Convolve(string name, int channels, int kernel) => Blocks.Convolve(name, channels, kernel) with { WeightInitializer = Initializer.He };
}
