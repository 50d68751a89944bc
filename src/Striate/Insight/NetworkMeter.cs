using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>Measurements on a network as it computes: what moves with the input and what stays, which activations are saturated, what happens at the edges.</summary>
public static class NetworkMeter
{
    // Smaller differences, beside the largest number of a layer, are rounding.
    private const double Rounding = 1e-6;
    private const float Step = 0.01f;

    // Of a sigmoid's slope a fifth, of a tanh's a twentieth.
    private const double Flat = 0.05;
    private const int MostRings = 4;

    /// <summary>Transforms the input and compares every layer's output with what it was.</summary>
    /// <param name="network">A network with one input.</param>
    /// <param name="batch">N × H × W × C, or N × L × C.</param>
    /// <param name="transformation">What happens to the input.</param>
    /// <param name="options">Threads and algorithms: with direct sums, layers that commute with a shift do so to the last bit.</param>
    public static IReadOnlyList<LayerMovement> Movements(this Network network, Tensor batch, Transformation transformation, PlanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(transformation);
        return Movements(network, batch, transformation.Apply(batch), transformation, options);
    }

    /// <summary>Compares every layer's output for two batches, place by place.</summary>
    /// <param name="network">A network with one input.</param>
    /// <param name="before">A batch.</param>
    /// <param name="after">Another, of the same shape.</param>
    /// <param name="options">Threads and algorithms.</param>
    public static IReadOnlyList<LayerMovement> Changes(this Network network, Tensor before, Tensor after, PlanOptions? options = null) => Movements(network, before, after, null, options);

    /// <summary>Activation layers, and the share of their outputs whose slope is below 0.05.</summary>
    /// <param name="network">A network with one input.</param>
    /// <param name="batch">Inputs.</param>
    public static IReadOnlyList<LayerSaturation> Saturations(this Network network, Tensor batch)
    {
        var found = new List<LayerSaturation>();
        ArgumentNullException.ThrowIfNull(network);
        var layers = network.Nodes.Where(node => node.Layer is ActivationLayer).ToArray();
        var values = Values(network, batch, [.. layers.Select(node => node.Inputs[0].Name).Distinct()], null);
        foreach (var node in layers)
        {
            var x = values[node.Inputs[0].Name].ToArray();
            float[] At(float shift) => Network.Sequential(Shape.Of(x.Length), node.Layer! with { Name = null, SharedWith = null }).Run(Tensor.From([.. x.Select(value => value + shift)], 1, x.Length)).ToArray();
            var slopes = At(Step).Zip(At(-Step), (above, below) => (above - below) / (2.0 * Step)).ToArray();
            var mean = x.Average();
            double Share(Func<float, bool> side) => x.Zip(slopes, (value, slope) => Math.Abs(slope) < Flat && side(value)).Count(flat => flat) / (double)x.Length;
            found.Add(new LayerSaturation(node.Name, node.Layer!.Kind, Share(value => value < mean), Share(value => value >= mean), slopes.Average()));
        }
        return found;
    }

    /// <summary>Convolutions with maps of two axes, and the mean strength of their outputs from the edge inwards.</summary>
    /// <param name="network">A network with one input.</param>
    /// <param name="batch">Inputs.</param>
    public static IReadOnlyList<LayerEdges> Edges(this Network network, Tensor batch)
    {
        ArgumentNullException.ThrowIfNull(network);
        var layers = network.Nodes.Where(node => node.Layer is Convolution && node.Shape.Rank == 3).ToArray();
        var values = Values(network, batch, [.. layers.Select(node => node.Name)], null);
        return [.. layers.Select(node => new LayerEdges(node.Name, Rings(values[node.Name])))];
    }

    /// <summary>The same with other numbers around every convolution's map: which padding leaves units at the edge as strong as those inside. Modes that do not fit a map are left out.</summary>
    /// <param name="network">A network with one input; it stays as it is.</param>
    /// <param name="batch">Inputs.</param>
    public static IReadOnlyDictionary<PaddingMode, IReadOnlyList<LayerEdges>> EdgesPerPadding(this Network network, Tensor batch)
    {
        ArgumentNullException.ThrowIfNull(network);
        var edges = new Dictionary<PaddingMode, IReadOnlyList<LayerEdges>>();
        foreach (var mode in new[] { PaddingMode.Zero, PaddingMode.Reflect, PaddingMode.Replicate, PaddingMode.Circular })
        {
            try
            {
                edges[mode] = WithPadding(network, mode).Edges(batch);
            }
            catch (ShapeException)
            {
                // A map smaller than its border has no mirror.
            }
        }
        return edges;
    }

    private static Network WithPadding(Network network, PaddingMode mode)
    {
        var made = new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance);
        foreach (var node in network.Nodes)
        {
            made[node] = node.Layer switch
            {
                null => Network.Input(node.Shape.AsSpan()).Named(node.Name),
                Convolution convolution => Node.Apply(convolution with { Name = node.Name, Padding = convolution.Padding with { Mode = mode, Value = 0 } }, [.. node.Inputs.Select(input => made[input])]),
                var layer => Node.Apply(layer with { Name = node.Name }, [.. node.Inputs.Select(input => made[input])]),
            };
        }
        var other = Network.Of([.. network.Outputs.Select(output => made[output])]);
        foreach (var parameter in other.Parameters) parameter.Set(network.Parameters[parameter.Name].Values);
        return other;
    }

    private static List<LayerMovement> Movements(Network network, Tensor before, Tensor after, Transformation? transformation, PlanOptions? options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Shape != after.Shape) throw new ArgumentException($"Two batches of one shape are compared, not {before.Shape} and {after.Shape}.");
        string[] names = [.. network.Nodes.Select(node => node.Name)];
        var (x, y) = (Values(network, before, names, options), Values(network, after, names, options));
        var fields = network.Summary([before.Shape[1..]]).Layers.ToDictionary(layer => layer.Name, layer => layer.ReceptiveFields);
        return [.. network.Nodes.Select(node =>
        {
            var compare = new MapComparison(x[node.Name], y[node.Name], before.Shape, fields[node.Name], Rounding);
            var (error, compared) = transformation is null ? (null, 0) : compare.Moved(transformation);
            return new LayerMovement(node.Name, node.Layer?.Kind ?? "Input", error, compared, compare.Stayed, compare.Changed);
        })];
    }

    private static IReadOnlyDictionary<string, Tensor> Values(Network network, Tensor batch, IReadOnlyList<string> names, PlanOptions? options)
    {
        if (network.Inputs.Count != 1) throw new ArgumentException($"A network with one input can be measured; this one has {network.Inputs.Count}.");
        return names.Count == 0 ? new Dictionary<string, Tensor>() : network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = batch }, names, options);
    }

    private static double[] Rings(Tensor maps)
    {
        var (height, width, channels) = (maps.Shape[1], maps.Shape[2], maps.Shape[3]);
        var count = Math.Min(MostRings, (Math.Min(height, width) + 1) / 2);
        var (sums, counts) = (new double[count], new long[count]);
        for (var i = 0; i < maps.Floats.Length; i++)
        {
            var (row, column) = (i / channels / width % height, i / channels % width);
            var ring = Math.Min(count - 1, Math.Min(Math.Min(row, height - 1 - row), Math.Min(column, width - 1 - column)));
            sums[ring] += Math.Abs(maps.Floats[i]);
            counts[ring]++;
        }
        return [.. sums.Zip(counts, (sum, number) => sum / number)];
    }
}
