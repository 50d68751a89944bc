using Striate.Models;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Tests.Models;

/// <summary>Every network learns: a step on a small batch lowers the loss of that batch by as much as the gradient says.</summary>
public class TrainingStepTests
{
    private const int Batch = 4;
    private const int Classes = 5;

    // Small, but batch normalisation still has a few numbers a channel in the last stage.
    private static readonly Shape Small = Shape.Of(64, 64, 3);

    private static readonly Dictionary<string, Func<Network>> Networks = new()
    {
        ["alexnet"] = () => AlexNet.Build(Small, Classes, hidden: 64),
        ["densenet121"] = () => DenseNet.DenseNet121(Small, Classes),
        ["efficientnet_b0"] = () => EfficientNet.EfficientNetB0(Small, Classes),
        ["efficientnet_b3"] = () => EfficientNet.EfficientNetB3(Small, Classes),
        ["googlenet"] = () => GoogLeNet.Build(Small, Classes),
        ["inception_v3"] = () => InceptionV3.Build(Shape.Of(107, 107, 3), Classes),
        ["mobilenet_v1"] = () => MobileNetV1.Build(Small, Classes, 0.5),
        ["mobilenet_v2"] = () => MobileNetV2.Build(Small, Classes, 0.5),
        ["resnet101"] = () => ResNet.ResNet101(Small, Classes),
        ["resnet18"] = () => ResNet.ResNet18(Small, Classes),
        ["resnet34"] = () => ResNet.ResNet34(Small, Classes),
        ["resnet50"] = () => ResNet.ResNet50(Small, Classes),
        ["resnet56"] = () => CifarResNet.ResNet56(Shape.Of(32, 32, 3), Classes),
        ["squeezenet1_1"] = () => SqueezeNet.SqueezeNet11(Small, Classes),
        ["unet"] = () => UNet.Build(Shape.Of(32, 32, 3), Classes, levels: 4, width: 8),
        ["vgg11"] = () => Vgg.Build(Small, Classes, 11, isNormalized: false, hidden: 64),
        ["vgg13_bn"] = () => Vgg.Build(Small, Classes, 13, isNormalized: true, hidden: 64),
        ["vgg16"] = () => Vgg.Build(Small, Classes, 16, isNormalized: false, hidden: 64),
        ["vgg19_bn"] = () => Vgg.Build(Small, Classes, 19, isNormalized: true, hidden: 64),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void AStepLowersTheLossByItsGradient(string name)
    {
        var network = Networks[name]();
        var plan = network.CompileTraining(Batch);
        var random = new Random(1);
        var input = Enumerable.Range(0, plan.Input().Length).Select(_ => 2 * random.NextSingle() - 1).ToArray();
        var targets = Enumerable.Range(0, (int)(Batch * network.OutputShape.Length / Classes)).Select(_ => (float)random.Next(Classes)).ToArray();
        var losses = new float[Batch];
        float Forward()
        {
            input.CopyTo(plan.Input());
            // The same masks of dropout both times: losses can be compared.
            plan.Forward(1, 1);
            Loss.SoftmaxCrossEntropy.Evaluate(plan.Output(), targets, network.OutputShape, plan.OutputGradient(), losses, plan.Pool);
            return losses.Average();
        }
        var before = Forward();
        plan.Backward();
        // A step of r · g lowers the loss by r · |g|², if r is small: here by one part in 500. Rounding and curvature take a little of that.
        double square = 0;
        foreach (var gradient in plan.Gradients) square += (double)gradient * gradient;
        var rate = 0.002 * before / square;
        new OptimizerState(new Sgd((float)rate), network.Parameters).Apply(plan.Gradients, 1, 1, 1, plan.Pool);
        var share = (before - Forward()) / (rate * square);
        Assert.True(share is > 0.7 and < 1.2, $"{share}");
    }
}
