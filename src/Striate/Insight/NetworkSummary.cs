using System.Globalization;
using System.Text;
using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>Shapes, parameters, costs and receptive fields of a network, node by node; prints as a table.</summary>
public sealed class NetworkSummary
{
    private const string Convolving = "convolution";
    private const string Affine = "affine";

    private readonly IReadOnlyDictionary<Node, LayerField> _fields;
    private readonly Dictionary<Node, int?> _complex = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Parameter> _counted = [];

    internal NetworkSummary(Network network, IReadOnlyList<Shape>? inputs)
    {
        var shapes = network.InferShapes(inputs ?? [.. network.Inputs.Select(input => input.Shape)]);
        _fields = ReceptiveFields.Of(network, shapes).ToDictionary(field => field.Node);
        Layers = [.. network.Nodes.Select(node => Row(node, shapes))];
        Parameters = network.Parameters.LearntLength;
        MultiplyAccumulates = Layers.Sum(layer => layer.MultiplyAccumulates);
    }

    /// <summary>A row a node, in order.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>Learnt numbers of the whole network.</summary>
    public long Parameters { get; }

    /// <summary>For one example; floating-point operations are twice as many.</summary>
    public long MultiplyAccumulates { get; }

    /// <summary>The memory of all outputs of one example; a plan needs less, for it reuses what is not needed any more.</summary>
    public long Bytes => Layers.Sum(layer => layer.Bytes);

    /// <summary>Layers when every operation counts as one.</summary>
    public int SimpleLayers => Layers.Count(layer => layer.Kind != "Input");

    /// <summary>Layers when a convolution or dense layer counts with its activation and pooling as one.</summary>
    public int ComplexLayers { get; private set; }

    /// <summary>The table.</summary>
    public override string ToString()
    {
        string[] head = ["node", "layer", "output", "parameters", "MACs", "bytes", "receptive field", "jump", "unused", "stage"];
        var rows = Layers.Select(layer => new[]
        {
            layer.Name, layer.Kind, $"{layer.Output} {layer.Axes}", Number(layer.Parameters), Number(layer.MultiplyAccumulates), Number(layer.Bytes),
            Axes(layer.ReceptiveFields.Select(field => field.Size)), Axes(layer.ReceptiveFields.Select(field => field.Jump)),
            layer.Unused.Any(count => count > 0) ? string.Join('×', layer.Unused) : "", layer.Stage.Length > 0 ? $"{layer.ComplexLayer} {layer.Stage}" : "",
        }).Prepend(head).ToArray();
        var widths = Enumerable.Range(0, head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var line = string.Join("  ", row.Select((cell, column) => column is 3 or 4 or 5 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])));
            text.Append(line.TrimEnd()).Append('\n');
        }
        return text.Append(CultureInfo.InvariantCulture, $"{Number(Parameters)} parameters, {Number(MultiplyAccumulates)} multiply–accumulates and {Number(Bytes)} bytes of outputs an example\n")
            .Append(CultureInfo.InvariantCulture, $"{SimpleLayers} simple layers; {ComplexLayers} complex ones, of convolution, detector and pooling stages\n").ToString();
    }

    private static string Number(long value) => value == 0 ? "0" : value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Axes(IEnumerable<long> sizes)
    {
        var list = sizes.ToArray();
        return list.Distinct().Count() == 1 ? list[0].ToString(CultureInfo.InvariantCulture) : string.Join('×', list);
    }

    private LayerSummary Row(Node node, IReadOnlyDictionary<Node, Shape> shapes)
    {
        var inputs = node.Inputs.Select(input => input.Name).ToArray();
        if (node.Layer is null)
        {
            _complex[node] = null;
            return new LayerSummary(node.Name, "Input", inputs, shapes[node], 0, 0, _fields[node].Axes, []);
        }
        var context = new LayerInputs(Node.Label(node.Layer, node.Name), [.. node.Inputs.Select(input => shapes[input])]) { Types = [.. node.Inputs.Select(input => input.Type)] };
        var windows = node.Layer.Windows(context);
        var parameters = node.Parameters.Where(parameter => !parameter.IsState && _counted.Add(parameter)).Sum(parameter => (long)parameter.Length);
        var unused = node.Layer.Reach != Reach.Window || node.Layer is AdaptivePoolingLayer ? [] : windows.Select(axis => axis.Room % axis.Stride).ToArray();
        var stage = Stage(node.Layer);
        _complex[node] = stage is Convolving or Affine ? ++ComplexLayers : node.Inputs.Max(input => _complex[input]);
        return new LayerSummary(node.Name, node.Layer.Kind, inputs, shapes[node], parameters, node.Layer.MultiplyAccumulates(context), _fields[node].Axes, unused)
        {
            ComplexLayer = _complex[node],
            Stage = _complex[node] is null ? "" : stage,
        };
    }

    private static string Stage(Layer layer) => layer switch
    {
        Convolution or PlacedConvolution or TransposedConvolution => Convolving,
        Dense => Affine,
        ActivationLayer => "detector",
        PoolingLayer or AdaptivePoolingLayer or GlobalAveragePooling or ChannelMaxPooling or PartialPooling or LearnedPooling or ClusterPooling => "pooling",
        _ => "",
    };
}
