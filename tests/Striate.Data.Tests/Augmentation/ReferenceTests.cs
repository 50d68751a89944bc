using System.Globalization;
using Striate.Data.Augmentation;
using Striate.Data.Pictures;
using Striate.Tensors;

namespace Striate.Data.Tests.Augmentation;

/// <summary>Against torchvision and Pillow: tests/peers/torchvision_augmentation.py wrote torchvision.tsv.</summary>
public sealed class ReferenceTests
{
    private const int Height = 7, Width = 9;
    private static readonly Shape Size = Shape.Of(Height, Width, 3);
    private static readonly Dictionary<string, float[]> References = ReadReferences();

    private static float[] Picture => [.. References["picture"]];

    private static Dictionary<string, float[]> ReadReferences()
    {
        using var reader = new StreamReader(typeof(ReferenceTests).Assembly.GetManifestResourceStream("torchvision.tsv")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
            .ToDictionary(parts => parts[0], parts => parts[1].Split(' ').Select(number => float.Parse(number, CultureInfo.InvariantCulture)).ToArray());
    }

    [Theory]
    [InlineData("brightness 1.3")]
    [InlineData("contrast 0.6")]
    [InlineData("contrast 1.5")]
    [InlineData("saturation 0.4")]
    [InlineData("saturation 1.7")]
    [InlineData("hue 0.15")]
    [InlineData("hue -0.4")]
    public void ColoursChangeAsInTorchvision(string name)
    {
        var colors = Picture;
        var factor = float.Parse(name.Split(' ')[1], CultureInfo.InvariantCulture);
        switch (name.Split(' ')[0])
        {
            case "brightness": Colors.Brightness(colors, factor); break;
            case "contrast": Colors.Contrast(colors, 3, factor); break;
            case "saturation": Colors.Saturation(colors, 3, factor); break;
            default: Colors.Hue(colors, 3, factor); break;
        }
        Same(name, colors, 2e-6f);
    }

    [Fact]
    public void ABlurIsTorchvisionsWithThreeDeviationsToEachSide()
    {
        var blurred = new float[Size.Length];
        GaussianBlur.Blur(Picture, blurred, Size, 0.9f);
        Same("blur 0.9", blurred, 1e-6f);
    }

    [Fact]
    public void APictureThatIsNarrowerThanTheBlurIsMirroredToAndFro()
    {
        // All pixels alike stay alike, whatever is mirrored how often.
        float[] flat = [.. Enumerable.Repeat(0.25f, 12)], blurred = new float[12];
        GaussianBlur.Blur(flat, blurred, Shape.Of(2, 2, 3), 5);
        Assert.All(blurred, value => Assert.Equal(0.25f, value, 1e-6f));
        // One column: the blur goes downwards alone. Weights by hand: e^(−i²/2), i = 0…3, their sum 1 + 2 (0.60653 + 0.13534 + 0.01111) = 2.50596.
        var column = new float[9];
        GaussianBlur.Blur([0, 0, 0, 0, 1, 0, 0, 0, 0], column, Shape.Of(9, 1, 1), 1);
        float[] expected = [0, 0.004433f, 0.054006f, 0.242036f, 0.399050f, 0.242036f, 0.054006f, 0.004433f, 0];
        for (var i = 0; i < 9; i++) Assert.Equal(expected[i], column[i], 1e-5f);
    }

    public static TheoryData<string, double, double, double, double, double, double> Maps => new()
    {
        { "rotate 25", 25, 1, 0, 0, 0, 0 },
        { "scale 1.3", 0, 1.3, 0, 0, 0, 0 },
        { "shear 15 -10", 0, 1, 15, -10, 0, 0 },
        { "affine", -40, 0.8, 5, 12, 1, -2 },
    };

    [Theory]
    [MemberData(nameof(Maps))]
    public void AffineMapsAreTorchvisions(string name, double degrees, double scale, double shearX, double shearY, double right, double down)
    {
        var mapped = new float[Size.Length];
        AffineMap.Of(degrees, scale, shearX, shearY, right, down).Apply(Picture, mapped, Size);
        Same(name, mapped, 2e-5f);
    }

    [Theory]
    [InlineData("resize whole 4 5", 0, 0, 7, 9, 4, 5)]
    [InlineData("resize 1 2 5 6 to 7 9", 1, 2, 5, 6, 7, 9)]
    [InlineData("resize 2 0 4 9 to 2 3", 2, 0, 4, 9, 2, 3)]
    public void BoxesAreResizedAsPillowDoes(string name, int top, int left, int height, int width, int newHeight, int newWidth)
    {
        var box = new Box(top, left, height, width);
        var (floats, bytes) = (new float[newHeight * newWidth * 3], new float[newHeight * newWidth * 3]);
        new BoxResize().Run(Picture, Height, Width, 3, box, floats, newHeight, newWidth, [1, 1, 1], [0, 0, 0]);
        Same(name, floats, 1e-6f);
        // Bytes, a factor and an offset a channel: undone by hand.
        new BoxResize().Run([.. Picture.Select(value => (byte)MathF.Round(value * 255))], Height, Width, 3, box, bytes, newHeight, newWidth, [1 / 255f, 2 / 255f, 4 / 255f], [0, 1, -2]);
        for (var i = 0; i < bytes.Length; i++) bytes[i] = i % 3 == 0 ? bytes[i] : i % 3 == 1 ? (bytes[i] - 1) / 2 : (bytes[i] + 2) / 4;
        Same(name, bytes, 1e-6f);
        // One channel goes another way.
        var (grey, expected) = (new float[newHeight * newWidth], References[name]);
        new BoxResize().Run([.. Picture.Where((_, i) => i % 3 == 1)], Height, Width, 1, box, grey, newHeight, newWidth, [1], [0]);
        for (var i = 0; i < grey.Length; i++) Assert.Equal(expected[3 * i + 1], grey[i], 1e-6f);
    }

    [Theory]
    [InlineData("autocontrast", "AutoContrast", 15, false, 2e-6f)]
    [InlineData("equalize", "Equalize", 15, false, 1e-6f)]
    [InlineData("solarize 0.6", "Solarize", 12, false, 1e-6f)]
    [InlineData("posterize 3", "Posterize", 30, false, 1e-6f)]
    [InlineData("rand rotate 15", "Rotate", 15, false, 2e-5f)]
    [InlineData("rand shear-x -0.15", "ShearX", 15, true, 2e-5f)]
    [InlineData("rand translate-x 15", "TranslateX", 15, false, 2e-5f)]
    [InlineData("rand color -15", "Color", 15, true, 2e-6f)]
    public void OperationsOfRandAugmentAreTorchvisions(string name, string operation, int magnitude, bool isNegative, float tolerance)
    {
        var colors = Picture;
        RandAugment.Apply(Enum.Parse<RandAugment.Operation>(operation), colors, new float[colors.Length], Size, magnitude, isNegative);
        if (name == "posterize 3") RandAugment.Posterize(colors = Picture, 3);
        Same(name, colors, tolerance);
    }

    [Theory]
    [InlineData("sharpness 1.6", 1.6f)]
    [InlineData("sharpness 0.3", 0.3f)]
    public void SharpnessIsTorchvisions(string name, float factor)
    {
        var colors = Picture;
        RandAugment.Sharpen(colors, new float[colors.Length], Size, factor);
        Same(name, colors, 2e-6f);
    }

    // The magnitudes' ends by hand from torchvision's table: 8 − round(0 / 7.5) = 8 bits and 8 − round(30 / 7.5) = 4, thresholds 255 and 0.
    [Fact]
    public void MagnitudesReachFromNothingToTheStrongest()
    {
        foreach (var operation in Enum.GetValues<RandAugment.Operation>())
        {
            var colors = Picture;
            RandAugment.Apply(operation, colors, new float[colors.Length], Size, 0, false);
            if (operation is RandAugment.Operation.AutoContrast or RandAugment.Operation.Equalize) continue;
            for (var i = 0; i < colors.Length; i++)
                if (operation != RandAugment.Operation.Solarize || Picture[i] < 1) Assert.Equal(Picture[i], colors[i], 1e-6f);
        }
        float[] solarized = [0, 0.25f, 1], posterized = [0x1F / 255f, 0x20 / 255f, 1];
        RandAugment.Apply(RandAugment.Operation.Solarize, solarized, new float[3], Shape.Of(1, 1, 3), 30, false);
        Assert.Equal([1, 0.75f, 0], solarized);
        RandAugment.Apply(RandAugment.Operation.Posterize, posterized, new float[3], Shape.Of(1, 1, 3), 30, false);
        Assert.Equal([0x10 / 255f, 0x20 / 255f, 0xF0 / 255f], posterized);
    }

    private static void Same(string name, float[] found, float tolerance)
    {
        var expected = References[name];
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++) Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance, $"{name}, place {i}: {expected[i]} expected, {found[i]} found");
    }
}
