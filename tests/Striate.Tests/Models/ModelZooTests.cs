using System.Globalization;
using Striate.Insight;
using Striate.Layers;
using Striate.Models;
using Striate.Tensors;

namespace Striate.Tests.Models;

public class ModelZooTests
{
    public static TheoryData<string> Names => [.. ModelZoo.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheDocumentListsEveryModel(string name)
    {
        var network = ModelZoo.Build(name);
        var millions = (network.Summary().MultiplyAccumulates / 1e6).ToString("#,0.0", CultureInfo.InvariantCulture);
        var count = network.Parameters.LearntLength.ToString("#,0", CultureInfo.InvariantCulture);
        Assert.Contains($"\n| `{name}` | {network.InputShape} | {network.OutputShape} | {count} | {millions} M |", Document(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheDocumentListsNothingElse() =>
        Assert.Equal(ModelZoo.Names, Document().Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]));

    // Multiply–accumulates as published beside torchvision's weights (its "GFLOPS" count a multiply and an add as one).
    [Theory]
    [InlineData("resnet18", 1.81)]
    [InlineData("resnet34", 3.66)]
    [InlineData("resnet50", 4.09)]
    [InlineData("resnet101", 7.80)]
    [InlineData("densenet121", 2.83)]
    [InlineData("inception_v3", 5.71)]
    [InlineData("googlenet", 1.50)]
    [InlineData("efficientnet_b0", 0.39)]
    [InlineData("efficientnet_b1", 0.69)]
    [InlineData("efficientnet_b2", 1.09)]
    [InlineData("efficientnet_b3", 1.83)]
    [InlineData("mobilenet_v2", 0.30)]
    [InlineData("squeezenet1_1", 0.35)]
    [InlineData("alexnet", 0.71)]
    [InlineData("vgg11", 7.61)]
    [InlineData("vgg16", 15.47)]
    [InlineData("vgg19", 19.63)]
    [Trait("Row", "96")]
    public void MultiplyAccumulates(string name, double billions) => Assert.Equal(billions, Math.Round(ModelZoo.Build(name).Summary().MultiplyAccumulates / 1e9, 2));

    [Fact]
    [Trait("Row", "149")]
    [Trait("Row", "150")]
    [Trait("Row", "151")]
    public void PublishedNumbersOfParameters() =>
        Assert.Equal([61_706, 61_100_840, 138_357_544], new[] { "lenet5", "alexnet", "vgg16" }.Select(name => ModelZoo.Build(name).Parameters.LearntLength));

    // [conv → normalisation → ReLU] × n with pooling between stages, and a dense layer at the end.
    [Fact]
    [Trait("Row", "157")]
    public void ASimpleNetworkRepeatsItself() => Assert.Equal("CBR P CBRCBR P CBRCBR G D F",
        string.Concat(SimpleNet.Build(Shape.Of(28, 28, 1), 10).Nodes.Select(node => node.Layer switch
        {
            Convolution => "C",
            BatchNormalization => "B",
            Relu => "R",
            MaxPooling => " P ",
            GlobalAveragePooling => " G",
            Dropout => " D",
            Dense => " F",
            _ => "",
        })));

    // The last map before global pooling. VGG-16, AlexNet, Inception v3 and MobileNet: Araujo, Norris, Sim 2019 ("Computing receptive fields of convolutional neural networks").
    // ResNet-50 with strides on 3×3 convolutions, by hand: stem 7, pooling 11; then + 3·2·4 = 35; + 2·4 + 3·2·8 = 91; + 2·8 + 5·2·16 = 267; + 2·16 + 2·2·32 = 427
    // (their 483 is the form with strides on 1×1 convolutions). ResNet-18 likewise: 11, + 4·2·4 = 43, + 2·4 + 3·2·8 = 99, + 2·8 + 3·2·16 = 211, + 2·16 + 3·2·32 = 435.
    [Theory]
    [InlineData("vgg16", "features.30", 212, 32)]
    [InlineData("alexnet", "features.12", 195, 32)]
    [InlineData("resnet18", "layer4.1", 435, 32)]
    [InlineData("resnet50", "layer4.2", 427, 32)]
    [InlineData("inception_v3", "Mixed_7c", 1311, 32)]
    [InlineData("mobilenet_v1", "features.13.1.2", 315, 32)]
    public void ReceptiveFields(string name, string node, int size, int jump)
    {
        var field = ModelZoo.Build(name).Summary().Layers.Single(layer => layer.Name == node).ReceptiveFields[0];
        Assert.Equal((size, jump), (field.Size, field.Jump));
    }

    [Fact]
    public void WhatCannotBeBuiltIsSaid()
    {
        var input = Shape.Of(36, 40, 3);
        Assert.Equal("There is no VGG with 12 layers. There are: 11, 13, 16, 19.", Assert.Throws<ArgumentException>(() => Vgg.Build(input, 10, 12, isNormalized: false)).Message);
        Assert.Equal("A U-Net has 1 to 16 levels, not 0.", Assert.Throws<ArgumentException>(() => UNet.Build(input, 2, levels: 0)).Message);
        Assert.Equal("A U-Net of 4 levels halves its input 3 times: height and width must be multiples of 8; the input is 36×40×3.",
            Assert.Throws<ArgumentException>(() => UNet.Build(input, 2)).Message);
        Assert.Equal("The width must be more than 0, not 0.", Assert.Throws<ArgumentException>(() => MobileNetV2.Build(input, 2, width: 0)).Message);
    }

    // torchvision: 0.2 · (blocks before this one) / (all blocks); 16 blocks in B0, the last of stage 7 (index 14) is the deepest with a residual.
    [Fact]
    public void DeeperBlocksAreLeftOutMoreOften()
    {
        var rates = ModelZoo.Build("efficientnet_b0").Nodes.Where(node => node.Layer is StochasticDepth).ToDictionary(node => node.Name, node => ((StochasticDepth)node.Layer!).Rate);
        Assert.Equal(9, rates.Count);
        Assert.Equal(0.2f * 2 / 16, rates["features.2.1.stochastic_depth"], 1e-7f);
        Assert.Equal(0.2f * 14 / 16, rates["features.6.3.stochastic_depth"], 1e-7f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void AUNetHasAnyNumberOfLevels(int levels)
    {
        var network = UNet.Build(Shape.Of(32, 48, 3), 4, levels, width: 4);
        Assert.Equal(Shape.Of(32, 48, 4), network.OutputShape);
        Assert.Equal(levels, network.Summary().Layers.SelectMany(layer => layer.ReceptiveFields.Select(field => field.Jump)).Distinct().Count());
    }

    private static string Document()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Striate.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return File.ReadAllText(Path.Combine(folder, "docs", "models.md")).ReplaceLineEndings("\n");
    }
}
