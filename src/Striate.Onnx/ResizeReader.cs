using Striate.Kernels.Arrays;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>ONNX's Resize and Upsample: a layer of maps where it says the same, else sums along each axis.</summary>
internal static class ResizeReader
{
    public static void ReadResize(NodeReader reader)
    {
        var scalesAt = reader.Import.Opset < 11 ? 1 : 2;
        var value = reader.Array(0);
        var place = reader.Text("coordinate_transformation_mode", scalesAt == 1 ? "asymmetric" : "half_pixel");
        var like = new ResizeAxis(1, 1, 1)
        {
            Mode = reader.Text("mode", "nearest"),
            Coordinates = place,
            Nearest = place == "tf_half_pixel_for_nn" ? "floor" : reader.Text("nearest_mode", scalesAt == 1 ? "floor" : "round_prefer_floor"),
            CubicCoefficient = reader.Float("cubic_coeff_a", Resampling.KeysCoefficient),
            ExcludesOutside = reader.Int("exclude_outside", 0) != 0,
            Antialias = reader.Int("antialias", 0) != 0,
        };
        reader.Text("nearest_mode", "");
        var axes = reader.Ints("axes")?.Select(axis => reader.Axis(value.Rank, axis)).ToArray() ?? [.. Enumerable.Range(0, value.Rank)];
        var policy = reader.Text("keep_aspect_ratio_policy", "stretch");
        var scales = reader.HasInput(scalesAt) ? Numbers(reader, scalesAt, axes.Length) : null;
        var sizes = reader.HasInput(scalesAt + 1) ? Numbers(reader, scalesAt + 1, axes.Length) : null;
        var roi = place == "tf_crop_and_resize" && reader.HasInput(1) ? Numbers(reader, 1, 2 * axes.Length) : null;
        Read(reader, value, like, axes, scales, sizes, policy, roi, reader.Float("extrapolation_value", 0));
    }

    public static void ReadUpsample(NodeReader reader)
    {
        var value = reader.Array(0);
        var axes = Enumerable.Range(0, value.Rank).ToArray();
        var scales = (reader.HasInput(1) ? Numbers(reader, 1, value.Rank) : reader.Floats("scales")?.Select(scale => (double)scale).ToArray()) ?? throw reader.Unsupported("without scales");
        if (scales.Length != value.Rank) throw new InvalidDataException($"{reader.Type} has {scales.Length} scales for {value.Rank} axes");
        var mode = reader.Text("mode", "nearest");
        Read(reader, value, new ResizeAxis(1, 1, 1) { Mode = mode == "bilinear" ? "linear" : mode, Coordinates = "asymmetric", Nearest = "floor" }, axes, scales, null, "stretch", null, 0);
    }

    // Empty lists of numbers are as good as none.
    private static double[]? Numbers(NodeReader reader, int index, int count)
    {
        var numbers = reader.Constant(index, out _).ToDoubles();
        if (numbers.Length != 0 && numbers.Length != count) throw new InvalidDataException($"{reader.Type} has {numbers.Length} numbers in input {index}; {count} are needed");
        return numbers.Length == 0 ? null : numbers;
    }

    private static void Read(NodeReader reader, OnnxValue value, ResizeAxis like, int[] axes, double[]? scales, double[]? sizes, string policy, double[]? roi, float outside)
    {
        if (like.Mode is not ("nearest" or "linear" or "cubic")) throw reader.Unsupported($"with mode {like.Mode}");
        var old = reader.Sizes(value);
        var resized = new Dictionary<int, ResizeAxis>();
        var ratios = sizes?.Select((size, i) => size / old[axes[i]]).ToArray() ?? [];
        double? common = policy switch { "stretch" => null, "not_larger" => ratios.Min(), "not_smaller" => ratios.Max(), _ => throw reader.Unsupported($"with keep_aspect_ratio_policy {policy}") };
        for (var i = 0; i < axes.Length; i++)
        {
            var (axis, input) = (axes[i], old[axes[i]]);
            // The examples stay as they are, however many there are.
            if (scales is null && sizes is null) throw reader.Unsupported("without scales and sizes");
            if (axis == 0 && value.IsBatched && (scales is null ? sizes![i] is var size && (size == input || value.Examples == OnnxValue.Free) : scales![i] == 1)) continue;
            if (axis == 0 && value.IsBatched) throw new NeedsExamplesException($"{reader.Type} works along the examples");
            var scale = scales?[i] ?? common ?? ratios[i];
            // The product in single precision, as ONNX Runtime has it.
            var output = scales is not null ? Math.Floor((float)scale * (float)input) : common is null ? sizes![i] : Math.Floor(scale * input + 0.5);
            if (!(output is >= 1 and < int.MaxValue)) throw reader.Unsupported($"to a size of {output}");
            resized[axis] = like with { Input = (int)input, Output = (int)output, Scale = scale, Start = roi?[i] ?? 0, End = roi?[i + axes.Length] ?? 1 };
        }
        if (Layer(reader, value, like, resized, scales is not null || common is not null) is { } layer) reader.Apply(layer);
        else Sum(reader, value, resized, outside);
    }

    // The layer of maps that does the same, if there is one.
    private static Resampling? Layer(NodeReader reader, OnnxValue value, ResizeAxis like, Dictionary<int, ResizeAxis> resized, bool byScale)
    {
        if (!value.IsBatched || value.Rank is < 3 or > 5 || resized.TryGetValue(1, out var channels) && !channels.IsSame || reader.Import.TypeOf(value.Node) != ElementType.Float32) return null;
        ResizeAxis[] axes = [.. Enumerable.Range(2, value.Rank - 2).Select(axis => resized.GetValueOrDefault(axis) ?? like with { Input = (int)reader.Sizes(value)[axis], Output = (int)reader.Sizes(value)[axis] })];
        // A scale that is a float may miss the whole number by its rounding.
        var isWhole = axes.All(axis => Math.Abs(axis.Width - axis.Output) < 1e-3);
        Coordinates? place = like.Coordinates switch
        {
            "half_pixel" => Coordinates.HalfPixel,
            "pytorch_half_pixel" when axes.All(axis => axis.Output > 1 || axis.Input == 1) => Coordinates.HalfPixel,
            "half_pixel_symmetric" when isWhole => Coordinates.HalfPixel,
            "align_corners" when isWhole => Coordinates.AlignCorners,
            "asymmetric" => Coordinates.Asymmetric,
            _ => null,
        };
        NearestRounding? rounding = like.Nearest switch
        {
            "round_prefer_ceil" => NearestRounding.HalfUp,
            "round_prefer_floor" => NearestRounding.HalfDown,
            "floor" => NearestRounding.Floor,
            "ceil" => NearestRounding.Ceiling,
            _ => null,
        };
        if (place is null || rounding is null || like.Antialias && axes.Any(axis => axis.Scale < 1) || like.ExcludesOutside && like.Mode == "cubic") return null;
        float[] factors = [.. axes.Select(axis => (float)axis.Scale)];
        // A scale that was computed may not be a float.
        if (byScale && axes.Any(axis => (float)axis.Scale != axis.Scale)) return null;
        var layer = byScale ? new Resampling(ResamplingFunctions.Shortest(factors)) : Resampling.To(ModelMetadata.Shortest([.. axes.Select(axis => axis.Output)]));
        return like.Mode switch
        {
            "nearest" => layer with { Name = reader.Name(), Coordinates = place.Value, Interpolation = Interpolation.Nearest, Rounding = rounding.Value },
            "linear" => layer with { Name = reader.Name(), Coordinates = place.Value, Interpolation = Interpolation.Linear },
            _ => layer with { Name = reader.Name(), Coordinates = place.Value, Interpolation = Interpolation.Cubic, CubicCoefficient = like.CubicCoefficient },
        };
    }

    private static void Sum(NodeReader reader, OnnxValue value, Dictionary<int, ResizeAxis> resized, float outside)
    {
        foreach (var (axis, resize) in resized.OrderBy(pair => pair.Key))
        {
            if (resize.IsSame) continue;
            var place = reader.Place(value, axis);
            // The nearest are picked out, whatever they are.
            var node = resize.Mode == "nearest" && !Enumerable.Range(0, resize.Output).Any(resize.IsOutside)
                ? reader.Import.Make(new Gathering(place), value.Node, reader.Import.Make(new ConstantArray(Tensor.From<long>([.. resize.Pixels().Select(pixel => (long)pixel)], Shape.Of(resize.Output)))))
                : reader.Import.TypeOf(value.Node) is not ElementType.Float32 and var type ? throw reader.Unsupported($"of {type}") : reader.Make(AxisSums.Of(place, resize.Rows()), value.Node);
            value = value with { Node = node };
        }
        if (outside != 0 && resized.Values.Any(resize => Enumerable.Range(0, resize.Output).Any(resize.IsOutside)))
        {
            // Where a place lies outside along any axis, sums are 0 and the other number is added.
            var sizes = value.Order.Select(axis => resized.TryGetValue(axis, out var resize) ? resize.Output : 1).ToArray();
            var added = new Tensor(Shape.Of(sizes));
            for (var i = 0; i < added.Floats.Length; i++)
            {
                var rest = i;
                for (var place = sizes.Length - 1; place >= 0; place--)
                {
                    (rest, var at) = Math.DivRem(rest, sizes[place]);
                    if (resized.TryGetValue(value.Order[place], out var resize) && resize.IsOutside(at)) added.Floats[i] = outside;
                }
            }
            value = value with { Node = reader.Import.Make(new Broadcasting(BroadcastOperation.Add), value.Node, reader.Import.Make(new ConstantArray(added))) };
        }
        reader.Set(0, value);
    }
}
