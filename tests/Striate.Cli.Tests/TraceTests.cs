using System.Text.Json;

namespace Striate.Cli.Tests;

public sealed class TraceTests : IDisposable
{
    private readonly StriateProcess _striate = new();

    public TraceTests()
    {
        File.WriteAllText(_striate.File("x.csv"), "0,1,2\n3,4,5\n6,7,8\n");
        File.WriteAllText(_striate.File("k.csv"), "0;1\n\n2;3\n");
    }

    public void Dispose() => _striate.Dispose();

    [Fact]
    [Trait("Row", "12")]
    [Trait("Row", "16")]
    public void BothSideBySide()
    {
        var (code, output, error) = _striate.Run("trace", "--input", "x.csv", "--kernel", "k.csv", "--operation", "both", "--csv", "steps.csv", "--svg", "film.svg");
        Assert.True(code == 0, error);
        var lines = output.Split('\n');
        Assert.Equal("correlation: input 3×3, kernel 2×2, output 2×2   convolution: input 3×3, kernel 2×2, output 2×2", lines[0]);
        Assert.Equal("  x[1,1]·w[1,1] = 4·3 = 12, sum 19                 x[1,1]·w[0,0] = 4·0 = 0, sum 5", lines[5]);
        Assert.EndsWith("\ncorrelation\n19 25\n37 43\n\nconvolution\n5 11\n23 29\n", output, StringComparison.Ordinal);
        Assert.Equal(1 + 2 * 16, File.ReadLines(_striate.File("steps.csv")).Count());
        Assert.StartsWith("<svg ", File.ReadAllText(_striate.File("film-correlation.svg")), StringComparison.Ordinal);
        Assert.StartsWith("<svg ", File.ReadAllText(_striate.File("film-convolution.svg")), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "57")]
    [Trait("Row", "67")]
    public void PaddingAndChannels()
    {
        using var json = JsonDocument.Parse(_striate.Run("trace", "--input", "x.csv", "x.csv", "--kernel", "k.csv", "k.csv", "--padding", "1", "--json").Output);
        var operation = json.RootElement.GetProperty("operations")[0];
        Assert.Equal("[[0,6,16,8],[18,38,50,20],[42,74,86,32],[12,14,16,0]]", operation.GetProperty("output").GetRawText());
        Assert.Equal("[[0,3,8,4],[9,19,25,10],[21,37,43,16],[6,7,8,0]]", operation.GetProperty("partial")[1].GetRawText());
        Assert.Equal(16 * 8, operation.GetProperty("steps").GetArrayLength());
    }

    [Fact]
    public void SymbolsAndTransposed()
    {
        Assert.StartsWith("y1 = x1·k1 + x2·k2 + x4·k3 + x5·k4 = ", _striate.Run("trace", "--input", "x.csv", "--kernel", "k.csv", "--symbols", "--order", "columns").Output, StringComparison.Ordinal);
        // 0 1 spread by the kernel 0 1 / 2 3, 2 apart.
        File.WriteAllText(_striate.File("two.csv"), "1 10\n");
        Assert.EndsWith("\ntransposed\n0 1 0 10\n2 3 20 30\n", _striate.Run("trace", "--input", "two.csv", "--kernel", "k.csv", "--operation", "transposed", "--stride", "2").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("striate: --operation sum is unknown. There are: correlation, convolution, both, transposed.", "--input", "x.csv", "--kernel", "k.csv", "--operation", "sum")]
    [InlineData("striate: --order depth is unknown. There are: rows, columns.", "--input", "x.csv", "--kernel", "k.csv", "--order", "depth")]
    [InlineData("striate: 'k.csv' is 2×2 and 'x.csv' 3×3; the channels of a map have one size.", "--input", "x.csv", "k.csv", "--kernel", "k.csv")]
    [InlineData("striate: The input is 3×3×2 and the kernel 2×2×1; both need the same number of axes and of channels, which stand last.", "--input", "x.csv", "x.csv", "--kernel", "k.csv")]
    [InlineData("striate: Convolution does not fit: input 2×2, kernel 3×3, stride 1: the window spans 3, the padded input 2. What would fit: an input of 3 or more, 1 more padding on each side, or a smaller kernel.", "--input", "k.csv", "--kernel", "x.csv")]
    public void BadInputGivesOneLine(string message, params string[] arguments)
    {
        var (code, _, error) = _striate.Run(["trace", .. arguments]);
        Assert.Equal((2, message), (code, error.TrimEnd()));
    }
}
