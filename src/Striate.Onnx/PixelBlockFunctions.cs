using Striate.Layers;

namespace Striate.Onnx;

/// <summary>DepthToSpace and SpaceToDepth, and what ONNX's operators do not say: other ranks, oblong blocks, the other order.</summary>
internal static class PixelBlockFunctions
{
    public static void Write(NodeWriter writer)
    {
        var layer = (PixelBlockLayer)writer.Node.Layer!;
        var (toSpace, rank) = (layer is DepthToSpace, writer.Node.Shape.Rank - 1);
        var (fine, coarse) = toSpace ? (writer.Node.Shape, writer.Node.Inputs[0].Shape) : (writer.Node.Inputs[0].Shape, writer.Node.Shape);
        int[] sizes = [.. Enumerable.Range(0, rank).Select(layer.Block.At)], blocks = [.. coarse[..^1]];
        if (rank == 2 && sizes[0] == sizes[1] && (toSpace || layer.Order == BlockOrder.DepthColumnRow))
        {
            if (toSpace) writer.Write(layer.Kind, NodeWriter.Int("blocksize", sizes[0]), NodeWriter.Text("mode", layer.Order == BlockOrder.ColumnRowDepth ? "CRD" : "DCR"));
            else writer.Write(layer.Kind, NodeWriter.Int("blocksize", sizes[0]));
            return;
        }
        // Many pixels: N, C, then blocks and places an axis. Few: N, places and C (or C and places), blocks.
        var channelsFirst = layer.Order == BlockOrder.ColumnRowDepth;
        int[] many = [0, fine.Channels, .. blocks.Zip(sizes, (count, size) => new[] { count, size }).SelectMany(pair => pair)];
        int[] few = channelsFirst ? [0, fine.Channels, .. sizes, .. blocks] : [0, .. sizes, fine.Channels, .. blocks];
        int[] places = [.. Enumerable.Range(0, rank).Select(axis => 3 + 2 * axis)], counts = [.. Enumerable.Range(0, rank).Select(axis => 2 + 2 * axis)];
        int[] toFew = channelsFirst ? [0, 1, .. places, .. counts] : [0, .. places, 1, .. counts];
        int[] toMany = [.. Enumerable.Range(0, toFew.Length).Select(axis => Array.IndexOf(toFew, axis))];
        var body = new FunctionBody(writer, layer.Kind);
        body.Add("Reshape", ["x", body.Constant("x_shape", toSpace ? few : many)], "x_blocks");
        body.Add("Transpose", ["x_blocks"], "y_blocks", NodeWriter.Ints("perm", toSpace ? toMany : toFew));
        body.Add("Reshape", ["y_blocks", body.Constant("y_shape", [0, writer.Node.Shape.Channels, .. writer.Node.Shape[..^1]])], "y");
        body.Write(NodeWriter.Ints("block", sizes), NodeWriter.Text("order", layer.Order.ToString()));
    }

    public static void ReadDepthToSpace(NodeReader reader) => reader.Apply(new DepthToSpace(Size(reader))
    {
        Name = reader.Name(),
        Order = reader.Text("mode", "DCR") switch { "DCR" => BlockOrder.DepthColumnRow, "CRD" => BlockOrder.ColumnRowDepth, var mode => throw reader.Unsupported($"with mode {mode}") },
    });

    public static void ReadSpaceToDepth(NodeReader reader) => reader.Apply(new SpaceToDepth(Size(reader)) { Name = reader.Name() });

    public static void ReadFunction(NodeReader reader, PixelBlockLayer layer) => reader.Apply(layer with
    {
        Name = reader.Name(),
        Block = ModelMetadata.Shortest(reader.Ints("block") ?? throw new InvalidDataException($"{reader.Type} has no block")),
        Order = reader.Word<BlockOrder>("order"),
    });

    private static int Size(NodeReader reader) => checked((int)reader.Int("blocksize", 0));
}
