using System.Text.Json;

namespace Striate.Cli.Tests;

public class ArithmeticTests
{
    [Fact]
    [Trait("Row", "46")]
    [Trait("Row", "49")]
    public void SevenByThreeWithStrideThree()
    {
        using var striate = new StriateProcess();
        string[] arguments = ["arithmetic", "convolution", "--input", "7", "--kernel", "3", "--stride", "3"];
        var (code, output, error) = striate.Run(arguments);
        Assert.True(code == 0, error);
        Assert.StartsWith("""
            input 7×7, kernel 3×3, stride 3
            ⌊(7 − 3) / 3 + 1⌋ = ⌊2.33⌋ = 2 along each axis: output 2×2
            unused at the end of each axis: 1, 1
            Convolution does not fit: input 7×7, kernel 3×3, stride 3 gives (7 − 3) / 3 + 1 = 2.33.
            Strides that fit: 1, 2, 4. With stride 3: padding 1 (gives 3), or input 6 or 9. To drop the last row and column, set Fit = Fit.Floor.

            outputs that each input influences
            1 1 1 1 1 1 0
            """, output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(striate.Run([.. arguments, "--json"]).Output);
        Assert.StartsWith("""
            {"formula":"⌊(7 − 3) / 3 + 1⌋ = ⌊2.33⌋ = 2","output":[2,2],"fits":false,"exact":[2.3333333333333335,2.3333333333333335],"unused":[1,1],"suggestions":[{"stride":[1,2,4],"padding":[1],"input":[6,9],"kernel":[1,4],"dilation":[3],"output":[]},
            """, json.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "50")]
    public void LayersThatFit()
    {
        using var striate = new StriateProcess();
        using var json = JsonDocument.Parse(striate.Run("arithmetic", "convolution", "--input", "16", "--axes", "1", "--kernel", "6", "--json").Output);
        Assert.Equal(3, json.RootElement.GetProperty("layers_that_fit").GetInt32());
        Assert.Equal([16, 11, 6, 1], json.RootElement.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("size")[0].GetInt32()));
    }

    [Fact]
    [Trait("Row", "95")]
    public void CostsOfWaysToConnect()
    {
        using var striate = new StriateProcess();
        var lines = striate.Run("arithmetic", "convolution", "--input", "32", "--kernel", "5", "--input-channels", "64", "--channels", "128").Output.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("convolution  ", StringComparison.Ordinal) && line.Contains(" = 204,800 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("depthwise separable", StringComparison.Ordinal) && line.Contains(" = 9,792 ", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Row", "111")]
    public void TransposedAndPooling()
    {
        using var striate = new StriateProcess();
        using var transposed = JsonDocument.Parse(striate.Run("arithmetic", "transposed", "--input", "3", "--kernel", "3", "--stride", "2", "--padding", "1", "--dilation", "2", "--output-size", "8", "--json").Output);
        Assert.Equal((8, "[7,8]"), (transposed.RootElement.GetProperty("output")[0].GetInt32(), transposed.RootElement.GetProperty("suggestions")[0].GetProperty("output").GetRawText()));
        using var pooling = JsonDocument.Parse(striate.Run("arithmetic", "pooling", "--input", "6x7", "--kernel", "3x2", "--stride", "2", "--fit", "ceiling", "--json").Output);
        Assert.Equal("[3,4]", pooling.RootElement.GetProperty("output").GetRawText());
    }

    [Theory]
    [InlineData("striate: 'sum' is no operation of arithmetic. There are: convolution, pooling, transposed.", "sum", "--input", "7", "--kernel", "3")]
    [InlineData("striate: Convolution does not fit: input 7×7, kernel 9×9, stride 1: the window spans 9, the padded input 7. What would fit: an input of 9 or more, 1 more padding on each side, or a smaller kernel.", "convolution", "--input", "7", "--kernel", "9")]
    [InlineData("striate: Convolution does not fit: input 7×7, kernel 3×3, stride 3 gives (7 − 3) / 3 + 1 = 2.33. Strides that fit: 1, 2, 4. With stride 3: padding 1 (gives 3), or input 6 or 9. To drop the last row and column, set Fit = Fit.Floor.", "convolution", "--input", "7", "--kernel", "3", "--stride", "3", "--fit", "strict")]
    [InlineData("striate: 4 layers do not fit: 16 → 11 → 6 → 1 is what 3 leave. What would fit: --layers 3, a larger input, or padding.", "convolution", "--input", "16", "--axes", "1", "--kernel", "6", "--layers", "4")]
    [InlineData("striate: --layers 0 must be 1 or more.", "convolution", "--input", "7", "--kernel", "3", "--layers", "0")]
    [InlineData("striate: --axes 4 must be 1, 2 or 3.", "convolution", "--input", "7", "--axes", "4", "--kernel", "3")]
    [InlineData("striate: --input 1x1x1x1 has 4 sizes; a map has 1 to 3 spatial axes. Channels are given by --input-channels.", "convolution", "--input", "1x1x1x1", "--kernel", "1")]
    [InlineData("striate: --input-channels 0 must be 1 or more.", "convolution", "--input", "7", "--kernel", "3", "--input-channels", "0")]
    [InlineData("striate: --fit round is unknown. There are: floor, ceiling, strict.", "convolution", "--input", "7", "--kernel", "3", "--fit", "round")]
    [InlineData("striate: --kernel 9999999: '9999999' is no whole number up to 1048576; sizes look like 3 or 1x7.", "convolution", "--input", "7", "--kernel", "9999999")]
    [InlineData("striate: --padding y: 'y' is no whole number; sizes look like 3 or 1x7.", "convolution", "--input", "7", "--kernel", "3", "--padding", "0:y")]
    [InlineData("striate: The sizes are too large to count their elements.", "transposed", "--input", "1000000x1000000x1000000", "--kernel", "1", "--stride", "1000000")]
    public void BadNumbersGiveOneLine(string message, params string[] arguments)
    {
        using var striate = new StriateProcess();
        var (code, _, error) = striate.Run(["arithmetic", .. arguments]);
        Assert.Equal((2, message), (code, error.TrimEnd()));
    }
}
