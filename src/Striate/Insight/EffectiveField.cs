using Striate.Kernels.Convolution;
using Striate.Kernels.Random;
using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>How strongly each input acts on one place of a layer's output: the gradient of the output by the input.</summary>
/// <remarks>
/// The receptive field says which inputs can act; most act little, because few paths lead from the rim to the middle (Luo, Li, Urtasun, Zemel 2016, "Understanding the effective receptive field").
/// <see cref="Strength"/> is √(mean of (∂ Σ r[c] · y[place, c] / ∂x)²) over draws of random signs r[c] = ±1 and inputs, summed over input channels: the root of the mean of all squared derivatives.
/// Normalisation uses running statistics, dropout is left out. The same seed gives the same bits.
/// </remarks>
public sealed class EffectiveField
{
    // Luo et al.: what is stronger than 1 − 95.45 % of the strongest, two deviations of a normal distribution.
    private const double Floor = 1 - 0.9545;
    private const uint DrawPurpose = 0x46454C44;

    private EffectiveField(IReadOnlyList<int> place, Shape shape, float[] strength) => (Place, Shape, Strength) = (place, shape, strength);

    /// <summary>The place of the output, the middle of its map unless another was asked for.</summary>
    public IReadOnlyList<int> Place { get; }

    /// <summary>The spatial sizes of the input.</summary>
    public Shape Shape { get; }

    /// <summary>A number for each place of the input, row-major, 0 or more.</summary>
    public IReadOnlyList<float> Strength { get; }

    /// <summary>The inputs that act with more than 4.55 % of the strength of the strongest.</summary>
    public int Count => Strength.Max() is var most ? Strength.Count(value => value > Floor * most) : 0;

    /// <summary>The side of a square (cube, stretch) of that many inputs.</summary>
    public double Size => Math.Pow(Count, 1.0 / Shape.Rank);

    /// <summary>The first and the last input along an axis that act at all.</summary>
    /// <returns>(0, −1) if none does.</returns>
    public (int First, int Last) Bounds(int axis)
    {
        var (first, last) = (int.MaxValue, -1);
        for (var i = 0; i < Strength.Count; i++)
        {
            if (Strength[i] == 0) continue;
            var at = MapOrder.Place(Shape, VectorOrder.RowMajor, i)[axis];
            (first, last) = (Math.Min(first, at), Math.Max(last, at));
        }
        return last < 0 ? (0, -1) : (first, last);
    }

    /// <summary>Measures a layer.</summary>
    /// <param name="network">A network with one input of 1 to 3 spatial axes.</param>
    /// <param name="layer">The node's name.</param>
    /// <param name="batch">Inputs, N × spatial… × C; null for normal ones.</param>
    /// <param name="draws">How many times signs, and normal inputs, are drawn.</param>
    /// <param name="seed">The key of the draws.</param>
    /// <param name="place">The place of the output; null for the middle.</param>
    /// <exception cref="ArgumentException">The network has several inputs, the node is none of a layer, or the place or number of draws cannot be.</exception>
    public static EffectiveField Of(Network network, string layer, Tensor? batch = null, int draws = 8, ulong seed = 1, IReadOnlyList<int>? place = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(layer);
        if (network.Inputs.Count != 1) throw new ArgumentException($"The effective field of a network with one input is measured; this one has {network.Inputs.Count}.");
        if (network.InputShape.Rank is < 2 or > 4) throw new ArgumentException($"The effective field lies on an input of 1 to 3 spatial axes; this one is {network.InputShape}.");
        if (draws is < 1 or > 10_000) throw new ArgumentException($"The effective field is the mean of 1 to 10000 draws, not {draws}.");
        if (network[layer].Layer is null) throw new ArgumentException($"{network[layer]} is an input, no layer.");
        var output = network[layer].Shape;
        int[] at = [.. place ?? [.. output[..^1].Select(size => (size - 1) / 2)]];
        if (at.Length != output.Rank - 1 || at.Where((one, axis) => one < 0 || one >= output[axis]).Any())
            throw new ArgumentException($"'{layer}' has no place {string.Join(", ", at)}: its map is {output}.");
        if (batch is not null && (batch.Shape.Rank != network.InputShape.Rank + 1 || batch.Shape[1..] != network.InputShape || batch.Shape[0] < 1))
            throw new ArgumentException($"The network takes a batch of {network.InputShape}; the inputs are {batch.Shape}.");
        var (plan, gradient) = Compile(network, network[layer]);
        var space = network.InputShape[..^1];
        var (length, channels) = ((int)network.InputShape.Length, network.InputShape.Channels);
        var sums = new double[space.Length];
        var first = (int)MapOrder.Number(output, VectorOrder.RowMajor, [.. at, 0]);
        for (var draw = 0; draw < draws; draw++)
        {
            var (signs, normal) = (new PhiloxStream(seed, DrawPurpose, 0, (ulong)draw), new PhiloxStream(seed, DrawPurpose, 1, (ulong)draw));
            var input = plan.Input();
            for (var i = 0; i < length; i++) input[i] = batch is null ? normal.Normal((ulong)i) : batch.Floats[draw % batch.Shape[0] * length + i];
            plan.Forward(seed, draw);
            plan.OutputGradient().Clear();
            for (var c = 0; c < output.Channels; c++) plan.OutputGradient()[first + c] = (signs.Bits((ulong)c) & 1) == 0 ? 1 : -1;
            plan.Backward();
            var found = plan.Gradients.Slice(gradient.Offset, length);
            for (var i = 0; i < length; i++) sums[i / channels] += (double)found[i] * found[i];
        }
        return new EffectiveField(at, space, [.. sums.Select(sum => (float)Math.Sqrt(sum / draws))]);
    }

    // Direct sums leave exact zeros where nothing acts. The network up to the layer, behind a map of numbers that are added to the input: their gradient is that of the input.
    private static (TrainingPlan Plan, Parameter Gradient) Compile(Network network, Node last)
    {
        const string Probe = "effective-field-probe";
        var made = new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance);
        var values = new Dictionary<string, Func<float[]>>(StringComparer.Ordinal);
        Node Of(Node node)
        {
            if (made.TryGetValue(node, out var known)) return known;
            if (node.Layer is null)
            {
                var channels = node.Shape.Channels;
                return made[node] = Network.Input(node.Shape.AsSpan()).Named(node.Name).Then(new Convolution(channels, 1)
                {
                    Name = Probe,
                    Groups = channels,
                    BiasSharing = BiasSharing.PerLocation,
                    WeightInitializer = Initializer.Ones,
                });
            }
            Node[] inputs = [.. node.Inputs.Select(Of)];
            if (node.Layer is DropoutLayer or StochasticDepth) return made[node] = inputs[0];
            if (node.Layer is BatchNormalization && node.Shape.Rank is >= 2 and <= 4)
            {
                var (scale, shift) = Affine(node);
                (values[node.Name + ".weight"], values[node.Name + ".bias"]) = (() => scale, () => shift);
                return made[node] = inputs[0].Then(new Convolution(node.Shape.Channels, 1) { Name = node.Name, Groups = node.Shape.Channels, Frozen = true });
            }
            foreach (var parameter in node.Parameters) values[parameter.Name] = () => parameter.Values.ToArray();
            return made[node] = Node.Apply(node.Layer with { Name = node.Name }, inputs);
        }
        // In order, so that deep networks are no deep recursion.
        foreach (var node in network.Nodes)
        {
            Of(node);
            if (node == last) break;
        }
        var part = Network.Of(made[last]);
        foreach (var parameter in part.Parameters)
            if (values.TryGetValue(parameter.Name, out var numbers)) parameter.Set(numbers());
        return (part.CompileTraining(1, new PlanOptions { Algorithms = Algorithms.Direct }), part.Parameters[Probe + ".bias"]);
    }

    // With running statistics a normalisation is a factor and a sum for each channel: what it makes of zeros and of ones tells them.
    private static (float[] Scale, float[] Shift) Affine(Node node)
    {
        var channels = node.Shape.Channels;
        var alone = Network.Sequential(Shape.Of(channels), node.Layer! with { Name = null, SharedWith = null });
        foreach (var (own, other) in alone.Nodes[1].Parameters.Zip(node.Parameters)) own.Set(other.Values);
        var made = alone.Run(Tensor.From<float>([.. Enumerable.Repeat(0f, channels), .. Enumerable.Repeat(1f, channels)], Shape.Of(2, channels))).ToArray();
        return ([.. made[channels..].Zip(made[..channels], (one, zero) => one - zero)], made[..channels]);
    }
}
