using System.Text.Json;
using Striate.Data.Pictures;

namespace Striate.Cli.Tests;

public sealed class ReceptiveFieldTests : IDisposable
{
    private readonly StriateProcess _striate = new();

    public void Dispose() => _striate.Dispose();

    [Fact]
    [Trait("Row", "139")]
    [Trait("Row", "164")]
    public void OneLayerOfVgg16()
    {
        var (code, output, _) = _striate.Run("receptive-field", "vgg16", "--layer", "features.30", "--picture", "vgg.svg");
        Assert.Equal((0, "layer                    output  before: size  jump  first  behind: size  jump  first\nfeatures.30 MaxPooling  7×7×512           196    16    -90           212    32    -90\n"), (code, output));
        Assert.StartsWith("<svg", File.ReadAllText(_striate.File("vgg.svg")), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "164")]
    public void TheEffectiveField()
    {
        using var json = JsonDocument.Parse(_striate.Run("receptive-field", "lenet5", "--effective", "--picture", "field.png", "--json").Output);
        Assert.Equal("averagepooling2", json.RootElement.GetProperty("effective_layer").GetString());
        Assert.Equal(16, json.RootElement.GetProperty("layers").EnumerateArray().Single(layer => layer.GetProperty("name").GetString() == "averagepooling2").GetProperty("behind")[0].GetProperty("size").GetInt32());
        Assert.InRange(json.RootElement.GetProperty("effective_inputs").GetInt32(), 40, 256);
        Assert.Equal((308, 308), (Picture.Read(_striate.File("field.png")).Height, Picture.Read(_striate.File("field.png")).Width));
    }

    [Theory]
    [InlineData("--picture field.gif must end in .svg (how fields grow) or .png (the effective field).", "lenet5", "--picture", "field.gif")]
    [InlineData("The effective field is the mean of 1 to 10000 draws, not 0.", "lenet5", "--effective", "--draws", "0")]
    public void BadUsageIsOneLine(string message, params string[] arguments)
    {
        var (code, _, error) = _striate.Run(["receptive-field", .. arguments]);
        Assert.Equal((2, $"striate: {message}\n"), (code, error));
    }

    [Fact]
    public void AFileIsMeasuredAtItsOwnSize()
    {
        Assert.Equal(0, _striate.Run("separability", "lenet5", "--rewrite", "small.onnx").Code);
        var (code, _, error) = _striate.Run("receptive-field", "small.onnx", "--input", "32x32x1");
        Assert.Equal((2, "striate: Dense 'fc1' has a weight of 120×400 for the input 400; the input 576 would need 120×576. Inputs of any size need global pooling before dense layers.\n"), (code, error));
    }
}
