using Striate.Layers;
using Striate.Networks;
using Striate.Onnx.Schema;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>What is written is checked before it takes its name; weights may lie in a file of their own.</summary>
public sealed class SavingTests : IDisposable
{
    private readonly string _folder = TestData.Temporary();

    private string FilePath => Path.Combine(_folder, "a.onnx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WeightsInAFileOfTheirOwnComeBack(bool check)
    {
        var network = Make();
        network.Save(FilePath, new SaveOptions { ExternalData = true, Check = check });
        Assert.Equal(["a.onnx", "a.onnx.data"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        // 7200 bytes of weights and 3200 beside, the second from the next multiple of 64 on; biases are small and stay in the model.
        Assert.Equal(7232 + 3200, new FileInfo(FilePath + ".data").Length);
        Assert.InRange(new FileInfo(FilePath).Length, 1, 2500);
        var entries = ModelData.Parser.ParseFrom(File.ReadAllBytes(FilePath)).Graph.Initializer.Where(tensor => tensor.DataLocation == 1)
            .ToDictionary(tensor => tensor.Name, tensor => string.Join(' ', tensor.ExternalData.Select(entry => $"{entry.Key}={entry.Value}")));
        Assert.Equal(2, entries.Count);
        Assert.Equal("location=a.onnx.data offset=0 length=7200", entries["a.weight"]);
        Assert.Equal("location=a.onnx.data offset=7232 length=3200", entries["c.weight"]);
        Assert.Equal(network.Parameters.Values.ToArray(), OnnxModel.Load(FilePath).Parameters.Values.ToArray());
    }

    [Fact]
    public void AModelMayBeSavedOverItself()
    {
        Make().Save(FilePath, new SaveOptions { ExternalData = true });
        var network = OnnxModel.Load(FilePath);
        network.Initialize(5);
        network.Save(FilePath, new SaveOptions { ExternalData = true });
        Assert.Equal(network.Parameters.Values.ToArray(), OnnxModel.Load(FilePath).Parameters.Values.ToArray());
        Assert.Equal(["a.onnx", "a.onnx.data"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [CheckerFact]
    public void DebiansCheckerAcceptsExternalData()
    {
        Make().Save(FilePath, new SaveOptions { ExternalData = true });
        Assert.Equal("", CheckerFactAttribute.Run($"import onnx\nonnx.checker.check_model('{FilePath}', full_check=True)"));
    }

    [Fact]
    public void ANetworkThatComputesSomethingElseIsRefused()
    {
        var (network, other) = (Make(), Make());
        ExportCheck.Require(network, other, "a.onnx");
        other.Parameters["b.bias"].Set([0, 0.5f, 0, 0]);
        var output = network.Run(new Tensor(Shape.Of(1, 10, 10, 2)));
        Assert.Equal(4, output.Floats.Length);
        var error = Assert.Throws<InvalidDataException>(() => ExportCheck.Require(network, other, "a.onnx"));
        Assert.Matches("^'a.onnx' was not kept: read back it gives -?[0-9.]+ at 1 of output 'b', the network gives -?[0-9.]+; [0-9.E-]+ of difference would be rounding \\(1E-05 of the largest\\)\\.$", error.Message);
    }

    [Fact]
    public void OtherOutputsAreRefused()
    {
        var network = Network.Sequential(Shape.Of(3), new Dense(2) { Name = "a" });
        Assert.Equal("'a.onnx' was not kept: read back its output 'a' is 1×3, the network's is 1×2.",
            Assert.Throws<InvalidDataException>(() => ExportCheck.Require(network, Network.Sequential(Shape.Of(3), new Dense(3) { Name = "a" }), "a.onnx")).Message);
        var x = Network.Input(3);
        Assert.Equal("'a.onnx' was not kept: read back it has 2 outputs, the network has 1.",
            Assert.Throws<InvalidDataException>(() => ExportCheck.Require(network, Network.Of([x.Then(new Dense(2)), x.Then(new Dense(2))]), "a.onnx")).Message);
    }

    [Fact]
    public void NumbersThatAreNoneAgreeWithThemselves()
    {
        var network = Network.Sequential(Shape.Of(3), new Dense(2) { Name = "a" });
        network.Parameters["a.bias"].Set([float.NaN, float.PositiveInfinity]);
        network.Save(FilePath);
        Assert.True(File.Exists(FilePath));
    }

    [Fact]
    public void WhatIsRefusedLeavesTheFileThatWasThere()
    {
        var path = Path.Combine(_folder, "b");
        File.WriteAllText(path, "before");
        Assert.Throws<InvalidDataException>(() => SafeFile.Write(path, stream => stream.WriteByte(1), file =>
        {
            Assert.Equal(1, new FileInfo(file).Length);
            throw new InvalidDataException("no");
        }));
        Assert.Equal("before", File.ReadAllText(path));
        Assert.Equal(["b"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    private static Network Make() => Network.Sequential(Shape.Of(10, 10, 2), new Convolution(100, 3) { Name = "a" }, new MaxPooling(2), new GlobalAveragePooling(), new Relu(), new Dense(8) { Name = "c" }, new Dense(4) { Name = "b" });
}
