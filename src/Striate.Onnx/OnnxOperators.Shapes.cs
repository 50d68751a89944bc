using System.Collections.Immutable;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Operators that change how axes are counted and nothing else: most are a matter of names.</summary>
internal static partial class OnnxOperators
{
    private static void ReadTranspose(NodeReader reader)
    {
        var value = reader.Array(0);
        var order = reader.Ints("perm") ?? [.. Enumerable.Range(0, value.Rank).Reverse()];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, value.Rank))) throw new InvalidDataException($"Transpose has the perm {string.Join(", ", order)} for {value.Rank} axes");
        if (value.IsBatched && order[0] != 0) throw new NeedsExamplesException("Transpose moves the examples");
        reader.Set(0, value with { Order = [.. value.Order.Select(axis => Array.IndexOf(order, axis))] });
    }

    private static void ReadIdentity(NodeReader reader) => reader.Set(0, reader.Value(0));

    private static void ReadReshape(NodeReader reader)
    {
        var keepsZeros = reader.Int("allowzero", 0) != 0;
        var sizes = reader.HasInput(1) ? reader.Constant(1, out _).AsSpan<long>().ToArray() : reader.Ints("shape")?.Select(size => (long)size).ToArray() ?? throw reader.Unsupported("without a shape");
        var value = reader.Value(0);
        var old = reader.Sizes(value);
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] != 0 || keepsZeros) continue;
            if (axis >= old.Length) throw new InvalidDataException($"Reshape keeps axis {axis} of an array with {old.Length} axes");
            sizes[axis] = old[axis];
        }
        Reshape(reader, value, sizes);
    }

    private static void ReadFlatten(NodeReader reader)
    {
        var value = reader.Value(0);
        var axis = reader.Int("axis", 1) is var given && given < 0 ? given + value.Rank : given;
        if (axis < 0 || axis > value.Rank) throw new InvalidDataException($"Flatten has axis {axis} of an array with {value.Rank} axes");
        var sizes = reader.Sizes(value);
        long Product(IEnumerable<long> factors) => factors.Aggregate(1L, (product, size) => checked(product * size));
        if (value.IsBatched && axis != 1 && sizes[0] == OnnxImport.Examples) throw new NeedsExamplesException("Flatten mixes the examples");
        Reshape(reader, value, [Product(sizes[..(int)axis]), Product(sizes[(int)axis..])]);
    }

    private static void ReadSqueeze(NodeReader reader)
    {
        var value = reader.Value(0);
        var sizes = reader.Sizes(value);
        var axes = Axes(reader, value.Rank) ?? [.. Enumerable.Range(0, value.Rank).Where(axis => sizes[axis] == 1)];
        if (value.Examples == OnnxValue.Free && axes.Contains(0)) throw new NeedsExamplesException("Squeeze drops the examples");
        Reshape(reader, value, [.. sizes.Where((_, axis) => !axes.Contains(axis))]);
    }

    private static void ReadUnsqueeze(NodeReader reader)
    {
        var value = reader.Value(0);
        var added = reader.HasInput(1) ? (int)reader.Constant(1, out _).Shape.Length : reader.Ints("axes")?.Length ?? 0;
        var axes = Axes(reader, value.Rank + added) ?? throw reader.Unsupported("without axes");
        if (value.Examples == OnnxValue.Free && axes.Contains(0)) throw new NeedsExamplesException("Unsqueeze moves the examples");
        var sizes = new Queue<long>(reader.Sizes(value));
        Reshape(reader, value, [.. Enumerable.Range(0, value.Rank + added).Select(axis => axes.Contains(axis) ? 1 : sizes.Dequeue())]);
    }

    private static void ReadShape(NodeReader reader)
    {
        var sizes = reader.Sizes(reader.Value(0));
        int Bound(string name, long otherwise) => (int)Math.Clamp(reader.Int(name, otherwise) is var at && at < 0 ? at + sizes.Length : at, 0, sizes.Length);
        var (start, end) = (Bound("start", 0), Bound("end", sizes.Length));
        var part = sizes[start..Math.Max(start, end)];
        reader.SetConstant(0, Tensor.From<long>(part, Shape.Of(part.Length)));
    }

    private static int[]? Axes(NodeReader reader, int rank) =>
        (reader.HasInput(1) ? reader.Constant(1, out _).AsSpan<long>().ToArray() : reader.Ints("axes")?.Select(axis => (long)axis).ToArray())?.Select(axis => reader.Axis(rank, axis)).ToArray();

    /// <summary>Other sizes; −1 takes what is left.</summary>
    private static void Reshape(NodeReader reader, OnnxValue value, long[] sizes)
    {
        var old = reader.Sizes(value);
        if (value.IsBatched)
        {
            var length = old[1..].Aggregate(1L, (product, size) => product * size);
            // The first axis holds the examples if it says so, or if the others hold what one example has.
            var known = sizes.Length == 0 ? 0 : sizes[1..].Where(size => size != -1).Aggregate(1L, (product, size) => product * size);
            var kept = sizes.Length > 0 && sizes[1..].All(size => size < OnnxImport.Examples / 2) && (sizes[1..].Contains(-1) ? (sizes[0] == old[0] || sizes[0] == 1 && reader.Import.IsOfOneExample) && known > 0 && length % known == 0 : known == length);
            if (!kept) throw new NeedsExamplesException($"{reader.Type} to {string.Join('×', sizes)} mixes the examples");
            sizes = [old[0], .. sizes[1..].Select(size => size == -1 ? length / known : size)];
            if (sizes.Length == 2 && !reader.IsPooled && (value.Rank > 2 || reader.Import.IsOwn) && value.Order.SequenceEqual(OnnxValue.MapOrder(value.Rank)))
            {
                reader.Set(0, new OnnxValue(reader.Import.Apply(new Flatten { Name = reader.Name() }, value.Node), 2, [1], value.Examples));
                return;
            }
        }
        else if (sizes.Contains(-1))
        {
            var known = sizes.Where(size => size != -1).Aggregate(1L, (product, size) => product * size);
            var length = old.Aggregate(1L, (product, size) => product * size);
            if (known == 0 || length % known != 0) throw new InvalidDataException($"{reader.Type} makes {string.Join('×', sizes)} of {string.Join('×', old)}");
            sizes = [.. sizes.Select(size => size == -1 ? length / known : size)];
        }
        reader.Set(0, Regroup(reader, value, old, sizes) ?? Regroup(reader, reader.Import.Arrange(value), old, sizes)!);
    }

    // Axes that become others keep their place if those of a group lie side by side in their order; null if they do not.
    private static OnnxValue? Regroup(NodeReader reader, OnnxValue value, long[] old, long[] sizes)
    {
        if (old.Aggregate(1L, (product, size) => product * size) != sizes.Aggregate(1L, (product, size) => product * size)) throw new InvalidDataException($"{reader.Type} makes {string.Join('×', sizes)} of {string.Join('×', old)}");
        if (sizes.Contains(0)) return Empty(reader, value, sizes);
        var first = value.FirstAxis;
        var stored = value.Order.Where(axis => old[axis] != 1).ToArray();
        var groups = new List<(int Place, int[] Axes)>();
        for (var (i, j) = (first, first); ;)
        {
            while (i < old.Length && old[i] == 1) i++;
            while (j < sizes.Length && sizes[j] == 1) j++;
            if (i >= old.Length || j >= sizes.Length) break;
            var (from, to) = (new List<int> { i }, new List<int> { j });
            var (left, right) = (old[i++], sizes[j++]);
            while (left != right)
            {
                if (left < right) (left, from) = (left * old[i], [.. from, i++]);
                else (right, to) = (right * sizes[j], [.. to, j++]);
            }
            from.RemoveAll(axis => old[axis] == 1);
            var place = Array.IndexOf(stored, from[0]);
            if (!stored.Skip(place).Take(from.Count).SequenceEqual(from)) return null;
            groups.Add((place, [.. to.Where(axis => sizes[axis] != 1)]));
        }
        ImmutableArray<int> order = [.. groups.OrderBy(group => group.Place).SelectMany(group => group.Axes)];
        int[] shape = [.. order.Select(axis => checked((int)sizes[axis]))];
        var node = reader.Import.ShapeOf(value.Node).SequenceEqual(shape) ? value.Node : reader.Make(new Reshaping([.. shape]), value.Node);
        return new OnnxValue(node, sizes.Length, order, value.Examples);
    }

    private static OnnxValue Empty(NodeReader reader, OnnxValue value, long[] sizes)
    {
        var shape = sizes[value.FirstAxis..].Select(size => checked((int)size)).ToArray();
        return new OnnxValue(reader.Make(new Reshaping([.. shape]), value.Node), sizes.Length, OnnxValue.PlainOrder(sizes.Length, value.IsBatched), value.Examples);
    }
}
