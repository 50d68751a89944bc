using System.Globalization;
using Striate.Tensors;

namespace Striate.Data.Readers;

/// <summary>Tables of numbers as text: a row a line, numbers separated by commas, semicolons, tabs or blanks; empty lines do not count.</summary>
public static class Csv
{
    private const int MostBytes = 1 << 28;
    private static readonly char[] Separators = [',', ';', '\t', ' '];

    /// <summary>Reads a table of rows × columns.</summary>
    /// <exception cref="InvalidDataException">The file is missing, empty or too long, a cell is no number, or rows differ in length.</exception>
    public static Tensor Read(string path)
    {
        using var stream = Files.Open(path);
        using var reader = new StreamReader(stream);
        var (values, rows, columns, read) = (new List<float>(), 0, 0, 0L);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if ((read += line.Length) > MostBytes) throw new InvalidDataException($"'{path}' is longer than {MostBytes} characters; that is no table to look at.");
            var cells = line.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (cells.Length == 0) continue;
            if (rows > 0 && cells.Length != columns) throw new InvalidDataException($"'{path}' has {cells.Length} numbers in line {number}, and {columns} in the lines before.");
            foreach (var cell in cells)
                values.Add(float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw new InvalidDataException($"'{path}' has '{(cell.Length > 40 ? cell[..40] + "…" : cell)}' in line {number}, which is no number."));
            (rows, columns) = (rows + 1, cells.Length);
        }
        if (rows == 0) throw new InvalidDataException($"'{path}' holds no numbers.");
        return Tensor.From<float>([.. values], Shape.Of(rows, columns));
    }
}
