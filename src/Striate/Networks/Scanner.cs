using Striate.Layers;
using Striate.Tensors;

namespace Striate.Networks;

/// <summary>Rewrites a network of one window, node by node, so that it slides over inputs of any larger size.</summary>
internal sealed class Scanner(bool exact)
{
    private readonly Dictionary<Node, Place> _places = new(ReferenceEqualityComparer.Instance);

    /// <summary>What a node of the window has become.</summary>
    /// <param name="Node">The node that scans.</param>
    /// <param name="Window">The sizes of the map that the window has there; a vector has 1 along each axis.</param>
    /// <param name="Strides">Inputs between two positions.</param>
    /// <param name="IsFlat">Whether the window's numbers stand in one row, while the node's are still a map.</param>
    private sealed record Place(Node Node, int[] Window, int[] Strides, bool IsFlat);

    /// <summary>Adds a node behind its inputs.</summary>
    public void Add(Node node)
    {
        if (node.Layer is not { } layer)
        {
            var shape = node.Shape;
            if (shape.Rank is < 2 or > 4) throw new ArgumentException($"Input '{node.Name}' of {shape} cannot be scanned: it has {Math.Max(shape.Rank - 1, 0)} spatial axes; 1 to 3 are needed.");
            _places[node] = new Place(Network.Input(shape.AsSpan()).Named(node.Name), [.. shape[..^1]], [.. shape[..^1].Select(_ => 1)], IsFlat: false);
            return;
        }
        var inputs = node.Inputs.Select(input => _places[input]).ToArray();
        _places[node] = inputs.Length == 1 ? Behind(node, layer, inputs[0]) : Joined(node, layer, inputs);
    }

    /// <summary>A node as an output.</summary>
    public Node Output(Node node, bool maximum)
    {
        var place = _places[node];
        if (place.IsFlat) throw Cannot(node, "it is a flattened map at the end; its order differs from that of a larger map", "an output before the Flatten, or a Dense behind it");
        return maximum ? place.Node.Then(new AdaptiveMaxPooling(1) { Name = $"{node.Name}.maximum" }, new Flatten { Name = $"{node.Name}.somewhere" }) : place.Node;
    }

    private Place Behind(Node node, Layer layer, Place input)
    {
        var named = layer with { Name = node.Name };
        if (input.IsFlat && layer is not (Flatten or Dense or ActivationLayer or Dropout or StochasticDepth))
            throw Cannot(node, $"it works on a flattened map of {string.Join('×', input.Window)}, number by number", "this layer before the Flatten, or behind a Dense");
        switch (layer)
        {
            case Flatten:
                return input with { IsFlat = input.Window.Any(size => size > 1) };
            case Dense dense:
                return Slide(node, input, Convolve(dense, node.Name, input.Window));
            case GlobalAveragePooling:
                return Slide(node, input, new AveragePooling(new AxisSizes(input.Window)) { Name = node.Name, Stride = 1 });
            case AdaptivePoolingLayer pooling:
                return Slide(node, input, Pool(node, pooling, input.Window));
            case WindowLayer and (Convolution { BiasSharing: BiasSharing.PerChannel } or PoolingLayer):
                return Slide(node, input, (WindowLayer)named);
            case ActivationLayer or DropoutLayer or BatchNormalization or LayerNormalization or LocalResponseNormalization or PRelu or SoftmaxLayer or ChannelPadding:
                return input with { Node = input.Node.Then(named) };
            case SpatialPadding when !exact:
                return input with { Node = input.Node.Then(named), Window = [.. node.Shape[..^1]] };
            case SpatialPadding:
                throw Cannot(node, "inside a larger input its window has neighbours, no padding", "a network without padding, or exact: false");
            case PlacedConvolution or Convolution:
                throw Cannot(node, "its parameters belong to places of its own map", "a Convolution with a bias a channel");
            case NormalizationLayer:
                throw Cannot(node, "its statistics are those of its own map", "BatchNormalization or LayerNormalization");
            default:
                throw Cannot(node, "what it gives depends on its place in its own map", "convolution, pooling, dense, normalisation by channel and activation layers");
        }
    }

    private Place Joined(Node node, Layer layer, Place[] inputs)
    {
        if (layer is not (Layers.Add or Concatenation or Multiply)) throw Cannot(node, "it has several inputs", "Add, Multiply or Concatenation of equal maps");
        if (inputs.Any(input => input.IsFlat) && layer is Concatenation) throw Cannot(node, "it joins flattened maps", "a Concatenation before the Flatten");
        if (inputs.Any(input => !input.Window.SequenceEqual(inputs[0].Window) || !input.Strides.SequenceEqual(inputs[0].Strides)))
        {
            var sizes = string.Join(" and ", inputs.Select(input => $"{string.Join('×', input.Window)} at stride {string.Join('×', input.Strides)}"));
            throw Cannot(node, $"its inputs have windows of {sizes}", "branches of equal size and stride");
        }
        return inputs[0] with { Node = Node.Apply(layer with { Name = node.Name }, [.. inputs.Select(input => input.Node)]) };
    }

    private Place Slide(Node node, Place input, WindowLayer layer)
    {
        var context = new LayerInputs(Node.Label(layer, node.Name), [Shape.Of([.. input.Window, node.Inputs[0].Shape.Channels])]);
        var windows = layer.Windows(context);
        if (exact && windows.Any(axis => axis.PaddingLow + axis.PaddingHigh > 0))
        {
            var larger = string.Join('×', windows.Select(axis => axis.Input + axis.PaddingLow + axis.PaddingHigh));
            throw Cannot(node, $"it pads its map of {string.Join('×', input.Window)} to {larger}, and inside a larger input stand neighbours there", $"Padding.Valid on a map of {larger}, or exact: false");
        }
        if (windows.Any(axis => axis.Overhang > 0)) throw Cannot(node, "its last window hangs over the end of its own map", "Fit.Floor");
        // A larger map need not fill whole windows.
        layer = layer with { Fit = Fit.Floor };
        return new Place(input.Node.Then(layer), [.. windows.Select(axis => axis.Output)], [.. input.Strides.Zip(windows, (jump, axis) => jump * axis.Stride)], IsFlat: false);
    }

    // The channel-major weights behind a flatten are the kernel's own order.
    private static Convolution Convolve(Dense dense, string name, int[] window) => new(dense.Channels, new AxisSizes(window))
    {
        Name = name,
        SharedWith = dense.SharedWith,
        WeightInitializer = dense.WeightInitializer,
        BiasInitializer = dense.BiasInitializer,
        HasBias = dense.HasBias,
        WeightDecay = dense.WeightDecay,
        MaxNorm = dense.MaxNorm,
        Frozen = dense.Frozen,
    };

    private static WindowLayer Pool(Node node, AdaptivePoolingLayer pooling, int[] window)
    {
        int[] outputs = [.. node.Shape[..^1]];
        if (window.Zip(outputs, (size, output) => size % output).Any(rest => rest != 0))
            throw Cannot(node, $"its windows on a map of {string.Join('×', window)} for {string.Join('×', outputs)} outputs are not of one size", "a number of outputs that divides the map");
        var kernel = new AxisSizes([.. window.Zip(outputs, (size, output) => size / output)]);
        // A single output slides by one; several keep their distance.
        var stride = outputs.All(output => output == 1) ? 1 : kernel;
        return pooling is AdaptiveMaxPooling ? new MaxPooling(kernel) { Name = node.Name, Stride = stride } : new AveragePooling(kernel) { Name = node.Name, Stride = stride };
    }

    private static ArgumentException Cannot(Node node, string why, string fits) => new($"{Node.Label(node.Layer, node.Name)} cannot scan: {why}. What would fit: {fits}.");
}
