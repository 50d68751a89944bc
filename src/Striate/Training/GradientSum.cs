using System.Numerics.Tensors;
using Striate.Kernels.Memory;

namespace Striate.Training;

/// <summary>The gradient of a step that is computed in several small batches: the mean over all their examples.</summary>
internal sealed class GradientSum(int length)
{
    private readonly AlignedBuffer _sum = new((long)length * sizeof(float));

    public ReadOnlySpan<float> Values => _sum.AsSpan<float>()[..length];

    /// <summary>Adds the mean gradient of a small batch.</summary>
    /// <param name="gradients">The gradient of the batch's mean loss.</param>
    /// <param name="share">The batch's share of the step's examples.</param>
    /// <param name="isFirst">Whether it is the first of the step.</param>
    public void Add(ReadOnlySpan<float> gradients, float share, bool isFirst)
    {
        var sum = _sum.AsSpan<float>()[..length];
        if (isFirst) TensorPrimitives.Multiply(gradients, share, sum);
        else TensorPrimitives.MultiplyAdd(gradients, share, sum, sum);
    }
}
