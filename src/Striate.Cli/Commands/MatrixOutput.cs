using System.Globalization;
using Striate.Insight;
using Striate.Layers;

namespace Striate.Cli.Commands;

/// <summary>What <c>striate matrix</c> prints.</summary>
internal static class MatrixOutput
{
    private const int WidestText = 64;

    public static void WriteText(Layer layer, LayerMatrix matrix, bool symbols)
    {
        Console.Out.WriteLine($"{layer.Kind} {matrix.Input} → {matrix.Output}: {matrix.Rows} × {matrix.Columns}, {matrix.Structure()}");
        if (matrix.Columns <= WidestText && matrix.Rows <= WidestText) Console.Out.Write(symbols ? matrix.ToSymbols() : matrix.ToText());
        else Console.Out.WriteLine($"more than {WidestText} rows or columns: --csv and --picture write them");
        if (matrix.Bias.Any(value => value != 0)) Console.Out.WriteLine($"and a constant: {string.Join(' ', matrix.Bias.Take(WidestText).Select(value => value.ToString("0.####", CultureInfo.InvariantCulture)))}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{matrix.NonZeros} of {(long)matrix.Rows * matrix.Columns} numbers are not zero (density {matrix.Density:0.####}), {matrix.FreeParameters} free parameters, rank {matrix.Rank()?.ToString(CultureInfo.InvariantCulture) ?? "not computed"}"));
        Console.Out.WriteLine($"dense {matrix.Dense().FreeParameters} → unshared {matrix.Unshared().FreeParameters} → shared {matrix.FreeParameters} parameters");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"its transpose, the backward pass, leads from {matrix.Output} back to {matrix.Input}: the shape, not the values (x = 1, 2, 3 … comes back with differences up to {RoundTrip(matrix):0.####})"));
    }

    public static void WriteJson(Layer layer, Linearity linearity, LayerMatrix? matrix) => JsonOutput.Write(json =>
    {
        json.WriteString("layer", layer.Kind);
        json.WriteBoolean("linear", linearity.IsLinear);
        json.WriteBoolean("affine", linearity.IsAffine);
        json.WriteOptionalString("counter_example", linearity.CounterExample?.ToString());
        if (matrix is null) return;
        json.WriteNumbers("input", matrix.Input);
        json.WriteNumbers("output", matrix.Output);
        json.WriteNumber("rows", matrix.Rows);
        json.WriteNumber("columns", matrix.Columns);
        json.WriteString("structure", matrix.Structure());
        json.WriteNumber("nonzeros", matrix.NonZeros);
        json.WriteNumber("density", matrix.Density);
        json.WriteNumber("free_parameters", matrix.FreeParameters);
        json.WriteNumber("unshared_parameters", matrix.Unshared().FreeParameters);
        json.WriteNumber("dense_parameters", matrix.Dense().FreeParameters);
        json.WriteOptional("rank", matrix.Rank());
        json.WriteStartArray("matrix");
        for (var row = 0; row < matrix.Rows; row++)
        {
            json.WriteStartArray();
            for (var column = 0; column < matrix.Columns; column++) json.WriteNumberValue(matrix[row, column]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteStartArray("ties");
        for (var row = 0; row < matrix.Rows; row++)
        {
            json.WriteStartArray();
            for (var column = 0; column < matrix.Columns; column++) json.WriteNumberValue(matrix.TieAt(row, column));
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteStartArray("bias");
        foreach (var value in matrix.Bias) json.WriteNumberValue(value);
        json.WriteEndArray();
    });

    private static double RoundTrip(LayerMatrix matrix)
    {
        double[] x = [.. Enumerable.Range(1, matrix.Columns).Select(i => (double)i)];
        var y = matrix.Apply(x).Zip(matrix.Bias, (value, bias) => value - bias).ToArray();
        return matrix.Transposed().Apply(y).Zip(x, (back, value) => Math.Abs(back - value)).Max();
    }
}
