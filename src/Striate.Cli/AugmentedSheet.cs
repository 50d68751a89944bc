using Striate.Data.Augmentation;
using Striate.Data.Pictures;
using Striate.Training;

namespace Striate.Cli;

/// <summary>What augmentation makes of examples: a row an example, first as it is, then as one epoch after the other sees it.</summary>
internal static class AugmentedSheet
{
    public static Picture Draw(IDataset plain, AugmentedDataset augmented, int columns, int rows)
    {
        rows = Math.Min(rows, plain.Count);
        var (height, width) = (plain.InputShape[0], plain.InputShape[1]);
        var sheet = Sheet.Empty(rows, columns, height, width);
        // From all over the data: folders come class by class.
        int[] examples = [.. Enumerable.Range(0, rows).Select(row => (int)((long)row * plain.Count / rows))];
        var (length, target) = ((int)plain.InputShape.Length, (int)augmented.TargetShape.Length);
        var (inputs, targets) = (new float[rows * length], new float[rows * target]);
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < rows; row++)
            {
                var input = inputs.AsSpan(row * length, length);
                if (column == 0) plain.Read(examples[row], 0, input, new float[plain.TargetShape.Length]);
                else augmented.Read(examples[row], column - 1, input, targets.AsSpan(row * target, target));
            }
            // The rows of a column meet as a batch.
            if (column > 0) augmented.Mix(examples, column - 1, inputs, targets);
            for (var row = 0; row < rows; row++) Sheet.Paste(Sheet.FromInput(plain, inputs.AsSpan(row * length, length)), sheet, row, column);
        }
        return sheet;
    }
}
