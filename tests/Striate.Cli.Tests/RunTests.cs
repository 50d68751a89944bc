using Striate.Data.Readers;
using Striate.Layers;
using Striate.Models;
using Striate.Networks;
using Striate.Onnx;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Cli.Tests;

/// <summary><c>run --weights</c>: weights by name, and what does not fit.</summary>
public sealed class RunTests : IDisposable
{
    private readonly StriateProcess _striate = new();

    public RunTests() => Npy.Write(_striate.File("x.npy"), new Tensor(Shape.Of(2, 1, 28, 28)));

    public void Dispose() => _striate.Dispose();

    [Fact]
    public void WeightsReplaceTheModelsOwn()
    {
        var network = ModelZoo.Build("lenet5");
        network.Initialize(7);
        network.Parameters["fc3.bias"].Values.Fill(0.5f);
        network.SaveWeights(_striate.File("w.safetensors"));
        Assert.Equal((0, ""), Run("lenet5"));
        Assert.Equal(network.Run(new Tensor(Shape.Of(2, 28, 28, 1))).ToArray(), Npy.Read(_striate.File("out/output.npy")).ToArray());
    }

    [Fact]
    public void WhatIsMissingHasAnotherShapeOrIsNotUsedIsSaid()
    {
        var weights = ModelZoo.Build("lenet5").Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.ToTensor());
        SafeTensors.Write(_striate.File("w.safetensors"), weights.Append(new("extra", new Tensor(Shape.Of(2)))).ToDictionary());
        Assert.Equal((0, "'w.safetensors' has 1 of 11 tensors that the network does not use: extra."), Run("lenet5"));

        weights["fc3.bias"] = new Tensor(Shape.Of(11));
        SafeTensors.Write(_striate.File("w.safetensors"), weights);
        Assert.Equal((2, "striate: 'w.safetensors' has 1 of 10 parameters in another shape: fc3.bias: the network has 10, the file 11 Float32."), Run("lenet5"));

        weights.Remove("fc3.bias");
        weights.Remove("conv1.weight");
        SafeTensors.Write(_striate.File("w.safetensors"), weights);
        Assert.Equal((2, "striate: 'w.safetensors' lacks 2 of 10 parameters: conv1.weight, fc3.bias."), Run("lenet5"));
    }

    [Fact]
    [Trait("Row", "145")]
    public void ANetworkThatWasNeverTrainedIsWarnedOf()
    {
        Network.Sequential(Shape.Of(28, 28, 1), new BatchNormalization { Name = "bn" }).Save(_striate.File("new.onnx"));
        var (code, output, error) = _striate.Run("run", "--model", "new.onnx", "--input", "x.npy", "--output", "out", "--json");
        Assert.Equal((0, "warning: Batch normalization 'bn' has never seen a batch: a running mean of 0 and a running variance of 1 leave the input as it is. Train first, or load trained statistics."), (code, error.TrimEnd()));
        Assert.StartsWith("{", output, StringComparison.Ordinal);
    }

    private (int Code, string Error) Run(string model)
    {
        var (code, _, error) = _striate.Run("run", "--model", model, "--weights", "w.safetensors", "--input", "x.npy", "--output", "out");
        return (code, error.TrimEnd());
    }
}
