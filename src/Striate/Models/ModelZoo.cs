using Striate.Networks;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>Published architectures by name.</summary>
public static class ModelZoo
{
    private static readonly Shape Cifar = Shape.Of(32, 32, 3);
    private static readonly Shape ImageNet = Shape.Of(224, 224, 3);

    private static readonly Dictionary<string, (Shape Input, int Classes, Func<Shape, int, Network> Build)> Entries = new(StringComparer.OrdinalIgnoreCase)
    {
        ["lenet5"] = (Shape.Of(28, 28, 1), 10, LeNet.LeNet5),
        ["resnet20"] = (Cifar, 10, (input, classes) => CifarResNet.ResNet20(input, classes)),
        ["resnet32"] = (Cifar, 10, (input, classes) => CifarResNet.ResNet32(input, classes)),
        ["resnet44"] = (Cifar, 10, (input, classes) => CifarResNet.ResNet44(input, classes)),
        ["resnet56"] = (Cifar, 10, (input, classes) => CifarResNet.ResNet56(input, classes)),
        ["unet"] = (Shape.Of(160, 160, 3), 12, (input, classes) => UNet.Build(input, classes)),
        ["alexnet"] = (ImageNet, 1000, (input, classes) => AlexNet.Build(input, classes)),
        ["vgg11"] = (ImageNet, 1000, (input, classes) => Vgg.Vgg11(input, classes)),
        ["vgg13"] = (ImageNet, 1000, (input, classes) => Vgg.Vgg13(input, classes)),
        ["vgg16"] = (ImageNet, 1000, (input, classes) => Vgg.Vgg16(input, classes)),
        ["vgg19"] = (ImageNet, 1000, (input, classes) => Vgg.Vgg19(input, classes)),
        ["vgg11_bn"] = (ImageNet, 1000, (input, classes) => Vgg.Vgg11(input, classes, isNormalized: true)),
        ["vgg13_bn"] = (ImageNet, 1000, (input, classes) => Vgg.Vgg13(input, classes, isNormalized: true)),
        ["vgg16_bn"] = (ImageNet, 1000, (input, classes) => Vgg.Vgg16(input, classes, isNormalized: true)),
        ["vgg19_bn"] = (ImageNet, 1000, (input, classes) => Vgg.Vgg19(input, classes, isNormalized: true)),
        ["resnet18"] = (ImageNet, 1000, ResNet.ResNet18),
        ["resnet34"] = (ImageNet, 1000, ResNet.ResNet34),
        ["resnet50"] = (ImageNet, 1000, ResNet.ResNet50),
        ["resnet101"] = (ImageNet, 1000, ResNet.ResNet101),
        ["densenet121"] = (ImageNet, 1000, DenseNet.DenseNet121),
        ["efficientnet_b0"] = (ImageNet, 1000, EfficientNet.EfficientNetB0),
        ["efficientnet_b1"] = (Shape.Of(240, 240, 3), 1000, EfficientNet.EfficientNetB1),
        ["efficientnet_b2"] = (Shape.Of(288, 288, 3), 1000, EfficientNet.EfficientNetB2),
        ["efficientnet_b3"] = (Shape.Of(300, 300, 3), 1000, EfficientNet.EfficientNetB3),
        ["googlenet"] = (ImageNet, 1000, GoogLeNet.Build),
        ["inception_v3"] = (Shape.Of(299, 299, 3), 1000, InceptionV3.Build),
        ["mobilenet_v1"] = (ImageNet, 1000, (input, classes) => MobileNetV1.Build(input, classes)),
        ["mobilenet_v2"] = (ImageNet, 1000, (input, classes) => MobileNetV2.Build(input, classes)),
        ["squeezenet1_1"] = (ImageNet, 1000, SqueezeNet.SqueezeNet11),
        ["airbench"] = (Cifar, 10, AirBench.Build),
        ["simplenet"] = (Shape.Of(28, 28, 1), 10, SimpleNet.Build),
        ["simplenet_flat"] = (Shape.Of(28, 28, 1), 10, SimpleNet.Flat),
    };

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether a name is known.</summary>
    public static bool Contains(string name) => Entries.ContainsKey(name);

    /// <summary>Builds a model, with seed 0.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="input">The shape of one example; the model's own if null.</param>
    /// <param name="classes">The number of classes; the model's own if null.</param>
    /// <exception cref="ArgumentException">The name is not known; the message lists those that are.</exception>
    public static Network Build(string name, Shape? input = null, int? classes = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Entries.TryGetValue(name, out var entry)) throw new ArgumentException($"No model is called '{name}'. There are: {string.Join(", ", Names)}.");
        return entry.Build(input ?? entry.Input, classes ?? entry.Classes).With(new ModelInfo { Name = name.ToLowerInvariant() });
    }
}
