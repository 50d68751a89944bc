using Striate.Layers;
using Striate.Networks;
using Striate.Onnx;
using Striate.Tensors;

namespace Striate.Cli.Tests;

/// <summary><c>convert</c> and <c>compare</c>: models into other forms, and two of them side by side.</summary>
public sealed class ConvertTests : IDisposable
{
    private readonly StriateProcess _striate = new();

    public void Dispose() => _striate.Dispose();

    [Fact]
    public void ThereAndBack()
    {
        Make().Save(_striate.File("a.onnx"));
        Assert.Equal((0, "b.onnx: 4 layers, 20 parameters\n", ""), _striate.Run("convert", "a.onnx", "b.onnx", "--external-data"));
        Assert.True(File.Exists(_striate.File("b.onnx")));
        Assert.Equal((0, "c.safetensors: 4 layers, 20 parameters\n", ""), _striate.Run("convert", "b.onnx", "c.safetensors"));
        Assert.Equal((0, "loaded 4, missing 0, unexpected 0, mismatched 0\nd.onnx: 4 layers, 20 parameters\n", ""), _striate.Run("convert", "c.safetensors", "d.onnx", "--model", "a.onnx", "--no-check"));
        Assert.Equal(File.ReadAllBytes(_striate.File("a.onnx")), File.ReadAllBytes(_striate.File("d.onnx")));
    }

    [Fact]
    public void NamesAreMapped()
    {
        var network = Make();
        network.Save(_striate.File("a.onnx"));
        SafeTensors.Write(_striate.File("w.safetensors"), network.Parameters.ToDictionary(parameter => "module." + parameter.Name.Replace("b.", "head.", StringComparison.Ordinal), parameter => parameter.ToTensor()));
        Assert.Equal((1, "loaded 0, missing 4, unexpected 4, mismatched 0\nmissing a.weight\nmissing a.bias\nmissing b.weight\nmissing b.bias\n"
            + "unexpected module.a.bias\nunexpected module.a.weight\nunexpected module.head.bias\nunexpected module.head.weight\nnothing was written: the network would keep random weights\n", ""), _striate.Run("convert", "w.safetensors", "b.onnx", "--model", "a.onnx"));
        Assert.False(File.Exists(_striate.File("b.onnx")));
        const string Done = "loaded 4, missing 0, unexpected 0, mismatched 0\nb.onnx: 4 layers, 20 parameters\n";
        Assert.Equal((0, Done, ""), _striate.Run("convert", "w.safetensors", "b.onnx", "--model", "a.onnx", "--map", "module.=", "module.head=b"));
        File.WriteAllText(_striate.File("map.json"), """{"module.": "", "module.head": "b"}""");
        Assert.Equal((0, Done, ""), _striate.Run("convert", "w.safetensors", "b.onnx", "--model", "a.onnx", "--map", "map.json"));
    }

    [Theory]
    [InlineData("'w.safetensors' holds weights without a network; --model says which network they belong to.", "w.safetensors", "b.onnx")]
    [InlineData("--model and --map are for .safetensors files; an .onnx file brings its network and its names.", "a.onnx", "b.onnx", "--model", "lenet5")]
    [InlineData("INPUT 'a.txt' is neither an .onnx nor a .safetensors file.", "a.txt", "b.onnx")]
    [InlineData("OUTPUT 'b.pt' is neither an .onnx nor a .safetensors file.", "a.onnx", "b.pt")]
    public void WrongUsageIsSaid(string message, params string[] arguments) =>
        Assert.Equal((2, "", $"striate: {message}\n"), _striate.Run(["convert", .. arguments]));

    [Fact]
    public void TwoModelsSideBySide()
    {
        var network = Make();
        network.Save(_striate.File("a.onnx"));
        network.Parameters["b.bias"].Values[0] += 1000;
        network.Parameters.MarkChanged();
        network.Save(_striate.File("b.onnx"));
        string[] quick = ["--seconds", "0.01", "--count", "5", "--batch", "2"];
        var (code, output, error) = _striate.Run(["compare", "a.onnx", "a.onnx", .. quick, "--tolerance", "0"]);
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("output 'b': largest difference 0E+0, 0E+0 of the largest number, 5 of 5 answers the same\n5 examples; a batch of 2 takes ", output, StringComparison.Ordinal);
        (code, output, _) = _striate.Run(["compare", "a.onnx", "b.onnx", .. quick, "--tolerance", "0.5"]);
        Assert.Equal(1, code);
        Assert.StartsWith("output 'b': largest difference 1E+3, ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void ArraysAsTheFilesDescribeThem()
    {
        Make().Save(_striate.File("a.onnx"));
        Data.Readers.Npy.Write(_striate.File("x.npy"), new Tensor(Shape.Of(3, 1, 4, 4)));
        var (code, output, error) = _striate.Run("compare", "a.onnx", "a.onnx", "--input", "x.npy", "--seconds", "0.01");
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("output 'output': largest difference 0E+0, 0E+0 of the largest number, 3 of 3 answers the same\n3 examples; a batch of 3 takes ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeComparedIsSaid()
    {
        Make().Save(_striate.File("a.onnx"));
        Assert.Equal((2, "", "striate: The first model takes 4×4×1 Float32, the second 28×28×1 Float32: nothing can be given to both.\n"), _striate.Run("compare", "a.onnx", "lenet5"));
        Assert.Equal((2, "", "striate: Output 'b' is 16×2 Float32 in the first model and 16×3 Float32 in the second.\n"), Save("b.onnx", Make(classes: 3)));
        Assert.Equal((2, "", "striate: --data and --input both say what the models see; one of them is enough.\n"), _striate.Run("compare", "a.onnx", "a.onnx", "--data", "synthetic:digits", "--input", "x.npy"));
        Assert.Equal((2, "", "striate: --count 0 and --batch 16 must be 1 or more.\n"), _striate.Run("compare", "a.onnx", "a.onnx", "--count", "0"));
        Assert.Equal((2, "", "striate: 'synthetic:digits,count=10' has examples of 28×28×1; the models take 4×4×1 Float32.\n"), _striate.Run("compare", "a.onnx", "a.onnx", "--data", "synthetic:digits,count=10"));
    }

    private (int Code, string Output, string Error) Save(string name, Network network)
    {
        network.Save(_striate.File(name));
        return _striate.Run("compare", "a.onnx", name);
    }

    private static Network Make(int classes = 2) => Network.Sequential(Shape.Of(4, 4, 1), new Convolution(1, 3) { Name = "a" }, new Relu(), new Flatten(), new Dense(classes) { Name = "b" });
}
