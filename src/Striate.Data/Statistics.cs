using System.Collections.Immutable;
using Striate.Networks;
using Striate.Training;

namespace Striate.Data;

/// <summary>Mean and deviation of each channel of a data set's inputs.</summary>
public static class Statistics
{
    /// <summary>Mean and standard deviation over examples and pixels.</summary>
    public static (ImmutableArray<float> Mean, ImmutableArray<float> Deviation) Of(IDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var channels = data.InputShape.Channels;
        var (sums, squares) = (new double[channels], new double[channels]);
        var (input, target) = (new float[data.InputShape.Length], new float[data.TargetShape.Length]);
        for (var i = 0; i < data.Count; i++)
        {
            data.Read(i, 0, input, target);
            for (var j = 0; j < input.Length; j++)
            {
                sums[j % channels] += input[j];
                squares[j % channels] += (double)input[j] * input[j];
            }
        }
        var pixels = (double)data.Count * input.Length / channels;
        return ([.. sums.Select(sum => (float)(sum / pixels))],
            [.. squares.Select((square, c) => (float)Math.Sqrt(Math.Max(square / pixels - sums[c] / pixels * (sums[c] / pixels), 1e-12)))]);
    }

    /// <summary>The preprocessing that gives every channel of bytes mean 0 and deviation 1.</summary>
    public static Preprocessing Standardizing(MemoryDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var (mean, deviation) = Of(data.With(Preprocessing.Bytes));
        return Preprocessing.Bytes with { Mean = mean, Scale = deviation };
    }
}
