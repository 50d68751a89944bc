using Striate.Kernels.Threading;
using Striate.Tensors;
using Striate.Training;

namespace CustomParts;

/// <summary>A loss of one's own: Σ over wrong classes of max(0, 1 + score − score of the right class).</summary>
internal sealed class HingeLoss : Loss
{
    public override string Name => "hinge";

    public override void Check(Shape output, Shape target)
    {
        if (output.Rank != 1 || target != Shape.Scalar) throw new ArgumentException($"Hinge loss takes a vector of scores and a class index, not {output} and {target}.");
    }

    public override void Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<float> gradient, Span<float> losses, WorkerPool pool)
    {
        var classes = output.Channels;
        gradient.Clear();
        for (var row = 0; row < losses.Length; row++)
        {
            var right = row * classes + (int)targets[row];
            losses[row] = 0;
            for (var i = row * classes; i < (row + 1) * classes; i++)
            {
                var margin = 1 + outputs[i] - outputs[right];
                if (i == right || margin <= 0) continue;
                losses[row] += margin;
                if (gradient.IsEmpty) continue;
                gradient[i] += 1f / losses.Length;
                gradient[right] -= 1f / losses.Length;
            }
        }
    }
}
