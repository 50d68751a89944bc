using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>Stacks of 3×3 convolutions (Simonyan &amp; Zisserman 2015, table 1), in torchvision's form and under its names.</summary>
public static class Vgg
{
    // Convolutions before each of the five poolings, by the number of layers with weights: configurations A, B, D and E.
    private static readonly Dictionary<int, int[]> Stages = new() { [11] = [1, 1, 2, 2, 2], [13] = [2, 2, 2, 2, 2], [16] = [2, 2, 3, 3, 3], [19] = [2, 2, 4, 4, 4] };
    private static readonly int[] Widths = [64, 128, 256, 512, 512];

    /// <summary>Eight convolutions and three dense layers: 132,863,336 parameters for 1000 classes, 132,868,840 with batch normalisation.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="isNormalized">Whether batch normalisation follows each convolution.</param>
    public static Network Vgg11(Shape input, int classes, bool isNormalized = false) => Build(input, classes, 11, isNormalized);

    /// <summary>Ten convolutions and three dense layers: 133,047,848 parameters for 1000 classes, 133,053,736 with batch normalisation.</summary>
    /// <inheritdoc cref="Vgg11"/>
    public static Network Vgg13(Shape input, int classes, bool isNormalized = false) => Build(input, classes, 13, isNormalized);

    /// <summary>Thirteen convolutions and three dense layers: 138,357,544 parameters for 1000 classes, 138,365,992 with batch normalisation.</summary>
    /// <inheritdoc cref="Vgg11"/>
    public static Network Vgg16(Shape input, int classes, bool isNormalized = false) => Build(input, classes, 16, isNormalized);

    /// <summary>Sixteen convolutions and three dense layers: 143,667,240 parameters for 1000 classes, 143,678,248 with batch normalisation.</summary>
    /// <inheritdoc cref="Vgg11"/>
    public static Network Vgg19(Shape input, int classes, bool isNormalized = false) => Build(input, classes, 19, isNormalized);

    /// <summary>One of the four configurations, with dense layers of any width.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="depth">Layers with weights: 11, 13, 16 or 19.</param>
    /// <param name="isNormalized">Whether batch normalisation follows each convolution.</param>
    /// <param name="hidden">Outputs of the first two dense layers.</param>
    /// <exception cref="ArgumentException">There is no configuration of that depth.</exception>
    public static Network Build(Shape input, int classes, int depth, bool isNormalized, int hidden = 4096)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!Stages.TryGetValue(depth, out var stages)) throw new ArgumentException($"There is no VGG with {depth} layers. There are: {string.Join(", ", Stages.Keys)}.");
        var x = Network.Input(input.AsSpan());
        var index = 0;
        string Next() => $"features.{index++}";
        for (var stage = 0; stage < stages.Length; stage++)
        {
            for (var i = 0; i < stages[stage]; i++)
            {
                // Convolutions have biases beside batch normalisation too, as in torchvision.
                x = x.Then(Blocks.Convolve(Next(), Widths[stage], 3));
                if (isNormalized) x = x.Then(new BatchNormalization { Name = Next() });
                x = x.Then(new Relu { Name = Next() });
            }
            x = x.Then(new MaxPooling(2) { Name = Next() });
        }
        return Network.Of(x.Then(new AdaptiveAveragePooling(7) { Name = "avgpool" }, new Flatten { Name = "flatten" },
            Connect("classifier.0", hidden), new Relu { Name = "classifier.1" }, new Dropout(0.5f) { Name = "classifier.2" },
            Connect("classifier.3", hidden), new Relu { Name = "classifier.4" }, new Dropout(0.5f) { Name = "classifier.5" }, Connect("classifier.6", classes)));
    }

    private static Dense Connect(string name, int channels) => new(channels) { Name = name, WeightInitializer = new Initializer.Normal(0, 0.01f) };
}
