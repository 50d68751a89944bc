using System.Collections.Immutable;
using System.Globalization;

namespace Striate.Layers;

/// <summary>Which input channels each output channel of a convolution sees.</summary>
/// <remarks>Groups are the case of blocks; here any subset will do (LeCun et al. 1998, table I).</remarks>
/// <example><code>
/// var c3 = new Convolution(16, kernel: 5) { Connections = ChannelConnections.LeNet5 };
/// var table = new ChannelConnections([0, 1], [1, 2], [0, 1, 2]);
/// </code></example>
public sealed class ChannelConnections : IEquatable<ChannelConnections>
{
    /// <summary>A table.</summary>
    /// <param name="inputs">For each output channel the input channels that it sees, ascending.</param>
    /// <exception cref="ArgumentException">An output sees nothing, or its inputs are not ascending numbers from 0.</exception>
    public ChannelConnections(params ReadOnlySpan<int[]> inputs)
    {
        if (inputs.IsEmpty) throw new ArgumentException("A connection table needs one or more output channels.");
        for (var output = 0; output < inputs.Length; output++)
        {
            var row = inputs[output];
            if (row is not { Length: > 0 }) throw new ArgumentException($"Output channel {output} of a connection table sees no input channel.");
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] < 0 || i > 0 && row[i] <= row[i - 1])
                    throw new ArgumentException($"Output channel {output} of a connection table sees the channels {string.Join(", ", row)}; they must be 0 or more and ascend.");
            }
        }
        Inputs = [.. inputs.ToArray().Select(row => row.ToImmutableArray())];
        Pairs = Inputs.Sum(row => row.Length);
        InputChannels = Inputs.Max(row => row[^1]) + 1;
    }

    /// <summary>The third layer of LeNet-5: six outputs see three neighbouring inputs, six see four, three see four with a gap, the last sees all six; 60 of 96 pairs (LeCun et al. 1998, table I).</summary>
    public static ChannelConnections LeNet5 { get; } = new(
        [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
        [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
        [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5],
        [0, 1, 2, 3, 4, 5]);

    /// <summary>For each output channel the input channels that it sees, ascending.</summary>
    public ImmutableArray<ImmutableArray<int>> Inputs { get; }

    /// <summary>The number of connections.</summary>
    public int Pairs { get; }

    /// <summary>The number of output channels.</summary>
    public int OutputChannels => Inputs.Length;

    /// <summary>The least number of input channels: the highest one that is seen, and one.</summary>
    public int InputChannels { get; }

    /// <summary>For every pair of an output and an input channel its number among the connections, or −1.</summary>
    internal int[] Numbers(int inputChannels)
    {
        var numbers = new int[OutputChannels * inputChannels];
        Array.Fill(numbers, -1);
        var next = 0;
        for (var output = 0; output < OutputChannels; output++)
            foreach (var input in Inputs[output]) numbers[output * inputChannels + input] = next++;
        return numbers;
    }

    /// <inheritdoc/>
    public bool Equals(ChannelConnections? other) => other is not null && Inputs.Length == other.Inputs.Length && Inputs.Zip(other.Inputs, (a, b) => a.SequenceEqual(b)).All(same => same);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ChannelConnections);

    /// <inheritdoc/>
    public override int GetHashCode() => Inputs.SelectMany(row => row).Aggregate(OutputChannels, HashCode.Combine);

    /// <summary>As in <c>60 of 96 pairs</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Pairs} of {OutputChannels * InputChannels} pairs");
}
