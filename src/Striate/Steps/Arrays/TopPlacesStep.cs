using Striate.Kernels.Arrays;
using Striate.Tensors;

namespace Striate.Steps.Arrays;

/// <summary>The places of the largest numbers along an axis.</summary>
internal sealed class TopPlacesStep : Step
{
    private readonly int _size;
    private readonly int _behind;
    private readonly int _count;
    private readonly bool _isSmallest;
    private readonly bool _prefersLast;
    private readonly int[] _order;
    private readonly Array _keys;

    public TopPlacesStep(int axis, int count, bool isSmallest, bool prefersLast, Value input, Value output) : base([input], output)
    {
        (_size, _behind) = (input.Shape[axis], (int)input.Shape[(axis + 1)..].Length);
        (_count, _isSmallest, _prefersLast) = (count, isSmallest, prefersLast);
        _order = new int[_size];
        _keys = input.Type switch
        {
            ElementType.Float32 => new float[_size],
            ElementType.Int64 => new long[_size],
            ElementType.Int32 => new int[_size],
            ElementType.Int8 => new sbyte[_size],
            _ => new byte[_size],
        };
    }

    public override string Kind => "top places";

    public override bool MixesExamples => false;

    public override void Forward(StepContext context)
    {
        switch (_keys)
        {
            case float[] keys: Run(keys); break;
            case long[] keys: Run(keys); break;
            case int[] keys: Run(keys); break;
            case sbyte[] keys when Inputs[0].Type == ElementType.Int8: Run(keys); break;
            default: Run((byte[])_keys); break;
        }
    }

    // Places have no gradient.
    public override void Backward(StepContext context)
    {
    }

    private void Run<T>(T[] keys) where T : unmanaged, IComparable<T> =>
        Ranking.Run<T>(Inputs[0].As<T>(), _size, _behind, _isSmallest, _prefersLast, Output.As<long>(), _count, keys, _order);
}
