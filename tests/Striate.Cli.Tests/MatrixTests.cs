using System.Text.Json;
using Striate.Data.Pictures;

namespace Striate.Cli.Tests;

public sealed class MatrixTests : IDisposable
{
    private readonly StriateProcess _striate = new();

    public void Dispose() => _striate.Dispose();

    [Fact]
    [Trait("Row", "19")]
    [Trait("Row", "21")]
    [Trait("Row", "22")]
    public void TheLecturesMatrix()
    {
        var (code, output, error) = _striate.Run("matrix", "convolution", "--order", "columns", "--picture", "m.png", "--graph", "g.svg", "--csv", "m.csv");
        Assert.True(code == 0, error);
        Assert.Equal("""
            Convolution 3×3×1 → 2×2×1: 4 × 9, doubly block Toeplitz
            k1 k2  0 k3 k4  0  0  0  0
             0 k1 k2  0 k3 k4  0  0  0
             0  0  0 k1 k2  0 k3 k4  0
             0  0  0  0 k1 k2  0 k3 k4
            16 of 36 numbers are not zero (density 0.4444), 4 free parameters, rank 4
            dense 36 → unshared 16 → shared 4 parameters
            its transpose, the backward pass, leads from 2×2×1 back to 3×3×1: the shape, not the values (x = 1, 2, 3 … comes back with differences up to 495)

            """, output);
        Assert.Equal((4, 31, 3), Picture.Read(_striate.File("m.png")) is var picture ? (picture.Height, picture.Width, picture.Channels) : default);
        Assert.Equal("1,3,0,2,4,0,0,0,0", File.ReadLines(_striate.File("m.csv")).First());
        Assert.StartsWith("<svg ", File.ReadAllText(_striate.File("g.svg")), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "9")]
    [Trait("Row", "26")]
    [Trait("Row", "135")]
    public void LayersOfManyKinds()
    {
        Assert.StartsWith("MaxPooling is not linear: with x = [", _striate.Run("matrix", "max-pooling").Output, StringComparison.Ordinal);
        Assert.StartsWith("Resampling 2×1 → 4×1: 4 × 2, without diagonals\n   1    0\n0.75 0.25\n0.25 0.75\n   0    1\n", _striate.Run("matrix", "resampling", "--input", "2", "--axes", "1", "--interpolation", "linear").Output, StringComparison.Ordinal);
        Assert.Contains("\nk1  0  0\nk2 k1  0\nk3 k2 k1\n 0 k3 k2\n 0  0 k3\n", _striate.Run("matrix", "convolution", "--input", "5", "--axes", "1", "--kernel", "3", "--transpose").Output, StringComparison.Ordinal);
        Assert.StartsWith("AveragePooling 10×10×16 → 5×5×16: 400 × 1600, ", _striate.Run("matrix", "lenet5", "--layer", "averagepooling2").Output, StringComparison.Ordinal);
        Assert.StartsWith("SumPooling 4×1 → 2×1: 2 × 4, Toeplitz\n1 1 1 0\n0 1 1 1\n", _striate.Run("matrix", "sum-pooling", "--input", "4", "--axes", "1", "--kernel", "3", "--stride", "1").Output, StringComparison.Ordinal);
        // σ = 3 / 4: exp(−1 / (2σ²)) = 0.4111, divided by the sum 1.8222.
        Assert.StartsWith("DistanceWeightedPooling 3×1 → 1×1: 1 × 3, Toeplitz\n0.2256 0.5488 0.2256\n", _striate.Run("matrix", "distance-weighted-pooling", "--input", "3", "--axes", "1", "--kernel", "3").Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_striate.Run("matrix", "relu", "--json").Output);
        Assert.Equal(["layer", "linear", "affine", "counter_example"], json.RootElement.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    [Trait("Row", "23")]
    public void Patches()
    {
        File.WriteAllText(_striate.File("x.csv"), "0,1,2\n3,4,5\n6,7,8\n");
        File.WriteAllText(_striate.File("k.csv"), "0,1\n2,3\n");
        var output = _striate.Run("matrix", "convolution", "--weights", "k.csv", "--patches", "x.csv").Output;
        Assert.EndsWith("\npatches, 4 × 4\n0 1 3 4\n1 2 4 5\n3 4 6 7\n4 5 7 8\nweights, 4 × 1\n0\n1\n2\n3\npatches · weights, 4 × 1\n19\n25\n37\n43\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("striate: 'lenet5' is a model; name one of its layers with --layer, or one of these layers: convolution, unshared, tiled, transposed, average-pooling, sum-pooling, distance-weighted-pooling, max-pooling, resampling, dense, relu, tanh, sigmoid.", "lenet5")]
    [InlineData("striate: Input 'input' 28×28×1 is an input, no layer.", "lenet5", "--layer", "input")]
    [InlineData("striate: Convolution from 1000×1000×1 to 999×999×1 is a matrix of 998001 × 1000000 = 998001000000 numbers; at most 4194304 are shown. What would fit: a smaller map.", "convolution", "--input", "1000")]
    public void BadInputGivesOneLine(string message, params string[] arguments)
    {
        var (code, _, error) = _striate.Run(["matrix", .. arguments]);
        Assert.Equal((2, message), (code, error.TrimEnd()));
    }
}
