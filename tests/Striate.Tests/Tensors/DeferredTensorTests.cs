using System.Runtime.InteropServices;
using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Tests.Tensors;

/// <summary>A tensor that reads its numbers when they are asked for.</summary>
public sealed class DeferredTensorTests
{
    private int _reads;

    [Fact]
    public void ItIsReadOnceAndOnlyWhenAskedFor()
    {
        var tensor = Make();
        Assert.Equal("2×2 Float32", tensor.ToString());
        Assert.Equal(0, _reads);
        Assert.Equal([1, 2, 3, 4], tensor.ToArray());
        tensor.Floats[0] = 7;
        Assert.Equal([7, 2, 3, 4], tensor.ToArray());
        Assert.Equal([7, 2, 3, 4], tensor.Reshape(4).ToArray());
        Assert.Equal(1, _reads);
    }

    [Fact]
    public void WhatIsThereIsNotReadAgain()
    {
        var tensor = Make();
        tensor.Floats[3] = 9;
        var bytes = new byte[16];
        tensor.CopyTo(bytes);
        Assert.Equal([1, 2, 3, 9], MemoryMarshal.Cast<byte, float>(bytes).ToArray());
        Assert.Equal(1, _reads);
    }

    [Fact]
    public void AParameterTakesTheNumbersWithoutATensorBetween()
    {
        var network = Network.Sequential(Shape.Of(2), new Dense(2) { Name = "a" });
        var (tensor, version) = (Make(), network.Parameters.Version);
        network.Parameters["a.weight"].Set(tensor);
        Assert.Equal([1, 2, 3, 4], network.Parameters["a.weight"].Values.ToArray());
        Assert.True(network.Parameters.Version > version);
        Assert.Equal(1, _reads);
        tensor.Floats[0] = 8;
        Assert.Equal(2, _reads);
        Assert.Equal(1, network.Parameters["a.weight"].Values[0]);
    }

    [Fact]
    public void OtherLengthsAreNamed()
    {
        var network = Network.Sequential(Shape.Of(2), new Dense(2) { Name = "a" });
        Assert.Equal("a.bias 2 has 2 numbers, not 2×2 Float32.", Assert.Throws<ArgumentException>(() => network.Parameters["a.bias"].Set(Make())).Message);
        Assert.Equal("a.bias 2 has 2 numbers, not 2 Int32.", Assert.Throws<ArgumentException>(() => network.Parameters["a.bias"].Set(new Tensor(Shape.Of(2), ElementType.Int32))).Message);
        Assert.Equal("2×2 Float32 has 16 bytes, not 12.", Assert.Throws<ArgumentException>(() => Make().CopyTo(new byte[12])).Message);
        Assert.Equal("A tensor holds at most 1073741823 bytes; 65536×65536 Float32 would take 17179869184.",
            Assert.Throws<ArgumentException>(() => Tensor.Deferred(Shape.Of(65536, 65536), ElementType.Float32, _ => { })).Message);
    }

    private Tensor Make() => Tensor.Deferred(Shape.Of(2, 2), ElementType.Float32, bytes =>
    {
        _reads++;
        Tensor.From([1, 2, 3, 4], 4).Bytes.CopyTo(bytes);
    });
}
