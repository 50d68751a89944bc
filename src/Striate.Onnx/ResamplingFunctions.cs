using System.Text.Json;
using Striate.Kernels.Resampling;
using Striate.Layers;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>ONNX's Resize, and functions of products with the weights of each axis for what it does not say.</summary>
internal static class ResamplingFunctions
{
    /// <summary>Resize where every runtime computes the same numbers from it, else gathered pixels or products of matrices.</summary>
    public static void Write(NodeWriter writer)
    {
        var layer = (Resampling)writer.Node.Layer!;
        var (input, output) = (writer.Node.Inputs[0].Shape[..^1], writer.Node.Shape[..^1]);
        float[] scales = [.. input.Select((size, axis) => layer.Scale?.At(axis) ?? Scale(size, output[axis]))];
        var standard = layer.Interpolation switch
        {
            // Places half way between two pixels come out on one side only where the scale is exact.
            Interpolation.Nearest => scales.All(scale => 2 * scale == MathF.Round(2 * scale) || 2 / scale == MathF.Round(2 / scale)),
            Interpolation.Linear => !layer.Antialias,
            Interpolation.Cubic => !layer.Antialias && scales.Length == 2,
            _ => false,
        };
        // Corners of a size that was rounded down are those of the number before it in ONNX.
        if (layer.Coordinates == Coordinates.AlignCorners && input.Zip(output).Where((size, axis) => Math.Abs((double)scales[axis] * size.First - size.Second) > 1e-3).Any()) standard = false;
        if (!standard)
        {
            WriteFunction(writer, layer, scales.Length);
            return;
        }
        List<Schema.Attribute> attributes = [NodeWriter.Text("mode", Word(layer.Interpolation)), NodeWriter.Text("coordinate_transformation_mode", Word(layer.Coordinates))];
        if (layer.Interpolation == Interpolation.Nearest) attributes.Add(NodeWriter.Text("nearest_mode", Word(layer.Rounding)));
        if (layer.Interpolation == Interpolation.Cubic) attributes.Add(NodeWriter.Float("cubic_coeff_a", layer.CubicCoefficient));
        var factors = writer.Constant(writer.Node.Name + ".scales", Tensor.From<float>([1, 1, .. scales], Shape.Of(scales.Length + 2)));
        writer.Write("Resize", [.. writer.Inputs, "", factors], writer.Output, writer.Node.Name, [.. attributes]);
    }

    public static void ReadFunction(NodeReader reader)
    {
        var (scales, sizes) = (reader.Floats("scales"), reader.Ints("sizes"));
        var layer = scales is not null ? new Resampling(Shortest(scales)) : Resampling.To(ModelMetadata.Shortest(sizes ?? throw new InvalidDataException($"{reader.Type} has neither scales nor sizes")));
        reader.Apply(layer with
        {
            Name = reader.Name(),
            Interpolation = reader.Word<Interpolation>("interpolation"),
            Coordinates = reader.Word<Coordinates>("coordinates"),
            Rounding = reader.Word<NearestRounding>("rounding"),
            CubicCoefficient = reader.Float("cubic_coeff_a", Resampling.KeysCoefficient),
            Antialias = reader.Int("antialias", 0) != 0,
        });
    }

    /// <summary>What a Resize does not tell: a size, and whether numbers were given for all axes or for each.</summary>
    public static void WriteSettings(Utf8JsonWriter json, Resampling layer)
    {
        if (layer.Size is { } size) ModelMetadata.WriteAll(json, "size", size);
        if (layer.Scale is not { } scale || Shortest(scale.Scales.AsSpan()) == scale) return;
        json.WriteStartArray("scale");
        foreach (var factor in scale.Scales) json.WriteNumberValue(factor);
        json.WriteEndArray();
    }

    public static Resampling Restore(Resampling layer, JsonElement stored)
    {
        var given = ModelMetadata.Sizes(stored, "size") is { } size ? Resampling.To(size)
            : stored.TryGetProperty("scale", out var scale) ? new Resampling(new AxisScales([.. scale.EnumerateArray().Select(factor => factor.GetSingle())])) : null;
        return given is null ? layer : given with
        {
            Name = layer.Name,
            Interpolation = layer.Interpolation,
            Coordinates = layer.Coordinates,
            Rounding = layer.Rounding,
            CubicCoefficient = layer.CubicCoefficient,
            Antialias = layer.Antialias,
        };
    }

    private static void WriteFunction(NodeWriter writer, Resampling layer, int rank)
    {
        var body = new FunctionBody(writer, layer.Kind);
        var tables = layer.Weights(writer.Node.LayerInputs);
        var source = "x";
        for (var axis = 0; axis < rank; axis++)
        {
            if (tables[axis].IsIdentity) continue;
            var target = $"a{axis}";
            if (layer.Interpolation == Interpolation.Nearest)
                body.Add("Gather", [source, body.Constant($"{target}_pixels", Enumerable.Range(0, tables[axis].Output).Select(tables[axis].First))], target, NodeWriter.Int("axis", axis + 2));
            else Multiply(body, source, tables[axis], rank - axis, target);
            source = target;
        }
        body.Add("Identity", [source], "y");
        body.Write(
            layer.Scale is { } scale ? NodeWriter.Floats("scales", Enumerable.Range(0, rank).Select(scale.At)) : NodeWriter.Ints("sizes", Enumerable.Range(0, rank).Select(layer.Size!.Value.At)),
            NodeWriter.Text("interpolation", layer.Interpolation.ToString()), NodeWriter.Text("coordinates", layer.Coordinates.ToString()), NodeWriter.Text("rounding", layer.Rounding.ToString()),
            NodeWriter.Float("cubic_coeff_a", layer.CubicCoefficient), NodeWriter.Int("antialias", layer.Antialias ? 1 : 0));
    }

    // MatMul works on the last two axes: from the left on rows, from the right on columns; the third from the end is brought behind them.
    private static void Multiply(FunctionBody body, string source, ResampleTable table, int fromEnd, string target)
    {
        var weights = new Tensor(fromEnd == 2 ? Shape.Of(table.Output, table.Input) : Shape.Of(table.Input, table.Output));
        for (var output = 0; output < table.Output; output++)
            for (var input = table.First(output); input < table.End(output); input++)
                weights.Floats[fromEnd == 2 ? output * table.Input + input : input * table.Output + output] = table.Row(output)[input - table.First(output)];
        var matrix = body.Constant($"{target}_weights", weights);
        if (fromEnd < 3)
        {
            body.Add("MatMul", fromEnd == 2 ? [matrix, source] : [source, matrix], target);
            return;
        }
        body.Add("Transpose", [source], $"{target}_last", NodeWriter.Ints("perm", 0, 1, 3, 4, 2));
        body.Add("MatMul", [$"{target}_last", matrix], $"{target}_sums");
        body.Add("Transpose", [$"{target}_sums"], target, NodeWriter.Ints("perm", 0, 1, 4, 2, 3));
    }

    // The smallest scale whose product, rounded down, is the output size.
    private static float Scale(int input, int output)
    {
        var scale = (float)output / input;
        while (MathF.Floor(input * scale) < output) scale = MathF.BitIncrement(scale);
        return scale;
    }

    /// <summary>One number where all are equal.</summary>
    public static AxisScales Shortest(ReadOnlySpan<float> scales) => scales.Length > 1 && scales.IndexOfAnyExcept(scales[0]) < 0 ? scales[0] : new AxisScales(scales);

    private static string Word(Interpolation interpolation) => interpolation.ToString().ToLowerInvariant();

    private static string Word(Coordinates coordinates) => coordinates switch { Coordinates.HalfPixel => "half_pixel", Coordinates.AlignCorners => "align_corners", _ => "asymmetric" };

    private static string Word(NearestRounding rounding) => rounding switch { NearestRounding.HalfUp => "round_prefer_ceil", NearestRounding.HalfDown => "round_prefer_floor", NearestRounding.Floor => "floor", _ => "ceil" };
}
