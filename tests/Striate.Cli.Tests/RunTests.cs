using Striate.Data.Readers;
using Striate.Layers;
using Striate.Layers.Arrays;
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
        Assert.Equal((2, "striate: 'w.safetensors' has 1 of 10 parameters in another shape: fc3.bias: the network has 10, the file 11."), Run("lenet5"));

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

    [Fact]
    public void AFileTakesItsInputsByNameInTheirOrderAndOfTheirTypes()
    {
        var indices = Network.Input(ElementType.Int64, 3).Named("indices");
        Network.Of([Network.Input(4, 5, 2).Named("maps").Then(new Transposition([2, 0, 1])), indices.Then(new Reshaping([3, 1]))]).Save(_striate.File("two.onnx"));
        var maps = Tensor.From([.. Enumerable.Range(0, 40).Select(i => (float)i)], 1, 2, 4, 5);
        Npy.Write(_striate.File("maps.npy"), maps);
        Npy.Write(_striate.File("indices.npy"), Tensor.From<long>([7, 8, 9], Shape.Of(1, 3)));
        var (code, output, error) = _striate.Run("run", "--model", "two.onnx", "--input", "indices=indices.npy", "maps=maps.npy", "--output", "out");
        Assert.Equal((0, "", "output1 1×5×2×4 out/output1.npy\noutput2 1×1×3 out/output2.npy"), (code, error, output.ReplaceLineEndings("\n").TrimEnd()));
        // The axes of the file are channels first: 4×5 maps of 2 channels become 2×4 maps of 5, each number where the order [2, 0, 1] puts it.
        var expected = maps.Transpose(0, 3, 1, 2);
        Assert.Equal(expected.ToArray(), Npy.Read(_striate.File("out/output1.npy")).ToArray());
        Assert.Equal([7L, 8, 9], Npy.Read(_striate.File("out/output2.npy")).AsSpan<long>().ToArray());

        (code, _, error) = _striate.Run("run", "--model", "two.onnx", "--input", "picture=maps.npy", "--output", "out");
        Assert.Equal((2, "striate: --input picture=maps.npy: the model has no input 'picture'. There are: maps, indices."), (code, error.TrimEnd()));
        (code, _, error) = _striate.Run("run", "--model", "two.onnx", "--input", "maps.npy", "--output", "out");
        Assert.Equal((2, "striate: The input 'indices' is missing; given: maps."), (code, error.TrimEnd()));
        Npy.Write(_striate.File("short.npy"), new Tensor(Shape.Of(1, 3)));
        (code, _, error) = _striate.Run("run", "--model", "two.onnx", "--input", "indices=indices.npy", "maps=short.npy", "--output", "out");
        Assert.Equal((2, "striate: The input 'maps' has 4 axes, N×2×4×5; the array is 1×3."), (code, error.TrimEnd()));
    }

    [Fact]
    public void ArraysOfOtherSizesOrTypesAreRefused()
    {
        Network.Of([Network.Input(4, 5, 2).Named("maps").Then(new Relu())]).Save(_striate.File("one.onnx"));
        Assert.Equal("striate: The input 'maps' is N×2×4×5; the array is 1×2×4×6.", Refusal(new Tensor(Shape.Of(1, 2, 4, 6))));
        Assert.Equal("striate: The input 'maps' takes Float32, not Int64.", Refusal(new Tensor(Shape.Of(1, 2, 4, 5), ElementType.Int64)));

        string Refusal(Tensor tensor)
        {
            Npy.Write(_striate.File("maps.npy"), tensor);
            var (code, _, error) = _striate.Run("run", "--model", "one.onnx", "--input", "maps.npy", "--output", "out");
            Assert.Equal(2, code);
            return error.TrimEnd();
        }
    }

    [Fact]
    public void RunsThatAreTooLargeAreRefusedInALine()
    {
        // An example of more numbers than an array has, and 4 of 2³⁰ that an array has each.
        Assert.Equal("striate: Tiling 'tiling1' makes 60000×60000 of an example, 3600000000 numbers; the most is 2147483591.", Refusal(60000));
        Assert.Equal("striate: The plan's buffers would take 16384 MiB; the most is 8191 MiB. A smaller batch fits.", Refusal(32768));

        string Refusal(int times)
        {
            Network.Of([Network.Input(1, 1).Named("x").Then(new Tiling([times, times]))]).Save(_striate.File("large.onnx"), new SaveOptions { Check = false });
            Npy.Write(_striate.File("x.npy"), new Tensor(Shape.Of(4, 1, 1)));
            var (code, _, error) = _striate.Run("run", "--model", "large.onnx", "--input", "x.npy", "--output", "out");
            Assert.Equal(2, code);
            return error.TrimEnd();
        }
    }

    private (int Code, string Error) Run(string model)
    {
        var (code, _, error) = _striate.Run("run", "--model", model, "--weights", "w.safetensors", "--input", "x.npy", "--output", "out");
        return (code, error.TrimEnd());
    }
}
