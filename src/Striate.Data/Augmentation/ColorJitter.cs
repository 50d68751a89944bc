using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Other light: brightness, contrast, saturation and hue change by random amounts, in random order (torchvision's ColorJitter).</summary>
public sealed record ColorJitter : Augmentation
{
    /// <summary>Colours are multiplied by 1 − a to 1 + a, at least 0.</summary>
    public float Brightness { get; init; }

    /// <summary>Colours move towards the picture's mean grey or away from it, by a factor of 1 − a to 1 + a.</summary>
    public float Contrast { get; init; }

    /// <summary>Colours move towards their grey or away from it, by a factor of 1 − a to 1 + a.</summary>
    public float Saturation { get; init; }

    /// <summary>Hues turn by up to this share of the colour circle, at most 0.5, either way.</summary>
    public float Hue { get; init; }

    /// <inheritdoc/>
    public override string Keyword => "color-jitter";

    /// <inheritdoc/>
    public override bool ChangesColors => true;

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random)
    {
        from.CopyTo(to);
        Span<int> order = [0, 1, 2, 3];
        random.Shuffle(order);
        foreach (var change in order)
        {
            var uniform = 2 * random.Uniform((ulong)(4 + change)) - 1;
            switch (change)
            {
                case 0 when Brightness > 0: Colors.Brightness(to, Factor(Brightness, uniform)); break;
                case 1 when Contrast > 0: Colors.Contrast(to, shape[2], Factor(Contrast, uniform)); break;
                case 2 when Saturation > 0: Colors.Saturation(to, shape[2], Factor(Saturation, uniform)); break;
                case 3 when Hue > 0: Colors.Hue(to, shape[2], Hue * uniform); break;
            }
        }
    }

    // Uniform between max(0, 1 − a) and 1 + a.
    private static float Factor(float amount, float uniform)
    {
        var least = Math.Max(0, 1 - amount);
        return least + (1 + amount - least) * (uniform + 1) / 2;
    }
}
