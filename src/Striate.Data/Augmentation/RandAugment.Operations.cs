using System.Numerics.Tensors;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <content>The operations, and what a magnitude means to each.</content>
public sealed partial record RandAugment
{
    private const int Operations = 1 + (int)Operation.TranslateY;

    internal enum Operation
    {
        Identity, AutoContrast, Equalize, Rotate, Solarize, Color, Posterize, Contrast, Brightness, Sharpness, ShearX, ShearY, TranslateX, TranslateY,
    }

    /// <summary>One operation in place.</summary>
    /// <param name="operation">Which.</param>
    /// <param name="colors">Colours from 0 to 1.</param>
    /// <param name="scratch">As long.</param>
    /// <param name="shape">Height × width × channels.</param>
    /// <param name="magnitude">From 0 to 30.</param>
    /// <param name="isNegative">The other way, for those that have two.</param>
    internal static void Apply(Operation operation, Span<float> colors, Span<float> scratch, Shape shape, int magnitude, bool isNegative)
    {
        var strength = magnitude / (float)Strongest;
        var signed = isNegative ? -strength : strength;
        var channels = shape[2];
        switch (operation)
        {
            case Operation.AutoContrast: StretchChannels(colors, channels); break;
            case Operation.Equalize: EqualizeChannels(colors, channels); break;
            case Operation.Solarize: Solarize(colors, 1 - strength); break;
            case Operation.Posterize: Posterize(colors, 8 - (int)MathF.Round(magnitude / (Strongest / 4f))); break;
            case Operation.Color: Colors.Saturation(colors, channels, 1 + 0.9f * signed); break;
            case Operation.Contrast: Colors.Contrast(colors, channels, 1 + 0.9f * signed); break;
            case Operation.Brightness: Colors.Brightness(colors, 1 + 0.9f * signed); break;
            case Operation.Sharpness: Sharpen(colors, scratch, shape, 1 + 0.9f * signed); break;
            case Operation.Rotate: Map(AffineMap.Of(degrees: 30 * signed), colors, scratch, shape); break;
            case Operation.ShearX: Map(AffineMap.Of(shearX: Degrees(0.3f * signed)), colors, scratch, shape); break;
            case Operation.ShearY: Map(AffineMap.Of(shearY: Degrees(0.3f * signed)), colors, scratch, shape); break;
            case Operation.TranslateX: Map(AffineMap.Of(right: (int)(150f / 331 * shape[1] * signed)), colors, scratch, shape); break;
            case Operation.TranslateY: Map(AffineMap.Of(down: (int)(150f / 331 * shape[0] * signed)), colors, scratch, shape); break;
            default: break;
        }
    }

    private static double Degrees(float slope) => Math.Atan(slope) * 180 / Math.PI;

    private static void Map(AffineMap map, Span<float> colors, Span<float> scratch, Shape shape)
    {
        colors.CopyTo(scratch);
        map.Apply(scratch, colors, shape);
    }

    // Each channel's least becomes 0 and its largest 1.
    private static void StretchChannels(Span<float> colors, int channels)
    {
        for (var channel = 0; channel < channels; channel++)
        {
            float least = float.MaxValue, most = float.MinValue;
            for (var i = channel; i < colors.Length; i += channels) (least, most) = (Math.Min(least, colors[i]), Math.Max(most, colors[i]));
            if (most <= least) continue;
            for (var i = channel; i < colors.Length; i += channels) colors[i] = Math.Clamp((colors[i] - least) / (most - least), 0, 1);
        }
    }

    // Each channel's 256 grades become about equally frequent, as Pillow's ImageOps.equalize has it.
    private static void EqualizeChannels(Span<float> colors, int channels)
    {
        Span<int> counts = stackalloc int[256];
        for (var channel = 0; channel < channels; channel++)
        {
            counts.Clear();
            for (var i = channel; i < colors.Length; i += channels) counts[Grade(colors[i])]++;
            var step = (colors.Length / channels - counts[counts.LastIndexOfAnyExcept(0)]) / 255;
            if (step == 0) continue;
            var before = step / 2;
            for (var grade = 0; grade < 256; grade++) (counts[grade], before) = (Math.Min(255, before / step), before + counts[grade]);
            for (var i = channel; i < colors.Length; i += channels) colors[i] = counts[Grade(colors[i])] / 255f;
        }
    }

    private static void Solarize(Span<float> colors, float threshold)
    {
        for (var i = 0; i < colors.Length; i++)
            if (colors[i] >= threshold) colors[i] = 1 - colors[i];
    }

    internal static void Posterize(Span<float> colors, int bits)
    {
        var mask = 0xFF << (8 - bits) & 0xFF;
        for (var i = 0; i < colors.Length; i++) colors[i] = (Grade(colors[i]) & mask) / 255f;
    }

    // Away from the mean of the neighbours, itself five times among them, or towards it; the border stays.
    internal static void Sharpen(Span<float> colors, Span<float> scratch, Shape shape, float factor)
    {
        var (height, row, channels) = (shape[0], shape[1] * shape[2], shape[2]);
        if (height < 3 || shape[1] < 3) return;
        colors.CopyTo(scratch);
        var length = row - 2 * channels;
        for (var y = 1; y < height - 1; y++)
        {
            var at = y * row + channels;
            var line = colors.Slice(at, length);
            TensorPrimitives.Multiply(scratch.Slice(at, length), 5, line);
            foreach (var step in (ReadOnlySpan<int>)[-row - channels, -row, -row + channels, -channels, channels, row - channels, row, row + channels])
                TensorPrimitives.Add(line, scratch.Slice(at + step, length), line);
            TensorPrimitives.Multiply(line, (1 - factor) / 13, line);
            TensorPrimitives.MultiplyAdd(scratch.Slice(at, length), factor, line, line);
        }
        TensorPrimitives.Clamp(colors, 0f, 1f, colors);
    }

    private static int Grade(float color) => (int)(Math.Clamp(color, 0, 1) * 255 + 0.5f);
}
