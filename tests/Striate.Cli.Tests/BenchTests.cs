using System.Text.Json;

namespace Striate.Cli.Tests;

public class BenchTests
{
    [Theory]
    [InlineData("lenet5", "training")]
    [InlineData("simplenet", "training")]
    [InlineData("resnet20", "training")]
    [InlineData("resnet20", "inference")]
    public void AStepAllocatesNothing(string model, string mode)
    {
        using var striate = new StriateProcess();
        var (code, output, error) = striate.Run("bench", "--model", model, "--mode", mode, "--batch", "4", "--seconds", "0.3", "--json");
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(["network", "mode", "batch", "threads", "ms_median", "ms_min", "images_per_second", "peak_mib", "allocated_bytes_per_step", "ms_by_operations", "ms_by_bytes", "roof_gflops", "stream_gbytes", "loss_before", "loss_after"], json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(0, json.RootElement.GetProperty("allocated_bytes_per_step").GetInt64());
        Assert.Equal(mode == "training", json.RootElement.GetProperty("loss_after").ValueKind == JsonValueKind.Number);
    }

    [Fact]
    public void AConvolutionHasThreePassesAndARoof()
    {
        using var striate = new StriateProcess();
        string[] arguments = ["bench", "convolution", "--shape", "9x7x6", "--batch", "2", "--channels", "8", "--kernel", "3x1", "--stride", "2", "--padding", "1x0", "--groups", "2", "--dilation", "1", "--threads", "1", "--seconds", "0.02"];
        var (code, output, error) = striate.Run([.. arguments, "--json"]);
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(["batch", "input_channels", "output_channels", "groups", "macs", "threads", "vector_bits", "roof_gflops", "passes"], json.RootElement.EnumerateObject().Select(property => property.Name));
        // 2 examples, outputs of (9 + 2 − 3) / 2 + 1 = 5 by (7 − 1) / 2 + 1 = 4, 8 channels from 3 each, 3 taps.
        Assert.Equal(2 * 5 * 4 * 8 * 3 * 3, json.RootElement.GetProperty("macs").GetInt64());
        Assert.True(json.RootElement.GetProperty("roof_gflops").GetDouble() > 0);
        var passes = json.RootElement.GetProperty("passes").EnumerateArray().ToArray();
        Assert.Equal(["forward", "backward-data", "backward-weights"], passes.Select(pass => pass.GetProperty("pass").GetString()));
        Assert.All(passes, pass =>
        {
            Assert.Equal(["pass", "kernel", "ms_median", "ms_min", "gflops", "roof_share", "allocated_bytes"], pass.EnumerateObject().Select(property => property.Name));
            // Operations over time, and that over the roof.
            var speed = pass.GetProperty("gflops").GetDouble();
            Assert.Equal(2 * 2880 / (pass.GetProperty("ms_median").GetDouble() * 1e6), speed, 1e-9 * speed);
            Assert.Equal(speed / json.RootElement.GetProperty("roof_gflops").GetDouble(), pass.GetProperty("roof_share").GetDouble(), 1e-12);
            Assert.Equal(0, pass.GetProperty("allocated_bytes").GetInt64());
        });
        var lines = striate.Run(arguments).Output.TrimEnd().Split('\n');
        Assert.Equal("2 × 9×7×6 to 5×4×8, kernel 3×1, 0.0 M multiply–accumulates", lines[0]);
        Assert.Matches(@"^roof: \d+ GFLOP/s of multiply–adds alone, (512|256|128) bits, 1 threads$", lines[1]);
        Assert.Matches(@"^backward-weights  \S+ +median \d+\.\d{3} ms, least \d+\.\d{3} ms, \d+\.\d GFLOP/s, \d+ % of the roof$", lines[4]);
    }

    [Theory]
    [InlineData("2 × 4×5×6×3 to 4×5×6×8, kernel 3×3×3, 0.2 M multiply–accumulates", "--shape", "4x5x6x3", "--channels", "8", "--batch", "2")]
    [InlineData("1 × 8×8×16 to 8×8×16, kernel 1×1, 0.0 M multiply–accumulates", "--input", "8x8", "--channels", "16", "--kernel", "1")]
    [InlineData("1 × 8×8×16 to 4×4×16, kernel 5×5, 0.1 M multiply–accumulates", "--input", "8x8", "--channels", "16", "--kernel", "5", "--padding", "valid")]
    public void AShapeHasChannelsOrTakesThoseOfTheOutput(string head, params string[] arguments)
    {
        using var striate = new StriateProcess();
        var (code, output, error) = striate.Run(["bench", "convolution", "--seconds", "0.01", "--threads", "1", .. arguments]);
        Assert.True(code == 0, error);
        Assert.Equal(head, output.Split('\n')[0]);
    }

    [Theory]
    [InlineData("striate: --batch 0 must be 1 or more.", "--batch", "0")]
    [InlineData("striate: --seconds 0 must lie between 0.01 and 60.", "--seconds", "0")]
    [InlineData("striate: --threads 0 must lie between 1 and 1024.", "--threads", "0")]
    [InlineData("striate: --kernel 3y: '3y' is no whole number; sizes look like 3 or 1x7.", "--kernel", "3y")]
    [InlineData("striate: --padding some: 'some' is no whole number; sizes look like 3 or 1x7.", "--padding", "some")]
    [InlineData("striate: --shape 9 has 1 size(s); give height × width, height × width × channels, or depth × height × width × channels.", "--shape", "9")]
    [InlineData("striate: '9x' is no size; sizes look like 224x224x3.", "--shape", "9x")]
    [InlineData("striate: Convolution has 0 output channels; it needs 1 or more.", "--channels", "0")]
    [InlineData("striate: Convolution has 3 groups, which do not divide both 64 input and 64 output channels. What would fit: 1, 2, 4, 8, 16, 32, 64.", "--groups", "3")]
    [InlineData("striate: Convolution has a stride of 0; it must be 1 or more along every axis.", "--stride", "0")]
    public void BadNumbersGiveOneLine(string message, params string[] arguments)
    {
        using var striate = new StriateProcess();
        var (code, _, error) = striate.Run(["bench", "convolution", .. arguments]);
        Assert.Equal((2, message), (code, error.TrimEnd()));
    }
}
