namespace Striate.Kernels.Tests.Losses;

/// <summary>Losses in double, straight from their formulas.</summary>
internal static class LossOracle
{
    /// <summary>loss[row] = −log softmax(logits)[target]; the gradient of the mean loss, (softmax − one-hot) / rows.</summary>
    public static (Expected Losses, Expected Gradient) SoftmaxCrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, int classes)
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
            for (var c = 0; c < classes; c++)
            {
                gradient.Add(row * classes + c, Math.Exp(x[c] - (double)x[target]) / sum / rows);
                if (c == target) gradient.Add(row * classes + c, -1.0 / rows);
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
