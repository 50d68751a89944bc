using System.Text.Json;

namespace Striate.Cli.Tests;

public sealed class MeterTests : IDisposable
{
    private const string Data = "synthetic:digits,count=40,test=10,seed=3";

    private readonly StriateProcess _striate = new();

    public void Dispose() => _striate.Dispose();

    [Fact]
    [Trait("Row", "30")]
    [Trait("Row", "32")]
    [Trait("Row", "142")]
    public void ANetworkIsMeasured()
    {
        using var json = JsonDocument.Parse(_striate.Run("meter", "lenet5", "--data", Data, "--direct", "--threads", "1", "--json").Output);
        var transformations = json.RootElement.GetProperty("transformations").EnumerateArray().ToArray();
        Assert.Equal(["shift", "rotation", "scale"], transformations.Select(one => one.GetProperty("transformation").GetString()));
        JsonElement Layer(int transformation, string name) => transformations[transformation].GetProperty("layers").EnumerateArray().Single(layer => layer.GetProperty("name").GetString() == name);
        Assert.Equal(0, Layer(0, "conv1").GetProperty("move_error").GetDouble());
        Assert.True(Layer(1, "conv1").GetProperty("move_error").GetDouble() > 0.01);
        Assert.Equal(JsonValueKind.Null, Layer(0, "flatten1").GetProperty("move_error").ValueKind);
        Assert.Equal(4, json.RootElement.GetProperty("saturation").GetArrayLength());
        var lines = _striate.Run("meter", "lenet5", "--data", Data, "--direct", "--threads", "1").Output.Split('\n');
        Assert.Matches("^layer +shift: did not move +did not stay +changed +rotation: did not move", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("conv1 Convolution", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("striate: --examples 0 must be 1 or more.", "lenet5", "--data", Data, "--examples", "0")]
    [InlineData("striate: --scale 0 must lie above 0 and not above 100.", "lenet5", "--data", Data, "--scale", "0")]
    [InlineData("striate: --shift 1×2×3 has 3 numbers; give one for both directions, or down and to the right as in 0x4.", "lenet5", "--data", Data, "--shift", "1x2x3")]
    [InlineData("striate: The network takes inputs of 32×32×3; the data synthetic:digits have 28×28×1.", "resnet20", "--data", Data)]
    public void BadInputGivesOneLine(string message, params string[] arguments)
    {
        var (code, _, error) = _striate.Run(["meter", .. arguments]);
        Assert.Equal((2, message), (code, error.TrimEnd()));
    }
}
