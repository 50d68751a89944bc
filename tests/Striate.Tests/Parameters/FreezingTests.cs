using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;
using Striate.Tests.Layers;
using Striate.Tests.Training;
using Striate.Training;

namespace Striate.Tests.Parameters;

public class FreezingTests
{
    private static Network Small() => Network.Sequential(Shape.Of(6, 6, 1),
        new Convolution(4, 3) { Name = "body.conv" }, new BatchNormalization { Name = "body.bn" }, new Relu(), new Flatten(), new Dense(2) { Name = "head" });

    private static string[] Frozen(Network network) => [.. network.Parameters.Where(parameter => parameter.IsFrozen).Select(parameter => parameter.Name)];

    [Theory]
    [InlineData("*", 8, "body.conv.weight body.conv.bias body.bn.weight body.bn.bias body.bn.running_mean body.bn.running_var head.weight head.bias")]
    [InlineData("head", 2, "head.weight head.bias")]
    [InlineData("body", 6, "body.conv.weight body.conv.bias body.bn.weight body.bn.bias body.bn.running_mean body.bn.running_var")]
    [InlineData("*.bn", 4, "body.bn.weight body.bn.bias body.bn.running_mean body.bn.running_var")]
    [InlineData("*.bias", 3, "body.conv.bias body.bn.bias head.bias")]
    [InlineData("body.conv.weight", 1, "body.conv.weight")]
    public void APatternNamesParametersLayersAndGroups(string pattern, int count, string names)
    {
        var network = Small();
        Assert.Equal(count, network.Parameters.Freeze(pattern));
        Assert.Equal(names.Split(' '), Frozen(network));
        Assert.Equal(count, network.Parameters.Unfreeze(pattern));
        Assert.Empty(Frozen(network));
    }

    [Fact]
    public void APatternThatNamesNothingIsRefused()
    {
        const string There = " There are 8: body.conv.weight, body.conv.bias, body.bn.weight, body.bn.bias, body.bn.running_mean, body.bn.running_var, ….";
        Assert.Equal("No parameter matches 'bod'." + There, Assert.Throws<ArgumentException>(() => Small().Parameters.Freeze("bod")).Message);
        Assert.Equal("No parameter matches 'conv'." + There, Assert.Throws<ArgumentException>(() => Small().Parameters.Unfreeze("conv")).Message);
    }

    // What is frozen stays to the bit, running statistics included; what is not moves.
    [Theory]
    [InlineData("body")]
    [InlineData("*.bn")]
    [InlineData("*.weight")]
    [InlineData("head")]
    public void TrainingLeavesWhatIsFrozen(string pattern)
    {
        var network = Small();
        network.Parameters.Freeze(pattern);
        var before = network.Parameters.ToDictionary(parameter => parameter, parameter => parameter.Values.ToArray());
        new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(0.05f) { Momentum = 0.9f, WeightDecay = 1e-3f }).Fit(new Stripes(32), 1, 16);
        foreach (var (parameter, values) in before) Assert.True(parameter.IsFrozen == values.AsSpan().SequenceEqual(parameter.Values), parameter.Name);
    }

    // Statistics 2 and 3, γ = 1, β = 0, ε = 1: (x − 2) / √(3 + 1), in training as in inference.
    [Fact]
    public void AFrozenBatchNormalizationUsesItsRunningStatistics()
    {
        var network = Network.Sequential(Shape.Of(1), new BatchNormalization { Name = "bn", Epsilon = 1, Frozen = true });
        network.Parameters["bn.running_mean"].Set([2]);
        network.Parameters["bn.running_var"].Set([3]);
        var plan = network.CompileTraining(4);
        new float[] { 2, 4, -2, 8 }.CopyTo(plan.Input());
        plan.Forward(0, 0);
        Assert.Equal([0f, 1, -2, 3], plan.Output().ToArray());
        Assert.Equal([0f, 1, -2, 3], network.Run(Tensor.From([2f, 4, -2, 8], 4, 1)).ToArray());
        Assert.Equal([2f, 3], [network.Parameters["bn.running_mean"].Values[0], network.Parameters["bn.running_var"].Values[0]]);
    }

    // γ and β are still learnt: gradients pass statistics that do not follow from the batch, alone and fused with an addend and an activation.
    [Fact]
    public void GradientsPassFrozenStatistics()
    {
        var x = Network.Input(6, 5, 3).Then(new Convolution(4, 3) { Name = "a", Padding = Padding.Same });
        var y = x.Then(new BatchNormalization { Name = "bn1" }, new Silu(), new Convolution(4, 3) { Name = "b", Padding = Padding.Same }, new BatchNormalization { Name = "bn2" });
        var network = Network.Of((y + x).Then(new Tanh(), new BatchNormalization { Name = "bn3", EpsilonOutsideRoot = true }));
        network.Parameters.Freeze("*.running_*");
        foreach (var parameter in network.Parameters.Where(parameter => parameter.IsState))
            parameter.Set([.. Enumerable.Range(0, parameter.Length).Select(i => 0.4f + 0.3f * i)]);
        Gradients.Check(network, 3);
    }

    [Fact]
    public void ANetworkThatIsFrozenAsAWholeLearnsNothing()
    {
        var network = Small();
        network.Parameters.Freeze("*");
        Assert.Equal("All parameters of the network are frozen: there is nothing to train.",
            Assert.Throws<ArgumentException>(() => new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(0.05f)).Fit(new Stripes(32), 1, 16)).Message);
    }
}
