namespace Striate.Kernels.Tests.Losses;

/// <summary>Losses in double, straight from their formulas.</summary>
internal static class LossOracle
{
    /// <summary>loss[row] = −Σ q · log softmax(logits) with q = (1 − s) · one-hot + s / classes; the gradient of the mean loss, (softmax − q) / rows.</summary>
    public static (Expected Losses, Expected Gradient) SoftmaxCrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, int classes, float smoothing = 0)
    {
        var rows = targets.Length;
        var (losses, gradient) = (new Expected(rows), new Expected(logits.Length));
        for (var row = 0; row < rows; row++)
        {
            var x = logits.Slice(row * classes, classes);
            var target = (int)targets[row];
            double sum = 0;
            foreach (var value in x) sum += Math.Exp(value - (double)x[target]);
            losses.Add(row, Math.Log(sum));
            foreach (var value in x) losses.Add(row, -(double)smoothing / classes * (value - (double)x[target]));
            for (var c = 0; c < classes; c++)
            {
                gradient.Add(row * classes + c, Math.Exp(x[c] - (double)x[target]) / sum / rows);
                gradient.Add(row * classes + c, -(double)smoothing / classes / rows);
                if (c == target) gradient.Add(row * classes + c, -(1.0 - smoothing) / rows);
            }
        }
        return (losses, gradient);
    }

    /// <summary>loss[row] = Σ (prediction − target)² / columns; the gradient of the mean loss, 2 (prediction − target) / (rows · columns).</summary>
    public static (Expected Losses, Expected Gradient) MeanSquaredError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, int columns)
    {
        var (losses, gradient) = (new Expected(predictions.Length / columns), new Expected(predictions.Length));
        for (var i = 0; i < predictions.Length; i++)
        {
            var difference = (double)predictions[i] - targets[i];
            losses.Add(i / columns, difference * difference / columns);
            gradient.Add(i, 2 * difference / predictions.Length);
        }
        return (losses, gradient);
    }
}
