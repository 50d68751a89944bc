using System.Globalization;
using System.Numerics.Tensors;
using Striate.Tensors;

namespace Striate.Training;

/// <summary>Targets that are class indices, or probabilities of classes, held against what a network says.</summary>
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

    /// <summary>Whether targets are a vector of probabilities a row, not a class index a row.</summary>
    public static bool AreProbabilities(ReadOnlySpan<float> targets, int rows, int classes) => classes > 1 && targets.Length == (long)rows * classes;

    /// <summary>The class of a row: its index, or the first most likely one.</summary>
    public static int Class(ReadOnlySpan<float> targets, int row, int classes, bool areProbabilities) =>
        areProbabilities ? TensorPrimitives.IndexOfMax(targets.Slice(row * classes, classes)) : (int)targets[row];

    /// <summary>Refuses vectors of numbers that are no probabilities: each from 0 to 1, together 1.</summary>
    public static void RequireProbabilities(ReadOnlySpan<float> targets, int classes)
    {
        for (var start = 0; start < targets.Length; start += classes)
        {
            double sum = 0;
            foreach (var probability in targets.Slice(start, classes))
            {
                if (probability is not (>= 0 and <= 1))
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A target of {classes} probabilities holds {probability}; each lies between 0 and 1."));
                sum += probability;
            }
            if (Math.Abs(sum - 1) > 1e-4) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A target of {classes} probabilities sums to {sum:0.######}, not to 1."));
        }
    }
}
