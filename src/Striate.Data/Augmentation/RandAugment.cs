using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Some operations of fourteen, taken at random, all of one strength (Cubuk, Zoph, Shlens, Le 2020): identity, auto-contrast, equalise, rotate, solarise, colour, posterise, contrast, brightness, sharpness,
/// shear and translate along each axis.</summary>
/// <remarks>Strengths are torchvision's, on a scale from 0 to 30. What comes in at the border is black; moved pixels are bilinear.</remarks>
/// <param name="Count">Operations a picture; 2 in torchvision.</param>
/// <param name="Magnitude">Their strength, from 0 to 30; 9 in torchvision.</param>
public sealed partial record RandAugment(int Count, int Magnitude) : Augmentation
{
    /// <summary>The largest magnitude.</summary>
    public const int Strongest = 30;

    [ThreadStatic]
    private static float[]? _scratch;

    /// <inheritdoc/>
    public override string Keyword => "rand-augment";

    /// <inheritdoc/>
    public override bool ChangesColors => true;

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random)
    {
        from.CopyTo(to);
        if (_scratch is null || _scratch.Length < from.Length) _scratch = new float[from.Length];
        for (var i = 0; i < Count; i++)
        {
            var operation = (Operation)random.Below(2 * (ulong)i, Operations);
            Apply(operation, to, _scratch.AsSpan(0, from.Length), shape, Magnitude, (random.Bits(2 * (ulong)i + 1) & 1) != 0);
        }
    }
}
