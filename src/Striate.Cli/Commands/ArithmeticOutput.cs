using System.Text.Json;
using Striate.Insight;
using Striate.Layers;

namespace Striate.Cli.Commands;

/// <summary>What <c>striate arithmetic</c> prints.</summary>
internal static class ArithmeticOutput
{
    private const int WidestMap = 24;

    public static void WriteText(WindowArithmetic answer, LayerStack stack)
    {
        Console.Out.WriteLine(answer.Problem);
        Console.Out.WriteLine($"{answer.Formula}{(answer.Formula.Contains(';', StringComparison.Ordinal) ? "" : " along each axis")}: output {Spatial(answer)}");
        if (answer.Axes.Any(axis => axis.Unused > 0)) Console.Out.WriteLine($"unused at the end of each axis: {string.Join(", ", answer.Axes.Select(axis => axis.Unused))}");
        if (answer.Misfit is { } misfit) Console.Out.WriteLine(misfit);
        foreach (var (axis, i) in answer.Axes.Select((axis, i) => (axis, i)))
        {
            if (axis.IsTransposed) Console.Out.WriteLine($"legal output sizes along axis {i}: {string.Join(", ", axis.Suggestions.Outputs)}");
        }
        WriteCounts("outputs that each input influences", answer.Axes.Select(axis => axis.Visits()).ToArray());
        WriteCounts("inputs that each output sees", answer.Axes.Select(axis => axis.Support()).ToArray());
        Console.Out.WriteLine();
        Console.Out.WriteLine(stack.IsEndless ? "any number of such layers fits" : $"{stack.Count} such layer{(stack.Count == 1 ? " fits" : "s fit")}: {string.Join(" → ", stack.Sizes)}");
        if (stack.Fields.Count > 0) Console.Out.WriteLine($"receptive fields: {string.Join(", ", stack.Fields.Take(12).Select(field => string.Join('×', field.Select(axis => axis.Size))))}{(stack.Fields.Count > 12 ? ", …" : "")}");
        if (answer.Layer is Convolution convolution) WriteCosts(ConvolutionCosts.Alternatives(convolution, answer.Input));
        if (answer.Layer is TransposedConvolution) return;
        Console.Out.WriteLine();
        TextTable.Write(["stride", "output", "MACs", "bytes"], ConvolutionCosts.Strides(answer.Layer, answer.Input)
            .Select(cost => new[] { $"{cost.Stride}", $"{cost.Output}", TextTable.Count(cost.MultiplyAccumulates), TextTable.Count(cost.Bytes) }));
    }

    public static void WriteJson(WindowArithmetic answer, LayerStack stack) => JsonOutput.Write(json =>
    {
        json.WriteString("formula", answer.Formula);
        json.WriteNumbers("output", answer.Axes.Select(axis => axis.Output));
        json.WriteBoolean("fits", answer.Fits);
        json.WriteStartArray("exact");
        foreach (var axis in answer.Axes) json.WriteNumberValue(axis.Exact);
        json.WriteEndArray();
        json.WriteNumbers("unused", answer.Axes.Select(axis => axis.Unused));
        json.WriteStartArray("suggestions");
        foreach (var axis in answer.Axes)
        {
            json.WriteStartObject();
            json.WriteNumbers("stride", axis.Suggestions.Strides);
            json.WriteNumbers("padding", axis.Suggestions.Paddings);
            json.WriteNumbers("input", axis.Suggestions.Inputs);
            json.WriteNumbers("kernel", axis.Suggestions.Kernels);
            json.WriteNumbers("dilation", axis.Suggestions.Dilations);
            json.WriteNumbers("output", axis.Suggestions.Outputs);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteOptionalString("misfit", answer.Misfit);
        WriteArrays(json, "visits", answer.Axes.Select(axis => axis.Visits()));
        WriteArrays(json, "support", answer.Axes.Select(axis => axis.Support()));
        json.WriteOptional("layers_that_fit", stack.IsEndless ? null : stack.Count);
        json.WriteStartArray("layers");
        for (var layer = 0; layer <= stack.Count; layer++)
        {
            json.WriteStartObject();
            json.WriteNumbers("size", stack.Sizes[layer]);
            json.WriteNumbers("receptive_field", stack.Fields.Count == 0 ? [] : stack.Fields[layer].Select(field => field.Size));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("costs");
        foreach (var cost in answer.Layer is Convolution convolution ? ConvolutionCosts.Alternatives(convolution, answer.Input) : [])
        {
            json.WriteStartObject();
            json.WriteString("name", cost.Name);
            json.WriteString("formula", cost.Formula);
            json.WriteNumber("weights", cost.Weights);
            json.WriteNumber("macs", cost.MultiplyAccumulates);
            json.WriteNumber("operations", cost.Operations);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("strides");
        foreach (var cost in answer.Layer is TransposedConvolution ? [] : ConvolutionCosts.Strides(answer.Layer, answer.Input))
        {
            json.WriteStartObject();
            json.WriteNumber("stride", cost.Stride);
            json.WriteNumbers("output", cost.Output);
            json.WriteNumber("macs", cost.MultiplyAccumulates);
            json.WriteNumber("bytes", cost.Bytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static string Spatial(WindowArithmetic answer) => string.Join('×', answer.Axes.Select(axis => axis.Output));

    private static void WriteCosts(IReadOnlyList<CostAlternative> costs)
    {
        Console.Out.WriteLine();
        TextTable.Write(["ways to connect", "weights", "", "MACs", "operations"], costs.Select(cost => new[]
        {
            cost.Name, cost.Formula, $"= {TextTable.Count(cost.Weights)}", TextTable.Count(cost.MultiplyAccumulates), TextTable.Count(cost.Operations),
        }));
    }

    // Counts of several axes multiply: a map where it is small, otherwise axis by axis.
    private static void WriteCounts(string title, IReadOnlyList<int>[] axes)
    {
        Console.Out.WriteLine();
        Console.Out.WriteLine(title);
        if (axes.Length == 2 && axes.All(axis => axis.Count <= WidestMap))
        {
            var width = axes[0].Max() * axes[1].Max() is var most ? $"{most}".Length : 0;
            foreach (var row in axes[0]) Console.Out.WriteLine(string.Join(' ', axes[1].Select(column => $"{row * column}".PadLeft(width))));
            return;
        }
        for (var axis = 0; axis < axes.Length; axis++) Console.Out.WriteLine($"{(axes.Length == 1 ? "" : $"axis {axis}: ")}{Runs(axes[axis])}");
    }

    // 1, 2, 3 (218 times), 2, 1.
    private static string Runs(IReadOnlyList<int> counts)
    {
        var runs = new List<string>();
        for (var from = 0; from < counts.Count;)
        {
            var to = from;
            while (to < counts.Count && counts[to] == counts[from]) to++;
            runs.Add(to - from < 4 ? string.Join(", ", Enumerable.Repeat(counts[from], to - from)) : $"{counts[from]} ({to - from} times)");
            from = to;
        }
        return string.Join(", ", runs.Count <= WidestMap ? runs : [.. runs.Take(WidestMap / 2), "…", .. runs.TakeLast(WidestMap / 2)]);
    }

    private static void WriteArrays(Utf8JsonWriter json, string name, IEnumerable<IReadOnlyList<int>> arrays)
    {
        json.WriteStartArray(name);
        foreach (var array in arrays)
        {
            json.WriteStartArray();
            foreach (var number in array) json.WriteNumberValue(number);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
