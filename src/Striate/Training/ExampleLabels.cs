using Striate.Tensors;

namespace Striate.Training;

/// <summary>The class of every example of a data set.</summary>
public static class ExampleLabels
{
    /// <summary>The classes; data that do not tell them (<see cref="ILabelledDataset"/>) are read once.</summary>
    /// <exception cref="ArgumentException">Examples have no class each.</exception>
    public static int[] Of(IDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data is ILabelledDataset { HasLabels: true } labelled) return [.. Enumerable.Range(0, data.Count).Select(labelled.Label)];
        if (data.ClassNames.Count == 0 || data.TargetShape != Shape.Scalar) throw new ArgumentException($"The examples of {data.Name} have no class each: their targets are {data.TargetShape}.");
        var (input, target, labels) = (new float[data.InputShape.Length], new float[1], new int[data.Count]);
        for (var i = 0; i < labels.Length; i++)
        {
            data.Read(i, 0, input, target);
            labels[i] = (int)target[0];
        }
        return labels;
    }
}
