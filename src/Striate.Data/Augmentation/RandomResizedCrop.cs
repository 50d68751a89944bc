using Striate.Data.Pictures;
using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>A box of random area and proportions, resized to the network's size, bilinear with antialiasing (Szegedy et al. 2015, with torchvision's rule).</summary>
/// <remarks>First in a list it cuts the box from the picture as the file has it, and decodes no more than it needs; behind other augmentations, and for data of one size, it cuts what they give.
/// Ten boxes are tried; if none fits into the picture, the largest one in the middle with allowed proportions is taken.</remarks>
/// <param name="LeastArea">The least share of the picture's area, more than 0; 0.08 in torchvision.</param>
/// <param name="MostArea">The largest share, at most 1.</param>
public sealed record RandomResizedCrop(float LeastArea = 0.08f, float MostArea = 1) : Augmentation
{
    // Width over height: torchvision's 3/4 to 4/3.
    private const double Widest = 4.0 / 3;

    /// <inheritdoc/>
    public override string Keyword => "random-resized-crop";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random)
    {
        var channels = shape[2];
        Span<float> factors = stackalloc float[Math.Min(channels, 1024)], offsets = stackalloc float[factors.Length];
        if (channels > factors.Length) throw new ArgumentException($"{Keyword} takes pictures of up to {factors.Length} channels; these have {channels}.");
        factors.Fill(1);
        offsets.Clear();
        BoxResize.Own.Run(from, shape[0], shape[1], channels, Choose(shape[0], shape[1], random), to, shape[0], shape[1], factors, offsets);
    }

    /// <summary>The box of whole pixels, for a picture of any size.</summary>
    internal Box Choose(int height, int width, PhiloxStream random)
    {
        var area = (double)height * width;
        for (ulong attempt = 0; attempt < 10; attempt++)
        {
            var target = area * (LeastArea + (MostArea - LeastArea) * (double)random.Uniform(4 * attempt));
            var ratio = Math.Exp(Math.Log(Widest) * (2 * (double)random.Uniform(4 * attempt + 1) - 1));
            var (w, h) = ((int)Math.Round(Math.Sqrt(target * ratio)), (int)Math.Round(Math.Sqrt(target / ratio)));
            if (w < 1 || w > width || h < 1 || h > height) continue;
            return new Box(random.Below(4 * attempt + 2, height - h + 1), random.Below(4 * attempt + 3, width - w + 1), h, w);
        }
        var (middleHeight, middleWidth) = (height, width);
        if (width > height * Widest) middleWidth = Math.Max(1, (int)Math.Round(height * Widest));
        else if (height > width * Widest) middleHeight = Math.Max(1, (int)Math.Round(width * Widest));
        return new Box((height - middleHeight) / 2, (width - middleWidth) / 2, middleHeight, middleWidth);
    }
}
