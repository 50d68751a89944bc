using System.Globalization;
using System.Numerics;

namespace Striate.Training;

/// <summary>Finds NaN and infinity before they spoil a network.</summary>
internal static class Finite
{
    /// <summary>Refuses an example that holds a value that is no finite number.</summary>
    public static void Require(IDataset data, int example, string what, ReadOnlySpan<float> values)
    {
        var index = IndexOfOther(values);
        if (index >= 0)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{data.Name}: the {what} of example {example} holds {values[index]} at place {index}; only finite numbers can be learnt from."));
    }

    /// <summary>The place of the first value that is NaN or infinite, or −1.</summary>
    public static int IndexOfOther(ReadOnlySpan<float> values)
    {
        // x · 0 is 0 for finite numbers and NaN for all others, and NaN survives a sum.
        var (sum, i) = (Vector<float>.Zero, 0);
        for (; i + Vector<float>.Count <= values.Length; i += Vector<float>.Count) sum += new Vector<float>(values[i..]) * 0f;
        var total = Vector.Sum(sum);
        for (; i < values.Length; i++) total += values[i] * 0f;
        if (total == 0) return -1;
        for (i = 0; float.IsFinite(values[i]); i++) { }
        return i;
    }
}
