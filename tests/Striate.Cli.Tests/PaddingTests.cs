using System.Text.Json;

namespace Striate.Cli.Tests;

/// <summary>What stands around a map, and how kernels are shared, as options.</summary>
public sealed class PaddingTests : IDisposable
{
    private readonly StriateProcess _striate = new();

    public void Dispose() => _striate.Dispose();

    [Theory]
    [InlineData("doubly block circulant", 4, 48, "convolution", "--input", "4x3", "--padding", "1:0,circular", "--flip")]
    [InlineData("circulant", 3, 15, "convolution", "--input", "5", "--axes", "1", "--kernel", "3", "--padding", "same,circular")]
    [InlineData("doubly block Toeplitz", 4, 16, "convolution", "--input", "3", "--padding", "valid,reflect")]
    [Trait("Row", "20")]
    [Trait("Row", "22")]
    public void StructuresOfMatrices(string structure, int free, int nonzeros, params string[] arguments)
    {
        using var json = JsonDocument.Parse(_striate.Run(["matrix", .. arguments, "--json"]).Output);
        Assert.Equal((structure, free, nonzeros), (json.RootElement.GetProperty("structure").GetString(), json.RootElement.GetProperty("free_parameters").GetInt32(), json.RootElement.GetProperty("nonzeros").GetInt32()));
    }

    [Theory]
    [InlineData(16, "unshared")]
    [InlineData(16, "tiled")]
    [InlineData(8, "tiled", "--tiles", "2x1")]
    [InlineData(4, "tiled", "--tiles", "1")]
    [InlineData(4, "convolution")]
    [Trait("Row", "22")]
    [Trait("Row", "38")]
    [Trait("Row", "108")]
    public void FromUnsharedToShared(int free, params string[] arguments)
    {
        using var json = JsonDocument.Parse(_striate.Run(["matrix", .. arguments, "--json", "--picture", "ways.svg", "--graph", "graph.svg"]).Output);
        Assert.Equal((36, 16, free), (json.RootElement.GetProperty("dense_parameters").GetInt32(), json.RootElement.GetProperty("unshared_parameters").GetInt32(), json.RootElement.GetProperty("free_parameters").GetInt32()));
        Assert.Contains($">shared: {free}</text>", File.ReadAllText(_striate.File("ways.svg")), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "58")]
    public void TracesPatchesAndCounts()
    {
        File.WriteAllText(_striate.File("x.csv"), "5,6,7,8\n");
        File.WriteAllText(_striate.File("k.csv"), "1,10,100\n");
        Assert.StartsWith("y1 = x4·k1 + x1·k2 + x2·k3 = 658\n", _striate.Run("trace", "--input", "x.csv", "--kernel", "k.csv", "--padding", "0x1,circular", "--symbols").Output, StringComparison.Ordinal);
        Assert.StartsWith("y1 = 2·k1 + x1·k2 + x2·k3 = 652\n", _striate.Run("trace", "--input", "x.csv", "--kernel", "k.csv", "--padding", "0x1,constant=2", "--symbols").Output, StringComparison.Ordinal);
        Assert.Contains("patches, 4 × 3\n8 5 6\n5 6 7\n6 7 8\n7 8 5\n", _striate.Run("matrix", "convolution", "--input", "1x4", "--kernel", "1x3", "--padding", "0x1,circular", "--patches", "x.csv", "--weights", "k.csv").Output, StringComparison.Ordinal);
        using var ring = JsonDocument.Parse(_striate.Run("arithmetic", "convolution", "--input", "5", "--axes", "1", "--kernel", "3", "--padding", "same,circular", "--json").Output);
        Assert.Equal(("[[3,3,3,3,3]]", "[[3,3,3,3,3]]"), (ring.RootElement.GetProperty("visits").GetRawText(), ring.RootElement.GetProperty("support").GetRawText()));
        using var zeros = JsonDocument.Parse(_striate.Run("arithmetic", "convolution", "--input", "5", "--axes", "1", "--kernel", "3", "--padding", "same", "--json").Output);
        Assert.Equal(("[[2,3,3,3,2]]", "[[2,3,3,3,2]]"), (zeros.RootElement.GetProperty("visits").GetRawText(), zeros.RootElement.GetProperty("support").GetRawText()));
    }

    [Fact]
    [Trait("Row", "115")]
    public void EdgesUnderEveryPadding()
    {
        using var json = JsonDocument.Parse(_striate.Run("meter", "lenet5", "--data", "synthetic:digits,count=8,test=4,seed=1", "--examples", "4", "--json").Output);
        var first = json.RootElement.GetProperty("edges")[0];
        Assert.Equal(["zeros", "reflect", "replicate", "circular"], first.GetProperty("paddings").EnumerateArray().Select(padding => padding.GetProperty("mode").GetString()));
        // What the network has is zeros.
        Assert.Equal(first.GetProperty("edge_share").GetDouble(), first.GetProperty("paddings")[0].GetProperty("edge_share").GetDouble(), 1e-9);
    }

    [Theory]
    [InlineData("Convolution 'convolution1' does not fit: padding (3, 3) in mode Reflect of an axis of 3; it must be below the size. What would fit: padding of 2 or less, an input of 4 or more, or PaddingMode.Replicate.", "matrix", "convolution", "--padding", "3,reflect")]
    [InlineData("--padding 1,constant: 'constant' is unknown. There are: reflect, replicate, circular, constant=NUMBER.", "matrix", "convolution", "--padding", "1,constant")]
    [InlineData("TiledConvolution 'tiledconvolution1' does not fit: 3 kernels in turn along an axis of 2 outputs, so 1 would never be used. What would fit: 2 (an UnsharedConvolution) or fewer.", "matrix", "tiled", "--tiles", "3")]
    [InlineData("--patches lays out a convolution, not a UnsharedConvolution.", "matrix", "unshared", "--patches", "x.csv")]
    public void BadUsageIsOneLine(string message, params string[] arguments)
    {
        File.WriteAllText(_striate.File("x.csv"), "0,1,2\n3,4,5\n6,7,8\n");
        var (code, _, error) = _striate.Run(arguments);
        Assert.Equal((2, $"striate: {message}\n"), (code, error));
    }
}
