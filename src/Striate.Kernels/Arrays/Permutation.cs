using System.Numerics;
using System.Runtime.InteropServices;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Arrays;

/// <summary>The axes of an array in another order, prepared once for a shape.</summary>
/// <remarks>Neighbours that stay neighbours count as one axis, axes of size 1 as none: what is left is as often as not a transposition of matrices.</remarks>
public sealed class Permutation
{
    private readonly int[] _sizes;
    private readonly int[] _order;
    private readonly int[] _outputSizes;
    private readonly int[] _steps;

    /// <summary>Axis i of the output is axis <c>order[i]</c> of the input.</summary>
    /// <exception cref="ArgumentException">The order does not name each axis once.</exception>
    public Permutation(ReadOnlySpan<int> sizes, ReadOnlySpan<int> order)
    {
        if (!order.ToArray().Order().SequenceEqual(Enumerable.Range(0, sizes.Length)))
            throw new ArgumentException($"The order {string.Join(", ", order.ToArray())} does not name each of {sizes.Length} axes once.");
        (_sizes, _order) = Shorten(sizes, order);
        var strides = new int[_sizes.Length];
        for (var (axis, stride) = (_sizes.Length - 1, 1); axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= _sizes[axis];
        }
        _outputSizes = [.. _order.Select(axis => _sizes[axis])];
        _steps = [.. _order.Select(axis => strides[axis])];
    }

    /// <summary>The order that takes the axes back.</summary>
    public Permutation Inverse() => new(_outputSizes, [.. Enumerable.Range(0, _order.Length).Select(axis => Array.IndexOf(_order, axis))]);

    /// <summary>Writes the output from elements of 1, 4 or 8 bytes.</summary>
    public void Run(ReadOnlySpan<byte> input, Span<byte> output, int elementSize, WorkerPool pool)
    {
        switch (elementSize)
        {
            case 4: Run(MemoryMarshal.Cast<byte, float>(input), MemoryMarshal.Cast<byte, float>(output), accumulate: false, pool); break;
            case 8: Walk(MemoryMarshal.Cast<byte, long>(input), MemoryMarshal.Cast<byte, long>(output)); break;
            default: Walk(input, output); break;
        }
    }

    /// <summary>Writes the output, or adds to it.</summary>
    public void Run(ReadOnlySpan<float> input, Span<float> output, bool accumulate, WorkerPool pool)
    {
        if (_order is [0, 2, 1] or [1, 0])
        {
            var (count, rows, columns) = _order.Length == 3 ? (_sizes[0], _sizes[1], _sizes[2]) : (1, _sizes[0], _sizes[1]);
            Layouts.ToChannelsLast(input, count, rows, columns, output, accumulate, pool);
        }
        else Walk(input, output, accumulate);
    }

    private static (int[] Sizes, int[] Order) Shorten(ReadOnlySpan<int> sizes, ReadOnlySpan<int> order)
    {
        // Runs of axes that stay side by side, by the input's axis at which each begins.
        var runs = new List<(int First, int Size)>();
        var last = -2;
        foreach (var axis in order)
        {
            if (sizes[axis] == 1) continue;
            var between = last >= 0 && axis > last;
            for (var other = last + 1; between && other < axis; other++) between = sizes[other] == 1;
            if (between) runs[^1] = (runs[^1].First, runs[^1].Size * sizes[axis]);
            else runs.Add((axis, sizes[axis]));
            last = axis;
        }
        int[] firsts = [.. runs.Select(run => run.First).Order()];
        return ([.. runs.OrderBy(run => run.First).Select(run => run.Size)], [.. runs.Select(run => Array.IndexOf(firsts, run.First))]);
    }

    // The output in its order; what changes fastest is the inner loop. Without axes there is one number at most.
    private void Walk<T>(ReadOnlySpan<T> input, Span<T> output, bool accumulate = false) where T : unmanaged, INumber<T>
    {
        var (inner, step) = _order.Length == 0 ? (1, 1) : (_outputSizes[^1], _steps[^1]);
        Span<int> place = stackalloc int[_order.Length];
        place.Clear();
        var from = 0;
        for (var to = 0; to < output.Length; to += inner)
        {
            if (accumulate)
                for (var i = 0; i < inner; i++) output[to + i] += input[from + i * step];
            else if (step == 1) input.Slice(from, inner).CopyTo(output.Slice(to, inner));
            else
                for (var i = 0; i < inner; i++) output[to + i] = input[from + i * step];
            from = Next(place, from);
        }
    }

    // The next row of the output: one more along the last axis but one, and so on as a counter does.
    private int Next(Span<int> place, int from)
    {
        for (var axis = _order.Length - 2; axis >= 0; axis--)
        {
            from += _steps[axis];
            if (++place[axis] < _outputSizes[axis]) return from;
            from -= place[axis] * _steps[axis];
            place[axis] = 0;
        }
        return from;
    }
}
