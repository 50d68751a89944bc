using Striate.Models;
using Striate.Networks;
using Striate.Parameters;
using Striate.Plans;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Tests.Models;

/// <summary>Families at a small scale: what plans promise holds for their combinations of layers.</summary>
public class FamilyTests
{
    private static readonly Shape Small = Shape.Of(32, 32, 3);

    private static readonly Dictionary<string, Func<Network>> Families = new()
    {
        ["airbench"] = () => AirBench.Build(Small, 5),
        ["densenet"] = () => DenseNet.Build(Small, 5, [2, 3], growth: 8, first: 16),
        ["efficientnet"] = () => EfficientNet.Build(Small, 5, width: 0.25, depth: 0.5, dropout: 0.2f),
        ["mobilenet v1"] = () => MobileNetV1.Build(Small, 5, 0.25),
        ["mobilenet v2"] = () => MobileNetV2.Build(Small, 5, 0.35),
        ["resnet"] = () => ResNet.Build(Small, 5, [1, 1], isBottleneck: true),
        ["squeezenet"] = () => SqueezeNet.SqueezeNet11(Small, 5),
        ["unet"] = () => UNet.Build(Small, 5, levels: 3, width: 8),
        ["vgg"] = () => Vgg.Build(Small, 5, 11, isNormalized: true, hidden: 16),
    };

    public static TheoryData<string> Names => [.. Families.Keys];

    // Asking for every node's value forbids all fusion: the plan before the rewrites.
    [Theory]
    [MemberData(nameof(Names))]
    public void FusionChangesNoNumbers(string name)
    {
        var network = Families[name]();
        var random = new Random(1);
        foreach (var parameter in network.Parameters.Where(parameter => parameter.IsState))
            foreach (ref var value in parameter.Values) value = parameter.Role == ParameterRole.Mean ? 0.2f * random.NextSingle() - 0.1f : 0.5f + random.NextSingle();
        network.Parameters.MarkChanged();
        var input = new Tensor(Small.WithBatch(3));
        foreach (ref var value in input.Floats) value = 2 * random.NextSingle() - 1;
        var all = network.Run(new Dictionary<string, Tensor> { ["input"] = input }, [.. network.Nodes.Select(node => node.Name)]);
        var (plain, fused) = (all[network.Outputs[0].Name].ToArray(), network.Run(input).ToArray());
        var scale = plain.Max(Math.Abs);
        Assert.True(scale > 0);
        for (var i = 0; i < plain.Length; i++) Assert.Equal(plain[i], fused[i], 1e-4 * scale);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsDoNotDependOnTheNumberOfThreads(string name)
    {
        float[] Gradients(int threads)
        {
            var network = Families[name]();
            var plan = network.CompileTraining(3, new PlanOptions { Threads = threads });
            var random = new Random(2);
            foreach (ref var value in plan.Input()) value = 2 * random.NextSingle() - 1;
            plan.Forward(1, 1);
            var targets = new float[3 * network.OutputShape.Length / network.OutputShape.Channels];
            Loss.SoftmaxCrossEntropy.Evaluate(plan.Output(), targets, network.OutputShape, plan.OutputGradient(), new float[3], plan.Pool);
            plan.Backward();
            return plan.Gradients.ToArray();
        }
        Assert.Equal(Gradients(1), Gradients(3));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AStepAllocatesNothing(string name)
    {
        // On one thread, the caller's: what it allocates is exact, whatever the test host does on others.
        var plan = Families[name]().CompileTraining(2, new PlanOptions { Threads = 1 });
        void Step()
        {
            plan.Forward(1, 1);
            plan.OutputGradient().Fill(0.1f);
            plan.Backward();
        }
        for (var i = 0; i < 3; i++) Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 3; i++) Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
