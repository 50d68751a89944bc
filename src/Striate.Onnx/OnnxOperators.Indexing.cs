using System.Collections.Immutable;
using Striate.Kernels.Arrays;
using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Networks;
using Striate.Tensors;
namespace Striate.Onnx;

/// <summary>Operators that cut, join, repeat and pick numbers.</summary>
internal static partial class OnnxOperators
{
    /// <summary>Whole numbers from a constant input of any integer type, or from an attribute; null where neither is.</summary>
    internal static long[]? Integers(NodeReader reader, int input, string attribute)
    {
        if (!reader.HasInput(input)) return reader.Ints(attribute)?.Select(value => (long)value).ToArray();
        var tensor = reader.Constant(input, out _);
        return tensor.Type == ElementType.Int64 ? tensor.AsSpan<long>().ToArray() : [.. tensor.ToDoubles().Select(value => (long)value)];
    }

    private static void ReadConcat(NodeReader reader)
    {
        OnnxValue[] values = [.. Enumerable.Range(0, reader.InputCount).Select(reader.Value)];
        var axis = reader.Axis(values[0].Rank, reader.Int("axis", 1));
        if (values.FirstOrDefault(value => value.Rank != values[0].Rank) is { } other) throw new InvalidDataException($"Concat joins arrays of {values[0].Rank} and {other.Rank} axes");
        var areMaps = values.All(value => value.Order is [1]) || values.All(value => value.Order.SequenceEqual(OnnxValue.MapOrder(value.Rank)));
        if (axis == 1 && areMaps && values.All(value => value.IsBatched && value.Examples == values[0].Examples && reader.Import.TypeOf(value.Node) == ElementType.Float32))
        {
            reader.Import.SetNode(reader.Output, reader.Import.Apply(new Concatenation { Name = reader.Name() }, [.. Enumerable.Range(0, reader.InputCount).Select(reader.Input)]));
            return;
        }
        values = [.. Enumerable.Range(0, reader.InputCount).Select(reader.Array)];
        var like = values.FirstOrDefault(value => value.IsBatched) ?? values[0];
        if (values.Any(value => value.IsBatched != like.IsBatched)) throw new NeedsExamplesException("Concat joins arrays of which some have no examples");
        var place = reader.Place(like, axis);
        var nodes = values.Select(value => reader.Import.Arrange(value, like.Order).Node).ToArray();
        reader.Set(0, nodes.Length == 1 ? nodes[0] : reader.Make(new Joining(place), nodes), like);
    }

    private static void ReadSplit(NodeReader reader)
    {
        var value = reader.Array(0);
        var axis = reader.Axis(value.Rank, reader.Int("axis", 0));
        var place = reader.Place(value, axis);
        var size = checked((int)reader.Import.SizeOf(value, axis));
        var parts = Integers(reader, 1, "split") is { Length: > 0 } given ? [.. given.Select(part => checked((int)part))] : Parts(size, checked((int)reader.Int("num_outputs", reader.OutputCount)));
        if (parts.Length < reader.OutputCount || parts.Sum() != size || parts.Any(part => part < 0)) throw new InvalidDataException($"Split makes {string.Join(" + ", parts)} of {size} places of axis {axis} for {reader.OutputCount} outputs");
        for (var (i, start) = (0, 0); i < reader.OutputCount; start += parts[i++])
            if (reader.HasOutput(i)) reader.Set(i, Cut(reader, value, (place, start, parts[i], 1)), value);

        // As many as fit in equal parts; the last takes what is left.
        static int[] Parts(int size, int count)
        {
            if (count < 1) throw new InvalidDataException($"Split makes {count} outputs");
            var part = (size + count - 1) / count;
            return [.. Enumerable.Range(0, count).Select(i => Math.Clamp(size - i * part, 0, part))];
        }
    }

    /// <summary>Some places along some axes of a node's example.</summary>
    private static Node Cut(NodeReader reader, OnnxValue value, params ReadOnlySpan<(int Place, int Start, int Size, int Step)> cuts)
    {
        var shape = reader.Import.ShapeOf(value.Node);
        int[] starts = [.. shape.Select(_ => 0)], sizes = [.. shape], steps = [.. shape.Select(_ => 1)];
        foreach (var (place, start, size, step) in cuts) (starts[place], sizes[place], steps[place]) = (size == 0 ? 0 : start, size, step);
        return sizes.SequenceEqual(shape) && steps.All(step => step == 1) ? value.Node : reader.Make(new Slicing([.. starts], [.. sizes], [.. steps]), value.Node);
    }

    private static void ReadSlice(NodeReader reader)
    {
        var value = reader.Array(0);
        var starts = Integers(reader, 1, "starts") ?? throw reader.Unsupported("without starts");
        var ends = Integers(reader, 2, "ends") ?? throw reader.Unsupported("without ends");
        var axes = Integers(reader, 3, "axes") ?? [.. Enumerable.Range(0, starts.Length)];
        var steps = reader.HasInput(4) ? Integers(reader, 4, "steps")! : [.. axes.Select(_ => 1L)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length || steps.Contains(0)) throw new InvalidDataException($"Slice has {starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps.Length} steps, none of which may be 0");
        var cuts = new List<(int Place, int Start, int Size, int Step)>();
        for (var i = 0; i < starts.Length; i++)
        {
            var (axis, step) = (reader.Axis(value.Rank, axes[i]), steps[i]);
            var size = reader.Import.SizeOf(value, axis);
            long Bound(long at, long least, long most) => Math.Clamp(at < 0 ? at + size : at, least, most);
            var (start, end) = step > 0 ? (Bound(starts[i], 0, size), Bound(ends[i], 0, size)) : (Bound(starts[i], 0, size - 1), Bound(ends[i] < -size ? long.MinValue / 2 : ends[i], -1, size - 1));
            var count = Math.Max(0, (end - start + step - Math.Sign(step)) / step);
            if (count == size && step == 1) continue;
            cuts.Add((reader.Place(value, axis), (int)start, (int)count, (int)(count <= 1 ? 1 : step)));
        }
        reader.Set(0, Cut(reader, value, [.. cuts]), value);
    }

    private static void ReadGather(NodeReader reader)
    {
        var (value, places) = (reader.Array(0), reader.Plain(1));
        var axis = reader.Axis(value.Rank, reader.Int("axis", 0));
        var rank = value.Rank + places.Rank - 1;
        if (places.IsBatched)
        {
            if (value.IsBatched || axis != 0) throw new NeedsExamplesException("Gather has places for each example");
            reader.Set(0, new OnnxValue(reader.Make(new Gathering(0), reader.Import.Arrange(value).Node, places.Node), rank, OnnxValue.PlainOrder(rank, isBatched: true), places.Examples));
            return;
        }
        var place = reader.Place(value, axis);
        int Moved(int old) => old > axis ? old - 1 + places.Rank : old;
        ImmutableArray<int> order = [.. value.Order.Take(place).Select(Moved), .. Enumerable.Range(axis, places.Rank), .. value.Order.Skip(place + 1).Select(Moved)];
        reader.Set(0, new OnnxValue(reader.Make(new Gathering(place), value.Node, places.Node), rank, order, value.Examples));
    }

    private static void ReadGatherElements(NodeReader reader)
    {
        var (value, places) = (reader.Array(0), reader.Array(1));
        if (value.IsBatched != places.IsBatched) throw new NeedsExamplesException("GatherElements has places for some examples");
        var place = reader.Place(value, reader.Int("axis", 0));
        reader.Set(0, reader.Make(new Gathering(place) { Rule = GatheringRule.Elements }, value.Node, reader.Import.Arrange(places, value.Order).Node), value);
    }

    private static void ReadGatherTuples(NodeReader reader)
    {
        var (value, places) = (reader.Plain(0), reader.Plain(1));
        var common = checked((int)reader.Int("batch_dims", 0));
        if (value.IsBatched && (!places.IsBatched || common == 0)) throw new NeedsExamplesException("GatherND looks at all examples");
        if (places.IsBatched && !value.IsBatched && common > 0) throw new NeedsExamplesException("GatherND has places for each example");
        var along = value.IsBatched ? common - 1 : common;
        var node = reader.Make(new Gathering(along) { Rule = GatheringRule.Tuples }, value.Node, places.Node);
        var rank = reader.Import.ShapeOf(node).Rank + (places.IsBatched ? 1 : 0);
        reader.Set(0, new OnnxValue(node, rank, OnnxValue.PlainOrder(rank, places.IsBatched), places.Examples));
    }

    private static void ReadExpand(NodeReader reader)
    {
        var value = reader.Array(0);
        var wanted = Integers(reader, 1, "shape") ?? throw reader.Unsupported("without a shape");
        var rank = Math.Max(wanted.Length, value.Rank);
        if (rank > value.Rank)
        {
            var missing = rank - value.Rank;
            if (value.IsBatched) throw new NeedsExamplesException("Expand puts axes before the examples");
            value = reader.Import.Complete(new OnnxValue(value.Node, rank, [.. value.Order.Select(axis => axis + missing)], OnnxValue.Shared));
        }
        var counts = value.Order.Select(_ => 1).ToArray();
        for (var i = 0; i < wanted.Length; i++)
        {
            var axis = rank - wanted.Length + i;
            var size = reader.Import.SizeOf(value, axis);
            if (size == wanted[i] || wanted[i] == 1) continue;
            if (size != 1) throw new InvalidDataException($"Expand makes {wanted[i]} of {size} places of axis {axis}");
            if (wanted[i] == OnnxImport.Examples && axis == 0 && !value.IsBatched)
            {
                // The same for every example, however many there are.
                var shape = reader.Import.ShapeOf(value.Node);
                var order = value.Order.Remove(0);
                int[] sizes = [.. order.Select(other => shape[value.Order.IndexOf(other)])];
                counts = [.. order.Select(other => counts[value.Order.IndexOf(other)])];
                value = new OnnxValue(reader.Make(new Reshaping([.. sizes]), value.Node), rank, order, OnnxValue.Free);
                continue;
            }
            counts[reader.Place(value, axis)] = checked((int)wanted[i]);
        }
        reader.Set(0, counts.All(count => count == 1) ? value.Node : reader.Make(new Tiling([.. counts]), value.Node), value);
    }

    private static void ReadTile(NodeReader reader)
    {
        var value = reader.Array(0);
        var repeats = Integers(reader, 1, "repeats") ?? throw reader.Unsupported("without repeats");
        if (repeats.Length != value.Rank) throw new InvalidDataException($"Tile has {repeats.Length} numbers for {value.Rank} axes");
        var counts = value.Order.Select(_ => 1).ToArray();
        for (var axis = 0; axis < repeats.Length; axis++)
            if (repeats[axis] != 1) counts[reader.Place(value, axis)] = checked((int)repeats[axis]);
        reader.Set(0, counts.All(count => count == 1) ? value.Node : reader.Make(new Tiling([.. counts]), value.Node), value);
    }

    private static void ReadPad(NodeReader reader)
    {
        var word = reader.Text("mode", "constant");
        var mode = word switch { "constant" => PaddingMode.Zero, "reflect" => PaddingMode.Reflect, "edge" => PaddingMode.Replicate, "wrap" => PaddingMode.Circular, _ => throw new InvalidDataException($"Pad has the mode '{word}'") };
        var filling = reader.HasInput(2) ? reader.Constant(2, out _).ToDoubles()[0] : reader.Float("value", 0);
        var pads = Integers(reader, 1, "pads") ?? reader.Ints("paddings")?.Select(pad => (long)pad).ToArray() ?? throw reader.Unsupported("without pads");
        var value = reader.Value(0);
        var axes = reader.HasInput(3) ? [.. Integers(reader, 3, "axes")!.Select(axis => reader.Axis(value.Rank, axis))] : Enumerable.Range(0, value.Rank).ToArray();
        if (pads.Length != 2 * axes.Length) throw new InvalidDataException($"Pad has {pads.Length} widths for {axes.Length} axes");
        int[] low = new int[value.Rank], high = new int[value.Rank];
        for (var i = 0; i < axes.Length; i++) (low[axes[i]], high[axes[i]]) = (checked((int)pads[i]), checked((int)pads[i + axes.Length]));
        if (mode == PaddingMode.Zero && filling != 0) mode = PaddingMode.Constant;
        if (value.IsBatched && reader.Import.TypeOf(value.Node) == ElementType.Float32 && value.Rank > 2 && low[0] == 0 && high[0] == 0 && low.Concat(high).All(width => width >= 0) && PadMap(reader, mode, filling, low, high)) return;
        value = reader.Array(0);
        var places = Enumerable.Range(0, value.Rank).Where(axis => low[axis] != 0 || high[axis] != 0).ToDictionary(axis => reader.Place(value, axis));
        int[] Widths(int[] of) => [.. value.Order.Select((_, place) => places.TryGetValue(place, out var axis) ? of[axis] : 0)];
        reader.Set(0, places.Count == 0 ? value.Node : reader.Make(new ArrayPadding([.. Widths(low)], [.. Widths(high)]) { Mode = mode, Value = mode == PaddingMode.Constant ? filling : 0 }, value.Node), value);
    }

    // What layers of maps do: all spatial axes in one mode, or zeros along the channels.
    private static bool PadMap(NodeReader reader, PaddingMode mode, double filling, int[] low, int[] high)
    {
        var (channels, space) = (low[1] != 0 || high[1] != 0, low[2..].Concat(high[2..]).Any(width => width != 0));
        if (channels == space || low.Length > 5) return false;
        var input = reader.Input(0);
        if (channels)
        {
            if (mode != PaddingMode.Zero) return false;
            reader.Apply(new ChannelPadding(low[1], high[1]) { Name = reader.Name() });
            return true;
        }
        var shape = reader.Import.ShapeOf(input);
        if (Enumerable.Range(0, shape.Rank - 1).Any(axis => mode == PaddingMode.Reflect && Math.Max(low[axis + 2], high[axis + 2]) >= shape[axis] || mode == PaddingMode.Circular && Math.Max(low[axis + 2], high[axis + 2]) > shape[axis])) return false;
        reader.Apply(new SpatialPadding(ModelMetadata.Shortest(low[2..]), ModelMetadata.Shortest(high[2..])) { Name = reader.Name(), Mode = mode, Value = mode == PaddingMode.Constant ? (float)filling : 0 });
        return true;
    }

    private static void ReadSize(NodeReader reader) =>
        reader.SetConstant(0, Tensor.From<long>([reader.Sizes(reader.Value(0)).Aggregate(1L, (product, size) => checked(product * size))], Shape.Scalar));
}
