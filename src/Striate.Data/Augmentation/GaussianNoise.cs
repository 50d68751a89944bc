using System.Numerics.Tensors;
using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Adds an independent normal number to every colour of every pixel, and cuts to 0…1.</summary>
/// <param name="Deviation">The numbers' deviation; colours lie between 0 and 1.</param>
public sealed record GaussianNoise(float Deviation) : Augmentation
{
    private const int Block = 512;

    /// <inheritdoc/>
    public override string Keyword => "noise";

    /// <inheritdoc/>
    public override bool ChangesColors => true;

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random)
    {
        // Box and Muller's two numbers of two uniform ones, a block at a time: the first half of the words gives radii, the second angles.
        Span<uint> words = stackalloc uint[Block];
        Span<float> radii = stackalloc float[Block / 2], angles = stackalloc float[Block / 2], normals = stackalloc float[Block];
        for (var start = 0; start < from.Length; start += Block)
        {
            random.Fill((uint)start / 4, words);
            for (var i = 0; i < Block / 2; i++)
            {
                // Above 0, so that the logarithm is finite.
                radii[i] = ((words[i] >> 8) + 1) * (1f / 16777216f);
                angles[i] = (words[Block / 2 + i] >> 8) * (2 * MathF.PI / 16777216f);
            }
            TensorPrimitives.Log(radii, radii);
            TensorPrimitives.Multiply(radii, -2 * Deviation * Deviation, radii);
            TensorPrimitives.Sqrt(radii, radii);
            TensorPrimitives.Sin(angles, normals[..(Block / 2)]);
            TensorPrimitives.Cos(angles, normals[(Block / 2)..]);
            TensorPrimitives.Multiply(normals[..(Block / 2)], radii, normals[..(Block / 2)]);
            TensorPrimitives.Multiply(normals[(Block / 2)..], radii, normals[(Block / 2)..]);
            var length = Math.Min(Block, from.Length - start);
            TensorPrimitives.Add(from.Slice(start, length), normals[..length], to.Slice(start, length));
        }
        TensorPrimitives.Clamp(to, 0f, 1f, to);
    }
}
