using System.Text.Json;
using Striate.Data.Pictures;
using Striate.Data.Readers;
using Striate.Tensors;

namespace Striate.Cli.Tests;

public sealed class FilterTests : IDisposable
{
    private readonly StriateProcess _striate = new();

    public FilterTests() => File.WriteAllText(_striate.File("picture.csv"), """
        0,0,0,0,0,0,0,0,0,0
        0,0,0,0,0,0,0,0,0,0
        0,0,0,90,90,90,90,90,0,0
        0,0,0,90,90,90,90,90,0,0
        0,0,0,90,90,90,90,90,0,0
        0,0,0,90,0,90,90,90,0,0
        0,0,0,90,90,90,90,90,0,0
        0,0,0,0,0,0,0,0,0,0
        0,0,90,0,0,0,0,0,0,0
        0,0,0,0,0,0,0,0,0,0
        """);

    public void Dispose() => _striate.Dispose();

    [Fact]
    [Trait("Row", "78")]
    [Trait("Row", "91")]
    public void TheMovingAverage() => Assert.Equal("""
        box 3×3: 10×10×1 → 8×8×1
        symmetric: correlation and convolution are the same
        separable: 6 instead of 9 products a pixel, 192 saved
          along axis 0: 1 1 1
          along axis 1: 0.1111 0.1111 0.1111
        0 10 20 30 30 30 20 10
        0 20 40 60 60 60 40 20
        0 30 60 90 90 90 60 30
        0 30 50 80 80 90 60 30
        0 30 50 80 80 90 60 30
        0 20 30 50 50 60 40 20
        10 20 30 30 30 30 20 10
        10 10 10 0 0 0 0 0

        """, _striate.Run("filter", "picture.csv", "--kernel", "box:3", "--padding", "valid").Output);

    [Fact]
    [Trait("Row", "90")]
    public void VolumesInPassesOfThreeVectors()
    {
        var volume = new Tensor(Shape.Of(5, 6, 7));
        volume.Floats[(2 * 6 + 3) * 7 + 3] = 27;
        Npy.Write(_striate.File("volume.npy"), volume);
        using var json = JsonDocument.Parse(_striate.Run("filter", "volume.npy", "--kernel", "box:3", "--out", "mean.npy", "--json").Output);
        Assert.Equal((9, 27), (json.RootElement.GetProperty("products").GetInt32(), json.RootElement.GetProperty("whole_products").GetInt32()));
        var mean = Npy.Read(_striate.File("mean.npy"));
        Assert.Equal(volume.Shape, mean.Shape);
        for (var i = 0; i < 210; i++) Assert.Equal(i / 42 is >= 1 and <= 3 && i / 7 % 6 is >= 2 and <= 4 && i % 7 is >= 2 and <= 4 ? 1 : 0, mean.Floats[i], 1e-5f);
    }

    [Fact]
    [Trait("Row", "80")]
    [Trait("Row", "83")]
    public void PicturesAndKernelsOfFiles()
    {
        Png.Write(_striate.File("colours.png"), new Picture(2, 3, 3, [.. Enumerable.Range(0, 18).Select(i => (byte)(10 * i))]));
        File.WriteAllText(_striate.File("k.csv"), "0,0,0\n0,0,1\n0,0,0\n");
        Assert.Equal(0, _striate.Run("filter", "colours.png", "--kernel", "k.csv", "--padding", "same,replicate", "--out", "left.png").Code);
        Assert.Equal([30, 40, 50, 60, 70, 80, 60, 70, 80, 120, 130, 140, 150, 160, 170, 150, 160, 170], Picture.Read(_striate.File("left.png")).Bytes);
        Assert.Equal(0, _striate.Run("filter", "colours.png", "--kernel", "shift", "--operation", "convolution", "--padding", "same,constant=7", "--out", "right.png").Code);
        Assert.Equal([7, 7, 7, 0, 10, 20, 30, 40, 50, 7, 7, 7, 90, 100, 110, 120, 130, 140], Picture.Read(_striate.File("right.png")).Bytes);
        Assert.Equal(0, _striate.Run("filter", "colours.png", "--kernel", "edge", "--padding", "valid", "--range", "stretch", "--out", "edges.png").Code);
    }

    [Theory]
    [InlineData("box:3")]
    [InlineData("box:3x5")]
    [InlineData("gaussian:5,1.0")]
    [InlineData("sobel")]
    [InlineData("sobel-y")]
    [InlineData("prewitt")]
    [InlineData("prewitt-y")]
    [InlineData("laplacian")]
    [InlineData("edge")]
    [InlineData("sharpen:5")]
    [InlineData("identity")]
    [InlineData("shift:-1,2")]
    [InlineData("gabor:5,4,30")]
    [InlineData("dct:4,1,2")]
    public void EveryWordIsAKernel(string word) => Assert.Equal((0, ""), _striate.Run("filter", "picture.csv", "--kernel", word) is var run ? (run.Code, run.Error) : default);

    [Fact]
    [Trait("Row", "86")]
    [Trait("Row", "89")]
    public void ATemplateIsFound()
    {
        File.WriteAllText(_striate.File("hole.csv"), "9,9,9\n9,0,9\n9,9,9\n");
        Assert.Equal("row  column   score\n4         3  1.0000\n", _striate.Run("match", "picture.csv", "hole.csv", "--out", "scores.png").Output);
        Assert.Equal((8, 8), (Picture.Read(_striate.File("scores.png")).Height, Picture.Read(_striate.File("scores.png")).Width));
        Assert.Equal(255, Picture.Read(_striate.File("scores.png")).Bytes[4 * 8 + 3]);
        Assert.Equal((1, "no place reaches 2; the best score is 1\n"), _striate.Run("match", "picture.csv", "hole.csv", "--threshold", "2") is var none ? (none.Code, none.Output) : default);
    }

    [Fact]
    [Trait("Row", "1")]
    [Trait("Row", "2")]
    public void ASeriesIsSmoothed()
    {
        File.WriteAllText(_striate.File("constant.csv"), "0,5\n0.5,5\n1,5\n1.5,5\n");
        Assert.Equal("""
            2 weights from age 0: 0.5 0.5, sum 1
            PASS sum to 1
            PASS none negative
            PASS none for negative ages
            PASS not increasing with age
            time  measured  smooth  integral
            0            5       5         5
            0.5          5       5         5
            1            5       5         5
            1.5          5       5         5
            largest difference from the integral: 0

            """, _striate.Run("smooth", "constant.csv", "--weights", "box:2", "--out", "smooth.csv").Output);
        Assert.Equal("0,5,5\n0.5,5,5\n1,5,5\n1.5,5,5\n", File.ReadAllText(_striate.File("smooth.csv")));
        // Half a weight for what comes next, which is no look back.
        File.WriteAllText(_striate.File("w.csv"), "-1,0.5\n0,0.6\n");
        var (code, output, _) = _striate.Run("smooth", "constant.csv", "--weights", "w.csv", "--out", "never.csv");
        Assert.Equal(1, code);
        Assert.StartsWith("2 weights from age -1: 0.5 0.6, sum 1.1\nFAIL sum to 1\nPASS none negative\nFAIL none for negative ages\nPASS not increasing with age\n", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_striate.File("never.csv")));
    }

    [Theory]
    [InlineData("--kernel box:3x3x3 has 3 sizes; the map has 2 axes.", "filter", "picture.csv", "--kernel", "box:3x3x3")]
    [InlineData("--operation x is unknown. There are: correlation, convolution.", "filter", "picture.csv", "--kernel", "box:3", "--operation", "x")]
    [InlineData("--out x.gif cannot hold 10×10×1: .png takes two axes and one or three channels, .csv one or two axes and one channel, .npy anything.", "filter", "picture.csv", "--kernel", "box:3", "--out", "x.gif")]
    [InlineData("--range x is unknown. There are: clamp, stretch, absolute.", "filter", "picture.csv", "--kernel", "box:3", "--out", "x.png", "--range", "x")]
    [InlineData("--padding same,mirror: 'mirror' is unknown. There are: reflect, replicate, circular, constant=NUMBER.", "filter", "picture.csv", "--kernel", "box:3", "--padding", "same,mirror")]
    [InlineData("'picture.txt' is no map that is known. Maps are pictures, .csv tables and .npy arrays.", "filter", "picture.txt", "--kernel", "box:3")]
    [InlineData("--kernel shift:500,0 reaches farther than 256.", "filter", "picture.csv", "--kernel", "shift:500,0")]
    [InlineData("A template of 11×1×1 cannot be looked for in a picture of 10×10×1: it needs as many channels, and no more rows and columns.", "match", "picture.csv", "tall.csv")]
    [InlineData("'picture.csv' is a table of 10×10; a series is one column, one row, or time and measurement in two columns.", "smooth", "picture.csv")]
    [InlineData("'uneven.csv' has times that are not evenly spaced; weights by age need one step.", "smooth", "uneven.csv")]
    [InlineData("--weights foo is unknown. There are: exponential:TAU, box:AGES, FILE.csv.", "smooth", "tall.csv", "--weights", "foo")]
    [InlineData("--weights box:2.5 has no whole number of ages.", "smooth", "tall.csv", "--weights", "box:2.5")]
    [InlineData("'uneven.csv' has ages that are not whole numbers one after the other.", "smooth", "tall.csv", "--weights", "uneven.csv")]
    [InlineData("--padding: kernels are timed with zeros around the map, not in mode Circular.", "bench", "convolution", "--shape", "8x8", "--padding", "same,circular")]
    public void BadUsageIsOneLine(string message, params string[] arguments)
    {
        File.WriteAllText(_striate.File("tall.csv"), string.Concat(Enumerable.Repeat("1\n", 11)));
        File.WriteAllText(_striate.File("uneven.csv"), "0,1\n1,2\n5,3\n");
        var (code, _, error) = _striate.Run(arguments);
        Assert.Equal((2, $"striate: {message}\n"), (code, error));
    }
}
