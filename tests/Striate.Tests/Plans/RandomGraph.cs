using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Tests.Plans;

/// <summary>Networks that nobody thought of: branches, sums, joins and gates of any layers, by seed.</summary>
internal sealed class RandomGraph
{
    private readonly Random _random;
    private readonly bool _smooth;
    // A node learns its shape from the network that it becomes part of.
    private readonly List<(Node Node, Shape Shape)> _nodes = [];

    private RandomGraph(int seed, bool smooth) => (_random, _smooth) = (new Random(seed), smooth);

    /// <summary>A network with random parameters and running statistics; a smooth one has a derivative everywhere.</summary>
    public static Network Build(int seed, bool smooth)
    {
        var graph = new RandomGraph(seed, smooth);
        var network = graph.Build();
        foreach (var parameter in network.Parameters)
            foreach (ref var value in parameter.Values)
                value = parameter.Role == ParameterRole.Variance ? 0.5f + graph._random.NextSingle() : parameter.Role == ParameterRole.Scale ? 0.7f + 0.6f * graph._random.NextSingle() : value + 0.2f * (graph._random.NextSingle() - 0.5f);
        network.Parameters.MarkChanged();
        network.Parameters.MarkStatesChanged();
        return network;
    }

    private Network Build()
    {
        var input = Network.Input(Pick(7, 8, 12), Pick(6, 9, 12), Pick(1, 3, 8, 16));
        _nodes.Add((input, input.Shape));
        for (var i = Pick(4, 7, 10); i > 0; i--)
        {
            var node = Grow(_nodes[_random.Next(_nodes.Count)]);
            _nodes.Add((node, Network.Of(node).OutputShape));
        }
        // Whatever nobody reads is joined, so that every node counts.
        var read = new HashSet<Node>();
        foreach (var (node, _) in _nodes) Collect(node, read);
        var loose = _nodes.Where(item => !read.Contains(item.Node)).Select(item => item.Node.Then(new GlobalAveragePooling())).ToArray();
        return Network.Of((loose.Length == 1 ? loose[0] : Node.Concatenate(loose)).Then(new Dense(Pick(3, 5))));
    }

    private static void Collect(Node node, HashSet<Node> read)
    {
        foreach (var input in node.Inputs)
            if (read.Add(input)) Collect(input, read);
    }

    private Node Grow((Node Node, Shape Shape) from)
    {
        var (x, shape) = from;
        var channels = shape.Channels;
        var fits = _nodes.Where(item => item.Shape == shape).Select(item => item.Node).ToArray();
        var beside = _nodes.Where(item => item.Shape[0] == shape[0] && item.Shape[1] == shape[1]).Select(item => item.Node).ToArray();
        return _random.Next(26) switch
        {
            0 or 1 or 2 => x.Then(Convolve(channels)),
            3 => x.Then(Convolve(channels), new BatchNormalization(), Activation()),
            4 => x.Then(new Convolution(channels, Pick(3, 5)) { Groups = channels, Padding = Padding.Same, HasBias = _random.Next(2) == 0 }),
            5 => x.Then(new BatchNormalization { EpsilonOutsideRoot = _random.Next(3) == 0 }),
            6 => x.Then(Activation()),
            7 when shape[0] >= 3 && shape[1] >= 3 => x.Then(_smooth || _random.Next(2) == 0 ? new AveragePooling(3) { Stride = Pick(1, 2), Padding = Padding.Of(Pick(0, 1)), Fit = Fit.Floor } : new MaxPooling(3) { Stride = Pick(1, 2), Padding = Padding.Of(Pick(0, 1)), Fit = Fit.Floor }),
            8 or 9 => x + Pick(fits),
            10 or 11 => Node.Concatenate(x, Pick(beside)),
            12 => x * x.Then(new GlobalAveragePooling { KeepAxes = true }, new Convolution(channels, 1), new Sigmoid()),
            13 when shape[0] <= 24 => x.Then(new TransposedConvolution(Pick(4, 9), 2) { Stride = 2 }),
            14 => x.Then(new Convolution(Pick(5, 16), 3) { Padding = Padding.Same with { Mode = Pick(PaddingMode.Circular, PaddingMode.Replicate) } }),
            16 when shape[0] is >= 4 and <= 16 && shape[1] is >= 4 and <= 16 => x.Then(new Resampling(Pick(0.5f, 1.5f, 2)) { Interpolation = Pick(Interpolation.Nearest, Interpolation.Linear, Interpolation.Cubic) }),
            17 when shape[0] >= 2 && shape[1] >= 2 => x.Then(_smooth || _random.Next(2) == 0 ? new SumPooling(2) { Fit = Fit.Floor } : new LpPooling(2, Pick(1, 2, 3)) { Fit = Fit.Floor }),
            18 when !_smooth && channels % 2 == 0 => x.Then(new ChannelMaxPooling(2)),
            19 when channels >= 2 && shape[0] >= 2 && shape[1] >= 2 => x.Then(new PartialPooling(_smooth || _random.Next(2) == 0 ? new AveragePooling(2) { Fit = Fit.Floor } : new MaxPooling(2) { Fit = Fit.Floor }, channels / 2)),
            20 when channels % 4 == 0 && shape[0] <= 16 => x.Then(new DepthToSpace(2) { Order = Pick(BlockOrder.DepthColumnRow, BlockOrder.ColumnRowDepth) }),
            21 => x.Then(_random.Next(2) == 0 ? new LayerNormalization { Epsilon = 0.1f } : new GroupNormalization(channels % 4 == 0 ? 4 : 1) { Epsilon = 0.1f }),
            22 => x.Then(new SpatialPadding((1, 0), (2, 1)) { Mode = Pick(PaddingMode.Replicate, PaddingMode.Zero) }),
            23 when shape[0] is >= 3 and <= 12 && shape[1] is >= 3 and <= 12 => x.Then(new UnsharedConvolution(Pick(3, 8), 3)),
            24 => x.Then(new Convolution(16, 1), new Convolution(Pick(16, 24), Pick(5, 7)) { Padding = Padding.Same }),
            25 when !_smooth => x.Then(new PRelu()),
            _ => (x.Then(new Convolution(channels, 3) { Padding = Padding.Same, HasBias = false }, new BatchNormalization()) + x).Then(Activation()),
        };
    }

    private Convolution Convolve(int channels)
    {
        var groups = channels % 4 == 0 ? Pick(1, 1, 2, 4) : 1;
        return new Convolution(Pick(4, 12, 16, 32), Pick(1, 1, 3)) { Groups = groups, Stride = Pick(1, 1, 2), Padding = Padding.Same, HasBias = _random.Next(2) == 0, Dilation = Pick(1, 1, 2) };
    }

    private Layer Activation() => _smooth ? Pick<Layer>(new Tanh(), new Sigmoid(), new Silu(), new Gelu(), new Softplus()) : Pick<Layer>(new Relu(), new Relu6(), new Silu(), new HardSwish(), new LeakyRelu(0.1f), new Tanh());

    private T Pick<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];
}
