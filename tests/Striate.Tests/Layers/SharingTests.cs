using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Shared, tiled and unshared convolutions are one family: the proofs, on integers, to the bit.</summary>
public class SharingTests
{
    private static readonly Shape Input = Shape.Of(7, 6, 3);

    [Fact]
    [Trait("Row", "104")]
    [Trait("Row", "106")]
    public void Weights()
    {
        static long Count(Layer layer) => Network.Sequential(Shape.Of(7, 7, 1), layer).Parameters.LearntLength;
        Assert.Equal(9, Count(new Convolution(1, 3) { HasBias = false }));
        Assert.Equal(225, Count(new UnsharedConvolution(1, 3) { HasBias = false }));
        Assert.Equal(36, Count(new TiledConvolution(1, 3, 2) { HasBias = false }));
    }

    [Fact]
    [Trait("Row", "112")]
    [Trait("Row", "113")]
    [Trait("Row", "114")]
    public void Biases()
    {
        static Shape Bias(Layer layer) => Network.Sequential(Shape.Of(7, 6, 3), layer with { Name = "it" }).Parameters["it.bias"].Shape;
        Assert.Equal(Shape.Of(5), Bias(new Convolution(5, 3)));
        Assert.Equal(Shape.Of(5, 4, 5), Bias(new Convolution(5, 3) { BiasSharing = BiasSharing.PerLocation }));
        Assert.Equal(Shape.Of(5, 4, 5), Bias(new UnsharedConvolution(5, 3)));
        Assert.Equal(Shape.Of(2, 2, 5), Bias(new TiledConvolution(5, 3, 2)));
    }

    [Fact]
    [Trait("Row", "106")]
    public void OneTileIsShared() => AssertSame(new Convolution(5, 3), new TiledConvolution(5, 3, 1));

    [Fact]
    [Trait("Row", "106")]
    public void AsManyTilesAsOutputsAreUnshared() => AssertSame(new UnsharedConvolution(5, 3), new TiledConvolution(5, 3, (5, 4)));

    // Zero-based output j has kernel j mod t: 1 1 1 1 times 1, 10, 1, 10.
    [Fact]
    [Trait("Row", "106")]
    public void TilesTakeTurns()
    {
        var network = Network.Sequential(Shape.Of(4, 1), new TiledConvolution(1, 1, 2) { HasBias = false });
        new float[] { 1, 10 }.CopyTo(network.Parameters.Values);
        network.Parameters.MarkChanged();
        Assert.Equal([1, 10, 1, 10], network.Run(Tensor.From([1, 1, 1, 1], 1, 4, 1)).ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Row", "39")]
    public void TheSharedGradientIsTheSumOfTheUnsharedOnes(bool tiled)
    {
        PlacedConvolution places = tiled ? new TiledConvolution(5, 3, (2, 3)) : new UnsharedConvolution(5, 3);
        var shared = Train(new Convolution(5, 3));
        var (y, gradients) = Train(places, repeat: true);
        Assert.Equal(shared.Y, y);
        foreach (var (name, length) in new[] { ("it.weight", 135), ("it.bias", 5) })
        {
            var sum = new float[length];
            for (var i = 0; i < gradients[name].Length; i++) sum[i % length] += gradients[name][i];
            Assert.Equal(shared.Gradients[name], sum);
        }
        Assert.Equal(shared.Gradients["x.weight"], gradients["x.weight"]);
    }

    [Fact]
    [Trait("Row", "113")]
    public void EqualBiasesPerLocationAreABiasPerChannel()
    {
        var shared = Train(new Convolution(5, 3));
        var perLocation = Train(new Convolution(5, 3) { BiasSharing = BiasSharing.PerLocation }, repeat: true);
        Assert.Equal(shared.Y, perLocation.Y);
        var sum = new float[5];
        for (var i = 0; i < perLocation.Gradients["it.bias"].Length; i++) sum[i % 5] += perLocation.Gradients["it.bias"][i];
        Assert.Equal(shared.Gradients["it.bias"], sum);
    }

    private static void AssertSame(Layer one, Layer other)
    {
        var (a, b) = (Train(one), Train(other));
        Assert.Equal(a.Y, b.Y);
        foreach (var name in a.Gradients.Keys) Assert.Equal(a.Gradients[name], b.Gradients[name]);
    }

    // The forward pass and all gradients of a layer behind another, on small integers; repeated weights are those of the shared layer at every place.
    private static (float[] Y, Dictionary<string, float[]> Gradients) Train(Layer layer, bool repeat = false)
    {
        var network = Network.Sequential(Input, new Convolution(3, 1) { Name = "x", Groups = 3, HasBias = false }, layer with { Name = "it" });
        foreach (var parameter in network.Parameters)
        {
            var length = !repeat ? parameter.Length : parameter.Name == "it.weight" ? 135 : parameter.Name == "it.bias" ? 5 : parameter.Length;
            var values = Integers(length, parameter.Name.Length);
            for (var i = 0; i < parameter.Length; i++) parameter.Values[i] = values[i % length];
        }
        network.Parameters.MarkChanged();
        var plan = network.CompileTraining(2, new PlanOptions { Threads = 2, Algorithms = Kernels.Convolution.Algorithms.Direct });
        Integers(plan.Input().Length, 1).CopyTo(plan.Input());
        plan.Forward(1, 1);
        var y = plan.Output().ToArray();
        Integers(y.Length, 2).CopyTo(plan.OutputGradient());
        plan.Backward();
        return (y, network.Parameters.ToDictionary(parameter => parameter.Name, parameter => plan.Gradients.Slice(parameter.Offset, parameter.Length).ToArray()));
    }

    private static float[] Integers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-8, 9))];
    }
}
