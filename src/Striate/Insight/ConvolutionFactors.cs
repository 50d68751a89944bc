using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>A convolution's weights decomposed, and the cost and error of each replacement by two cheaper convolutions.</summary>
public sealed class ConvolutionFactors
{
    private readonly float[] _weights;
    private readonly Singular? _bank;
    private readonly Singular[]? _channels;

    internal ConvolutionFactors(Node node)
    {
        Node = node;
        Layer = (Convolution)node.Layer!;
        _weights = node.Parameters[0].Values.ToArray();
        Length = Math.Sqrt(_weights.Sum(value => (double)value * value));
        Weights = _weights.Length;
        MultiplyAccumulates = Layer.MultiplyAccumulates(node.LayerInputs);
        var shape = node.Parameters[0].Shape;
        int outputs = shape[0], inputs = shape[1], taps = (int)shape[2..].Length;
        if (Layer.Groups == 1 && taps > 1 && Math.Min(outputs, taps) <= Singular.Most) _channels = [.. Enumerable.Range(0, inputs).Select(channel => Singular.Of(OfChannel(channel), outputs, taps))];
        if (Layer.Groups == 1 && IsPlane(shape) && Math.Min(inputs * shape[2], outputs * shape[3]) <= Singular.Most) _bank = Singular.Of(AsBank(shape), inputs * shape[2], outputs * shape[3]);
        Replacements = [.. Candidates()];
    }

    /// <summary>The convolution's place.</summary>
    public Node Node { get; }

    /// <summary>The convolution.</summary>
    public Convolution Layer { get; }

    /// <summary>Its weights, without biases.</summary>
    public long Weights { get; }

    /// <summary>For one example.</summary>
    public long MultiplyAccumulates { get; }

    /// <summary>Every replacement, kind by kind and rank by rank, up to that without error; empty where there is none.</summary>
    public IReadOnlyList<LowRankReplacement> Replacements { get; }

    /// <summary>The singular values of the weights as (input channel, row) × (output channel, column); empty where there are no two axes, groups, or too many channels to decompose.</summary>
    public IReadOnlyList<double> SingularValues => _bank?.Values ?? [];

    /// <summary>The number of those above 10⁻⁶ of the largest: maps that are enough between a column and a row kernel; null where there are none.</summary>
    public int? Rank => _bank?.Rank;

    /// <summary>The largest number of different kernels of an input channel: 1 if the layer is a depthwise separable convolution written as one; null with groups.</summary>
    public int? DepthwiseRank => _channels?.Max(channel => channel.Rank);

    private double Length { get; }

    /// <summary>The two layers, first to last, without their weights.</summary>
    internal (Convolution First, Convolution Second) Layers(LowRankReplacement replacement)
    {
        var plain = Layer with { Name = null, SharedWith = null };
        if (replacement.Kind == Factorization.Depthwise)
        {
            var inputs = Node.Parameters[0].Shape[1];
            return (plain with { Channels = inputs * replacement.Rank, Groups = inputs, HasBias = false }, new Convolution(Layer.Channels, 1) { HasBias = Layer.HasBias, BiasSharing = Layer.BiasSharing, Frozen = Layer.Frozen, WeightDecay = Layer.WeightDecay });
        }
        var (high, wide) = (Along(plain, 0), Along(plain, 1));
        return (high with { Channels = replacement.Rank, HasBias = false }, wide);
    }

    /// <summary>Their weights.</summary>
    internal (float[] First, float[] Second) WeightsOf(LowRankReplacement replacement)
    {
        var shape = Node.Parameters[0].Shape;
        int rank = replacement.Rank, outputs = shape[0], inputs = shape[1], taps = (int)shape[2..].Length;
        var depthwise = replacement.Kind == Factorization.Depthwise;
        var first = new float[depthwise ? inputs * rank * taps : rank * inputs * shape[2]];
        var second = new float[depthwise ? outputs * inputs * rank : outputs * rank * shape[3]];
        for (var i = 0; i < (depthwise ? inputs * rank : rank); i++)
        {
            var (from, term) = depthwise ? (_channels![i / rank], i % rank) : (_bank!, i);
            var root = Math.Sqrt(from.Values[term]);
            var (small, large) = depthwise ? (from.Right[term], from.Left[term]) : (from.Left[term], from.Right[term]);
            for (var j = 0; j < small.Count; j++) first[i * small.Count + j] = (float)(root * small[j]);
            // K × (terms): a pointwise weight; or K × terms × columns.
            var columns = depthwise ? 1 : shape[3];
            for (var j = 0; j < large.Count; j++) second[(j / columns * (second.Length / outputs / columns) + i) * columns + j % columns] = (float)(root * large[j]);
        }
        return (first, second);
    }

    private IEnumerable<LowRankReplacement> Candidates()
    {
        // A number other than zero around the map is another one behind the first pass.
        if (_bank is not null && Layer.Padding is { Mode: not PaddingMode.Constant } or { Value: 0 })
        {
            for (var rank = 1; rank <= Math.Max(1, _bank.Rank); rank++) yield return Costed(Factorization.OneDimensional, rank, _bank.Rest(rank));
        }
        for (var rank = 1; _channels is not null && rank <= Math.Max(1, DepthwiseRank!.Value); rank++)
        {
            var left = rank;
            yield return Costed(Factorization.Depthwise, rank, Math.Sqrt(_channels.Sum(channel => Math.Pow(channel.Rest(left), 2))));
        }
    }

    private LowRankReplacement Costed(Factorization kind, int rank, double rest)
    {
        var (first, second) = Layers(new LowRankReplacement(kind, rank, 0, 0, 0));
        var inputs = Node.LayerInputs;
        var between = new LayerInputs(inputs.Label, [first.OutputShape(inputs)]);
        return new LowRankReplacement(kind, rank, Length > 0 ? rest / Length : 0, first.Parameters(inputs)[0].Shape.Length + second.Parameters(between)[0].Shape.Length,
            first.MultiplyAccumulates(inputs) + second.MultiplyAccumulates(between));
    }

    private static bool IsPlane(Shape shape) => shape.Rank == 4 && shape[2] > 1 && shape[3] > 1;

    // The layer along one of two axes: along the other one tap, side by side, without padding.
    private static Convolution Along(Convolution layer, int axis)
    {
        AxisSizes Only(AxisSizes sizes, int other) => axis == 0 ? (sizes.At(0), other) : (other, sizes.At(1));
        var padding = layer.Padding is Padding.Explicit given ? Padding.Of(Only(given.Low, 0), Only(given.High, 0)) with { Mode = given.Mode, Value = given.Value } : layer.Padding;
        return layer with { Kernel = Only(layer.Kernel, 1), Stride = Only(layer.Stride, 1), Dilation = Only(layer.Dilation, 1), Padding = padding };
    }

    // (output channel) × (tap) of one input channel.
    private float[] OfChannel(int channel)
    {
        var shape = Node.Parameters[0].Shape;
        var (inputs, taps) = (shape[1], (int)shape[2..].Length);
        return [.. Enumerable.Range(0, shape[0] * taps).Select(i => _weights[(i / taps * inputs + channel) * taps + i % taps])];
    }

    // (input channel, row) × (output channel, column).
    private float[] AsBank(Shape shape)
    {
        int outputs = shape[0], inputs = shape[1], rows = shape[2], columns = shape[3];
        var bank = new float[_weights.Length];
        for (var i = 0; i < bank.Length; i++)
        {
            int j = i % columns, k = i / columns % outputs, r = i / columns / outputs % rows, c = i / columns / outputs / rows;
            bank[i] = _weights[((k * inputs + c) * rows + r) * columns + j];
        }
        return bank;
    }
}
