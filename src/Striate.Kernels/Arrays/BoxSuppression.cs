namespace Striate.Kernels.Arrays;

/// <summary>Greedy non-maximum suppression: of boxes that overlap the one with the best score stays.</summary>
public static class BoxSuppression
{
    /// <summary>Selects boxes of one class in order of their scores.</summary>
    /// <param name="boxes">Four numbers a box: two opposite corners as y₁, x₁, y₂, x₂, or centre and size as x, y, width, height.</param>
    /// <param name="scores">A score a box.</param>
    /// <param name="centred">Whether boxes are centre and size.</param>
    /// <param name="most">How many boxes are selected at most.</param>
    /// <param name="overlap">The overlap, intersection over union, beyond which the worse box goes.</param>
    /// <param name="least">The score that a box must exceed.</param>
    /// <param name="order">Memory for a place a box.</param>
    /// <param name="keys">Memory for a score a box.</param>
    /// <param name="selected">The places of the boxes that stay.</param>
    /// <returns>Their number.</returns>
    public static int Select(ReadOnlySpan<float> boxes, ReadOnlySpan<float> scores, bool centred, int most, float overlap, float least, int[] order, float[] keys, Span<int> selected)
    {
        var candidates = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            keys[i] = scores[i];
            if (scores[i] > least) order[candidates++] = i;
        }
        order.AsSpan(0, candidates).Sort(new ByScore(keys));
        var count = 0;
        for (var i = 0; i < candidates && count < most; i++)
        {
            var keeps = true;
            for (var j = 0; j < count && keeps; j++) keeps = Overlap(boxes.Slice(selected[j] * 4, 4), boxes.Slice(order[i] * 4, 4), centred) <= overlap;
            if (keeps) selected[count++] = order[i];
        }
        return count;
    }

    private static float Overlap(ReadOnlySpan<float> a, ReadOnlySpan<float> b, bool centred)
    {
        var (top, left, bottom, right) = Corners(a, centred);
        var (otherTop, otherLeft, otherBottom, otherRight) = Corners(b, centred);
        var height = Math.Min(bottom, otherBottom) - Math.Max(top, otherTop);
        var width = Math.Min(right, otherRight) - Math.Max(left, otherLeft);
        if (height <= 0 || width <= 0) return 0;
        var (area, otherArea) = ((bottom - top) * (right - left), (otherBottom - otherTop) * (otherRight - otherLeft));
        return area <= 0 || otherArea <= 0 ? 0 : height * width / (area + otherArea - height * width);
    }

    private static (float Top, float Left, float Bottom, float Right) Corners(ReadOnlySpan<float> box, bool centred) => centred
        ? (box[1] - box[3] / 2, box[0] - box[2] / 2, box[1] + box[3] / 2, box[0] + box[2] / 2)
        : (Math.Min(box[0], box[2]), Math.Min(box[1], box[3]), Math.Max(box[0], box[2]), Math.Max(box[1], box[3]));

    private readonly struct ByScore(float[] scores) : IComparer<int>
    {
        public int Compare(int x, int y) => scores[y].CompareTo(scores[x]) is not 0 and var order ? order : x.CompareTo(y);
    }
}
