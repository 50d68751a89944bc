using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>AlexNet in the form of Krizhevsky 2014 ("One weird trick", one tower, without local response normalisation), as torchvision has it and under its names.</summary>
public static class AlexNet
{
    /// <summary>Five convolutions and three dense layers: 61,100,840 parameters for 1000 classes. Made for 224×224; 63×63 is the least.</summary>
    /// <param name="input">Height × width × channels.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="hidden">Outputs of the first two dense layers.</param>
    public static Network Build(Shape input, int classes, int hidden = 4096)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Network.Sequential(input,
            Blocks.Convolve("features.0", 64, 11, 4) with { Padding = Padding.Of(2) }, new Relu { Name = "features.1" }, Halve("features.2"),
            Blocks.Convolve("features.3", 192, 5), new Relu { Name = "features.4" }, Halve("features.5"),
            Blocks.Convolve("features.6", 384, 3), new Relu { Name = "features.7" },
            Blocks.Convolve("features.8", 256, 3), new Relu { Name = "features.9" },
            Blocks.Convolve("features.10", 256, 3), new Relu { Name = "features.11" }, Halve("features.12"),
            new AdaptiveAveragePooling(6) { Name = "avgpool" }, new Flatten { Name = "flatten" },
            new Dropout(0.5f) { Name = "classifier.0" }, new Dense(hidden) { Name = "classifier.1" }, new Relu { Name = "classifier.2" },
            new Dropout(0.5f) { Name = "classifier.3" }, new Dense(hidden) { Name = "classifier.4" }, new Relu { Name = "classifier.5" }, new Dense(classes) { Name = "classifier.6" });
    }

    private static MaxPooling Halve(string name) => new(3) { Name = name, Stride = 2 };
}
