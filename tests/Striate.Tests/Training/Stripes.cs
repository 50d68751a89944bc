using Striate.Kernels.Random;
using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Tests.Training;

/// <summary>Noisy pictures of 6×6 with horizontal stripes (class 0) or vertical ones (class 1); a new shift every epoch.</summary>
internal sealed class Stripes(int count, ulong seed = 1) : IDataset
{
    public string Name => "stripes";

    public int Count => count;

    public Shape InputShape { get; } = Shape.Of(6, 6, 1);

    public Shape TargetShape => Shape.Scalar;

    public IReadOnlyList<string> ClassNames { get; } = ["horizontal", "vertical"];

    /// <summary>Called before each example is read.</summary>
    public Action<int>? OnRead { get; init; }

    /// <summary>An example that holds NaN, or −1.</summary>
    public int Spoilt { get; init; } = -1;

    public void Read(int index, int epoch, Span<float> input, Span<float> target)
    {
        OnRead?.Invoke(index);
        var random = new PhiloxStream(seed, 100, (uint)index, (ulong)epoch);
        var (label, shift) = (index % 2, random.Below(0, 2));
        for (var i = 0; i < input.Length; i++)
        {
            var line = label == 0 ? i / 6 : i % 6;
            input[i] = (line + shift) % 2 + 0.5f * random.Normal((ulong)i + 1);
        }
        if (index == Spoilt) input[7] = float.NaN;
        target[0] = label;
    }

    /// <summary>A small network with everything that training moves: weights, running statistics, dropout.</summary>
    public static Network Network(ulong seed = 1)
    {
        var network = Striate.Networks.Network.Sequential(Shape.Of(6, 6, 1),
            new Convolution(4, 3), new BatchNormalization(), new Relu(), new Flatten(), new Dropout(0.2f), new Dense(2));
        network.Initialize(seed);
        return network;
    }
}
