using Striate.Kernels.Random;

namespace Striate.Training;

/// <summary>The examples of each epoch: in an order that is a function of the seed and the epoch, as they are, or drawn so that classes come equally often.</summary>
internal sealed class ExampleOrder
{
    // Purposes of random numbers: streams of different purposes never meet.
    private const uint OrderPurpose = 3;
    private const uint DrawPurpose = 7;

    private readonly int[] _order;
    private readonly ulong _seed;
    private readonly bool _shuffle;
    private readonly int[][]? _classes;
    private int _epoch = -1;

    public ExampleOrder(int count, ulong seed, bool shuffle) => (_order, _seed, _shuffle) = (new int[count], seed, shuffle);

    /// <summary>Draws with replacement, an example with the probability 1 / (classes · examples of its class): first the class, then the example.</summary>
    public ExampleOrder(IReadOnlyList<int> labels, ulong seed) : this(labels.Count, seed, shuffle: true) =>
        _classes = [.. Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]).OrderBy(group => group.Key).Select(group => group.ToArray())];

    public ReadOnlySpan<int> Of(int epoch)
    {
        if (_epoch == epoch) return _order;
        _epoch = epoch;
        if (_classes is not null)
        {
            var random = new PhiloxStream(_seed, DrawPurpose, 0, (ulong)epoch);
            for (var i = 0; i < _order.Length; i++)
            {
                var drawn = _classes[random.Below(2 * (ulong)i, _classes.Length)];
                _order[i] = drawn[random.Below(2 * (ulong)i + 1, drawn.Length)];
            }
            return _order;
        }
        for (var i = 0; i < _order.Length; i++) _order[i] = i;
        if (_shuffle) new PhiloxStream(_seed, OrderPurpose, 0, (ulong)epoch).Shuffle(_order);
        return _order;
    }
}
