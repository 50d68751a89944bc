using System.Numerics;
using Striate.Tensors;

namespace Striate.Steps.Arrays;

/// <summary>Sums or products of all numbers up to each place of an axis.</summary>
internal sealed class CumulateStep(int axis, bool isProduct, bool isExclusive, bool isReverse, Value input, Value output) : Step([input], output)
{
    private readonly int _size = input.Shape[axis];
    private readonly int _behind = (int)input.Shape[(axis + 1)..].Length;

    public override string Kind => "cumulate";

    public override bool MixesExamples => false;

    public override bool BackwardReadsInput(int index) => isProduct;

    public override void Forward(StepContext context)
    {
        switch (Output.Type)
        {
            case ElementType.Float32: Run<float, double>(Inputs[0].Data, Output.Data, isReverse); break;
            case ElementType.Int64: Run<long, long>(Inputs[0].As<long>(), Output.As<long>(), isReverse); break;
            default: Run<int, int>(Inputs[0].As<int>(), Output.As<int>(), isReverse); break;
        }
    }

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        var length = Inputs[0].Gradient.Length;
        for (var line = 0; line < length; line++)
        {
            if (line / _behind % _size != 0) continue;
            var first = isReverse ? line + (_size - 1) * _behind : line;
            if (isProduct) ReturnProduct(first, isReverse ? -_behind : _behind);
            else ReturnSum(first, isReverse ? -_behind : _behind);
        }
    }

    // dx[i] = Σ dy[j] over all j whose sum holds x[i].
    private void ReturnSum(int first, int step)
    {
        var dy = Output.Gradient;
        var total = 0d;
        for (var i = _size - 1; i >= 0; i--)
        {
            var next = total + dy[first + i * step];
            Put(first + i * step, isExclusive ? total : next);
            total = next;
        }
    }

    // dx[i] = Σ dy[j] · Π of the other factors over all j whose product holds x[i].
    private void ReturnProduct(int first, int step)
    {
        var x = Inputs[0].Data;
        var dy = Output.Gradient;
        for (var i = 0; i < _size; i++)
        {
            var (sum, others) = (0d, 1d);
            for (var k = 0; k < i; k++) others *= x[first + k * step];
            for (var j = isExclusive ? i + 1 : i; j < _size; j++)
            {
                var last = isExclusive ? j - 1 : j;
                if (last > i) others *= x[first + last * step];
                sum += others * dy[first + j * step];
            }
            Put(first + i * step, sum);
        }
    }

    private void Put(int place, double gradient)
    {
        ref var target = ref Inputs[0].Gradient[place];
        target = (InputMode(0) == GradientMode.Accumulate ? target : 0) + (float)gradient;
    }

    private void Run<T, TSum>(ReadOnlySpan<T> x, Span<T> y, bool reverse) where T : unmanaged, INumber<T> where TSum : unmanaged, INumber<TSum>
    {
        for (var line = 0; line < x.Length; line++)
        {
            if (line / _behind % _size != 0) continue;
            var total = isProduct ? TSum.One : TSum.Zero;
            for (var i = 0; i < _size; i++)
            {
                var at = line + (reverse ? _size - 1 - i : i) * _behind;
                var next = isProduct ? total * TSum.CreateTruncating(x[at]) : total + TSum.CreateTruncating(x[at]);
                y[at] = T.CreateTruncating(isExclusive ? total : next);
                total = next;
            }
        }
    }
}
