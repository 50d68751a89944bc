using Striate.Kernels.Random;

namespace Striate.Training;

/// <summary>The order of examples in each epoch: a function of the seed and the epoch, or as they are.</summary>
internal sealed class ExampleOrder(int count, ulong seed, bool shuffle)
{
    // The purpose of random numbers for orders: streams of different purposes never meet.
    private const uint OrderPurpose = 3;

    private readonly int[] _order = new int[count];
    private int _epoch = -1;

    public ReadOnlySpan<int> Of(int epoch)
    {
        if (_epoch != epoch)
        {
            for (var i = 0; i < _order.Length; i++) _order[i] = i;
            if (shuffle) new PhiloxStream(seed, OrderPurpose, 0, (ulong)epoch).Shuffle(_order);
            _epoch = epoch;
        }
        return _order;
    }
}
