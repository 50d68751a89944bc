using Striate.Kernels.Arrays;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Operators that make fewer numbers of many along axes.</summary>
internal static partial class OnnxOperators
{
    private static Action<NodeReader> Reduce(ReductionFunction function) => reader => ReadReduction(reader, function);

    private static void ReadReduction(NodeReader reader, ReductionFunction function)
    {
        var keeps = reader.Int("keepdims", 1) != 0;
        var rank = reader.Value(0).Rank;
        var given = Integers(reader, 1, "axes");
        var none = reader.Int("noop_with_empty_axes", 0) != 0;
        int[] axes = given is { Length: > 0 } ? [.. given.Select(axis => reader.Axis(rank, axis)).Distinct().Order()] : none ? [] : [.. Enumerable.Range(0, rank)];
        if (function == ReductionFunction.Mean && AveragesMap(reader, axes, keeps)) return;
        var value = reader.Array(0);
        var type = reader.Import.TypeOf(value.Node);
        int[] places = [.. axes.Select(axis => reader.Place(value, axis)).Order()];
        var layer = new Reduction(function, [.. places]);
        if (!layer.Takes(0, type)) throw reader.Unsupported($"of {type}");
        var node = places.Length == 0 && function is ReductionFunction.Sum or ReductionFunction.Mean or ReductionFunction.Maximum or ReductionFunction.Minimum or ReductionFunction.Product && places.Length == 0
            ? value.Node
            : reader.Make(layer, value.Node);
        reader.Set(0, Without(value, node, axes, keeps));
    }

    /// <summary>A value whose node has lost axes, which stay in ONNX as axes of size 1 or are gone there too.</summary>
    private static OnnxValue Without(OnnxValue value, Node node, int[] axes, bool keeps)
    {
        var order = value.Order.Where(axis => !axes.Contains(axis));
        return keeps
            ? value with { Node = node, Order = [.. order] }
            : value with { Node = node, Rank = value.Rank - axes.Length, Order = [.. order.Select(axis => axis - axes.Count(gone => gone < axis))] };
    }

    // The mean over all pixels of maps, as PyTorch writes mean([2, 3]).
    private static bool AveragesMap(NodeReader reader, int[] axes, bool keeps)
    {
        var value = reader.Value(0);
        if (!value.IsBatched || value.Rank is < 3 or > 5 || reader.Import.TypeOf(value.Node) != ElementType.Float32 || !axes.SequenceEqual(Enumerable.Range(2, value.Rank - 2))) return false;
        var input = reader.Input(0);
        if (reader.Import.ShapeOf(input).Contains(0)) return false;
        var node = reader.Import.Apply(reader.Import.Restore(new GlobalAveragePooling { Name = reader.Name(), KeepAxes = keeps && !reader.IsOnlyFlattened }), input);
        reader.Set(0, reader.Import.ShapeOf(node).Rank > 1
            ? new OnnxValue(node, value.Rank, OnnxValue.MapOrder(value.Rank), value.Examples)
            : new OnnxValue(node, keeps ? value.Rank : 2, [1], value.Examples));
        return true;
    }

    private static void ReadExtremePlace(NodeReader reader, bool smallest)
    {
        var value = reader.Array(0);
        var axis = reader.Axis(value.Rank, reader.Int("axis", 0));
        var place = reader.Place(value, axis);
        var keeps = reader.Int("keepdims", 1) != 0;
        var node = reader.Make(new TopPlaces(place, 1) { IsSmallest = smallest, PrefersLast = reader.Int("select_last_index", 0) != 0 }, value.Node);
        var shape = reader.Import.ShapeOf(node);
        node = reader.Import.Make(new Reshaping([.. shape.Where((_, i) => i != place)]), node);
        reader.Set(0, Without(value, node, [axis], keeps));
    }

    private static void ReadTopPlaces(NodeReader reader)
    {
        var value = reader.Array(0);
        var place = reader.Place(value, reader.Int("axis", -1));
        reader.Int("sorted", 1);
        var count = reader.HasInput(1) ? Integers(reader, 1, "k")![0] : reader.Int("k", 0);
        var smallest = reader.Int("largest", 1) == 0;
        var places = reader.Make(new TopPlaces(place, checked((int)count)) { IsSmallest = smallest }, value.Node);
        reader.Set(1, places, value);
        if (reader.HasOutput(0)) reader.Set(0, reader.Import.Make(new Gathering(place) { Rule = GatheringRule.Elements }, value.Node, places), value);
    }

    private static void ReadCumulation(NodeReader reader, bool product)
    {
        var value = reader.Array(0);
        var axis = Integers(reader, 1, "axis") is { Length: 1 } given ? given[0] : throw reader.Unsupported("without one axis");
        var layer = new Cumulation(reader.Place(value, axis)) { IsProduct = product, IsExclusive = reader.Int("exclusive", 0) != 0, IsReverse = reader.Int("reverse", 0) != 0 };
        if (!layer.Takes(0, reader.Import.TypeOf(value.Node))) throw reader.Unsupported($"of {reader.Import.TypeOf(value.Node)}");
        reader.Set(0, reader.Make(layer, value.Node), value);
    }
}
