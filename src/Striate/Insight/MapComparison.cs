using Striate.Tensors;

namespace Striate.Insight;

/// <summary>The maps of one layer before and after the input was transformed.</summary>
internal sealed class MapComparison
{
    private readonly Tensor _before;
    private readonly Tensor _after;
    private readonly Shape _input;
    private readonly IReadOnlyList<ReceptiveField> _fields;
    private readonly double _most;

    public MapComparison(Tensor before, Tensor after, Shape input, IReadOnlyList<ReceptiveField> fields, double rounding)
    {
        (_before, _after, _input, _fields) = (before, after, input, fields);
        double difference = 0, length = 0;
        long changed = 0;
        foreach (var value in before.Floats) _most = Math.Max(_most, Math.Abs(value));
        for (var i = 0; i < before.Floats.Length; i++)
        {
            double a = before.Floats[i], b = after.Floats[i];
            difference += (a - b) * (a - b);
            length += a * a;
            if (Math.Abs(a - b) > rounding * _most) changed++;
        }
        Stayed = length > 0 ? Math.Sqrt(difference / length) : difference > 0 ? 1 : 0;
        Changed = (double)changed / Math.Max(1, before.Floats.Length);
    }

    public double Stayed { get; }

    public double Changed { get; }

    /// <summary>The largest difference between the output for the transformed input and the transformed output, at places that see nothing from outside.</summary>
    public (double? Error, long Compared) Moved(Transformation transformation)
    {
        if (_fields.Count != _input.Rank - 2 || _before.Shape.Rank != _input.Rank) return (null, 0);
        var (height, width, channels) = Transformation.Sizes(_before.Shape);
        var (rows, columns) = (Axis(0), Axis(1));
        var (error, compared) = (0.0, 0L);
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                if (SourceOf(row, column, rows, columns, transformation) is not var (fromRow, fromColumn)) continue;
                compared++;
                for (var i = 0; i < _before.Shape[0] * channels; i++)
                {
                    var (example, channel) = (i / channels, i % channels);
                    var expected = Transformation.Sample(_before, example, channel, fromRow, fromColumn);
                    error = Math.Max(error, Math.Abs(expected - _after.Floats[((example * height + row) * width + column) * channels + channel]));
                }
            }
        }
        return compared == 0 ? (null, 0) : (_most > 0 ? error / _most : error, compared);
    }

    // A series is one row, which sees itself.
    private ReceptiveField Axis(int axis) => _fields.Count == 2 ? _fields[axis] : axis == 0 ? ReceptiveField.Input : _fields[0];

    private (double Row, double Column)? SourceOf(int row, int column, ReceptiveField rows, ReceptiveField columns, Transformation transformation)
    {
        var (height, width, _) = Transformation.Sizes(_input);
        // Everything that the output sees lies in the map, and lay in it before.
        double top = rows.First + row * rows.Jump, left = columns.First + column * columns.Jump;
        double bottom = top + rows.Size - 1, right = left + columns.Size - 1;
        if (!Inside(top, left, height, width) || !Inside(bottom, right, height, width)) return null;
        foreach (var (r, c) in new[] { (top, left), (top, right), (bottom, left), (bottom, right) })
            if (transformation.Source(r, c, height, width) is var (y, x) && !Inside(y, x, height, width)) return null;
        // The place of an output is the middle of what it sees.
        double middleRow = rows.First + (rows.Size - 1) / 2.0, middleColumn = columns.First + (columns.Size - 1) / 2.0;
        var (inputRow, inputColumn) = transformation.Source(middleRow + row * rows.Jump, middleColumn + column * columns.Jump, height, width);
        var (fromRow, fromColumn) = ((inputRow - middleRow) / rows.Jump, (inputColumn - middleColumn) / columns.Jump);
        // And the outputs around the place it came from see nothing but the map.
        foreach (var (r, c) in new[] { (Math.Floor(fromRow), Math.Floor(fromColumn)), (Math.Ceiling(fromRow), Math.Ceiling(fromColumn)) })
        {
            var (firstRow, firstColumn) = (rows.First + r * rows.Jump, columns.First + c * columns.Jump);
            if (!Inside(firstRow, firstColumn, height, width) || !Inside(firstRow + rows.Size - 1, firstColumn + columns.Size - 1, height, width)) return null;
        }
        return (fromRow, fromColumn);
    }

    private static bool Inside(double row, double column, int height, int width) => row >= 0 && column >= 0 && row <= height - 1 && column <= width - 1;
}
