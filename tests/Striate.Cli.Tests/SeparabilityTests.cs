using System.Text.Json;

namespace Striate.Cli.Tests;

public sealed class SeparabilityTests : IDisposable
{
    private readonly StriateProcess _striate = new();

    public void Dispose() => _striate.Dispose();

    [Fact]
    [Trait("Row", "87")]
    [Trait("Row", "92")]
    public void SobelsKernel()
    {
        File.WriteAllText(_striate.File("sobel.csv"), "1,0,-1\n2,0,-2\n1,0,-1\n");
        Assert.Equal("3×3: rank 1, separable\nsingular values 3.4641 0 0\nrank  error  weights\n1         0   6 of 9\ncolumn 1 2 1\nrow 1 0 -1\n", _striate.Run("separability", "sobel.csv").Output);
        var (code, _, error) = _striate.Run("separability", "sobel.csv", "--rewrite", "x.onnx");
        Assert.Equal((2, "striate: --rewrite writes a model; a kernel has none."), (code, error.TrimEnd()));
    }

    [Fact]
    [Trait("Row", "93")]
    public void AModelRewritten()
    {
        using var json = JsonDocument.Parse(_striate.Run("separability", "lenet5", "--error", "0.5", "--rewrite", "low.onnx", "--json").Output);
        using var summary = JsonDocument.Parse(_striate.Run("summary", "low.onnx", "--json").Output);
        Assert.Equal(61_706, json.RootElement.GetProperty("parameters_before").GetInt32());
        foreach (var (after, now) in new[] { ("parameters_after", "parameters"), ("macs_after", "macs") }) Assert.Equal(json.RootElement.GetProperty(after).GetInt64(), summary.RootElement.GetProperty(now).GetInt64());
        Assert.True(json.RootElement.GetProperty("macs_after").GetInt64() < json.RootElement.GetProperty("macs_before").GetInt64());
        Assert.Equal(["conv1.first", "conv1", "conv2.first", "conv2"], summary.RootElement.GetProperty("layers").EnumerateArray().Where(layer => layer.GetProperty("kind").GetString() == "Convolution").Select(layer => layer.GetProperty("name").GetString()));
    }
}
