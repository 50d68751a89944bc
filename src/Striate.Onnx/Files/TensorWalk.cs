using Google.Protobuf;
using Striate.Onnx.Schema;

namespace Striate.Onnx.Files;

/// <summary>All tensors of a message: initializers, and attributes of nodes, of functions too.</summary>
internal static class TensorWalk
{
    public static IEnumerable<TensorData> Of(IMessage message) => message switch
    {
        TensorData tensor => [tensor],
        ModelData model => (model.Graph is null ? [] : Of(model.Graph)).Concat(model.Functions.SelectMany(function => Of(function.Node))),
        _ => [],
    };

    private static IEnumerable<TensorData> Of(GraphData graph) => graph.Initializer.Concat(Of(graph.Node));

    private static IEnumerable<TensorData> Of(IEnumerable<NodeData> nodes) =>
        nodes.SelectMany(node => node.Attribute).SelectMany(attribute => (attribute.T is null ? [] : Enumerable.Repeat(attribute.T, 1)).Concat(attribute.G is null ? [] : Of(attribute.G)));
}
