using Striate.Kernels.Random;
using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Tests.Parameters;

public class ParameterSetTests
{
    [Fact]
    public void ValuesAreDrawnWhenFirstAskedFor()
    {
        var counting = new Counting();
        var network = Network.Sequential(Shape.Of(4), new Dense(3) { Name = "a", WeightInitializer = counting }, new Dense(2) { Name = "b", WeightInitializer = counting });
        Assert.Equal(0, counting.Drawn);
        Assert.Equal(4 * 3 + 3 + 3 * 2 + 2, network.Parameters.LearntLength);
        Assert.Equal(0, counting.Drawn);
        Assert.Equal(1, network.Parameters["a.weight"].Values[0]);
        Assert.Equal(2, counting.Drawn);
        network.Initialize(1);
        Assert.Equal(2, counting.Drawn);
        Assert.Equal(1, network.Parameters.Values[0]);
        Assert.Equal(4, counting.Drawn);
    }

    [Fact]
    public void WhatIsSetIsNotDrawnAndTheRestIs()
    {
        var counting = new Counting();
        var parameters = Network.Sequential(Shape.Of(2), new Dense(2) { Name = "a", WeightInitializer = counting }, new Dense(1) { Name = "b", WeightInitializer = counting }).Parameters;
        var version = parameters.Version;
        parameters["a.weight"].Set([5, 6, 7, 8]);
        Assert.True(parameters.Version > version);
        Assert.Equal(0, counting.Drawn);
        Assert.Equal([5, 6, 7, 8, 0, 0, 1, 1, 0], parameters.Values.ToArray());
        Assert.Equal(1, counting.Drawn);
        parameters["b.weight"].Set([3, 4]);
        Assert.Equal([5, 6, 7, 8, 0, 0, 3, 4, 0], parameters.Values.ToArray());
        Assert.Equal("a.weight 2×2 has 4 numbers, not 3.", Assert.Throws<ArgumentException>(() => parameters["a.weight"].Set([1, 2, 3])).Message);
    }

    [Fact]
    public void InitializingDrawsWhatWasSetToo()
    {
        var network = Network.Sequential(Shape.Of(2), new Dense(1) { Name = "a", WeightInitializer = Initializer.Ones });
        network.Parameters["a.weight"].Set([5, 6]);
        network.Initialize(0);
        Assert.Equal([1, 1, 0], network.Parameters.Values.ToArray());
    }

    private sealed record Counting : Initializer
    {
        public int Drawn { get; private set; }

        public override void Fill(Span<float> values, ParameterSpec spec, PhiloxStream random)
        {
            Drawn++;
            values.Fill(1);
        }
    }
}
