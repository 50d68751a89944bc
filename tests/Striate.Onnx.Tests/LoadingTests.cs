using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>What loading takes: the network's own memory and little more.</summary>
public sealed class LoadingTests : IDisposable
{
    private readonly string _folder = TestData.Temporary();

    private string FilePath => Path.Combine(_folder, "a.onnx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WeightsGoStraightToTheirParameters()
    {
        var network = Network.Sequential(Shape.Of(16, 16, 64), new Convolution(128, 3), new BatchNormalization(), new Relu(), new Flatten(), new Dense(100), new Relu(), new Dense(10));
        network.Save(FilePath);
        OnnxModel.Load(FilePath);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var loaded = OnnxModel.Load(FilePath);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        // 2.6 million floats and the alignment of one block to a huge page.
        Assert.InRange(allocated, network.Parameters.LearntLength * 4, 1.3 * new FileInfo(FilePath).Length);
        Assert.Equal(network.Parameters.Values.ToArray(), loaded.Parameters.Values.ToArray());
    }

    // Both layers read one tensor, and a transposed one is computed with.
    [Fact]
    public void WhatSeveralNodesReadIsWhole()
    {
        var tied = Network.Sequential(Shape.Of(64), new Dense(64) { Name = "a" }, new Relu(), new Dense(64) { Name = "b", SharedWith = "a" });
        tied.Save(FilePath);
        Assert.Equal(tied.Parameters.Values.ToArray(), OnnxModel.Load(FilePath).Parameters.Values.ToArray());
    }

    [Fact]
    public void TheFileMayGoOnceTheModelIsLoaded()
    {
        var network = Network.Sequential(Shape.Of(64), new Dense(64) { Name = "a" });
        network.Save(FilePath);
        var loaded = OnnxModel.Load(FilePath);
        File.Delete(FilePath);
        Assert.Equal(network.Parameters.Values.ToArray(), loaded.Parameters.Values.ToArray());
    }
}
