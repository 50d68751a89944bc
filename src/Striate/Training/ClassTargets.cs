using Striate.Tensors;

namespace Striate.Training;

/// <summary>Targets that are class indices, held against what a network says.</summary>
internal static class ClassTargets
{
    /// <summary>Refuses shapes without one index for each vector of logits.</summary>
    /// <param name="title">The loss's name at the beginning of a sentence.</param>
    /// <param name="output">The shape of one output.</param>
    /// <param name="target">The shape of one target.</param>
    public static void Check(string title, Shape output, Shape target)
    {
        if (output.Rank < 1 || output[..^1] != target)
            throw new ArgumentException($"{title} takes a class index for each vector of logits: outputs of {output} need targets of {(output.Rank < 1 ? "another network" : output[..^1])}, not {target}.");
    }

    /// <summary>Refuses numbers that are no class index.</summary>
    public static void Require(ReadOnlySpan<float> targets, int classes)
    {
        foreach (var target in targets)
        {
            if (target >= 0 && target < classes && target == MathF.Floor(target)) continue;
            throw new ArgumentException($"A target of {target} is no class index from 0 to {classes - 1}.");
        }
    }
}
