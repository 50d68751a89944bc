using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Striate.Networks;
using Striate.Training;

namespace Striate.Data;

/// <summary>Mean and deviation of each channel of a data set's inputs.</summary>
public static class Statistics
{
    /// <summary>Mean and standard deviation over examples and pixels.</summary>
    /// <param name="data">The data.</param>
    /// <param name="most">The most examples that are looked at, spread evenly over all.</param>
    public static (ImmutableArray<float> Mean, ImmutableArray<float> Deviation) Of(IDataset data, int most = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var (channels, count) = (data.InputShape.Channels, Math.Min(most, data.Count));
        var (sums, squares) = (new double[count][], new double[count][]);
        // Decoding pictures takes its time. Each example has a place, and places are added in their order: any number of threads gives the same bits.
        try
        {
            Parallel.For(0, count, () => (Input: new float[data.InputShape.Length], Target: new float[data.TargetShape.Length]), (i, _, block) =>
            {
                data.Read((int)((long)i * data.Count / count), 0, block.Input, block.Target);
                var (sum, square) = (new double[channels], new double[channels]);
                for (int j = 0, c = 0; j < block.Input.Length; j++, c = c + 1 == channels ? 0 : c + 1)
                {
                    sum[c] += block.Input[j];
                    square[c] += (double)block.Input[j] * block.Input[j];
                }
                (sums[i], squares[i]) = (sum, square);
                return block;
            }, _ => { });
        }
        catch (AggregateException exception)
        {
            // What an example failed with, as if it had been read alone.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
        var pixels = (double)count * data.InputShape.Length / channels;
        var means = Enumerable.Range(0, channels).Select(c => sums.Sum(sum => sum[c]) / pixels).ToArray();
        return ([.. means.Select(mean => (float)mean)],
            [.. means.Select((mean, c) => (float)Math.Sqrt(Math.Max(squares.Sum(square => square[c]) / pixels - mean * mean, 1e-12)))]);
    }

    /// <summary>The preprocessing that gives every channel of bytes mean 0 and deviation 1.</summary>
    /// <param name="data">The data.</param>
    /// <param name="most">The most examples that are looked at, spread evenly over all.</param>
    /// <exception cref="ArgumentException">The data are floats, which are used as they are.</exception>
    public static Preprocessing Standardizing(IPreprocessedDataset data, int most = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Preprocessing is not { } own) throw new ArgumentException($"{data.Name} holds floats, which are used as they are.");
        var plain = Preprocessing.Bytes with { Crop = own.Crop };
        var (mean, deviation) = Of(data.With(plain), most);
        return plain with { Mean = mean, Scale = deviation };
    }
}
