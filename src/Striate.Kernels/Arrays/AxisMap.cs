using System.Runtime.InteropServices;

namespace Striate.Kernels.Arrays;

/// <summary>Each axis of the output shows places of the same axis of the input, or a constant: cuts, repetitions, borders, prepared once for a shape.</summary>
/// <remarks>y[i, j, …] = x[p(i), q(j), …], or the constant where one of the places is negative.</remarks>
public sealed class AxisMap
{
    private readonly int[][] _sources;
    private readonly int[] _inputSteps;
    private readonly int[] _outputSteps;
    private readonly (int To, int From, int Length)[] _runs;

    /// <summary>A map for an input of some sizes.</summary>
    /// <param name="sizes">The input's sizes.</param>
    /// <param name="sources">For each axis the input's place for each place of the output; −1 for the constant.</param>
    /// <exception cref="ArgumentException">There is not one list an axis, or a place lies outside its axis.</exception>
    public AxisMap(ReadOnlySpan<int> sizes, IReadOnlyList<int[]> sources)
    {
        if (sources.Count != sizes.Length) throw new ArgumentException($"{sources.Count} lists of places do not fit {sizes.Length} axes.");
        var (kept, lists) = (new List<int>(), new List<int[]>());
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            var size = sizes[axis];
            if (sources[axis].FirstOrDefault(place => place < -1 || place >= size, -1) is not -1 and var wrong) throw new ArgumentException($"The place {wrong} lies outside an axis of {size}.");
            if (kept.Count > 0 && IsWhole(lists[^1], kept[^1]) && IsWhole(sources[axis], size))
            {
                kept[^1] *= size;
                lists[^1] = [.. Enumerable.Range(0, kept[^1])];
                continue;
            }
            kept.Add(size);
            lists.Add(sources[axis]);
        }
        if (kept.Count == 0)
        {
            kept.Add(1);
            lists.Add([0]);
        }
        _sources = [.. lists];
        (_inputSteps, _outputSteps) = (Steps([.. kept]), Steps([.. lists.Select(list => list.Length)]));
        _runs = Runs(lists[^1]);
    }

    /// <summary>Writes the output from elements of 1, 4 or 8 bytes.</summary>
    /// <param name="input">The input.</param>
    /// <param name="output">The output.</param>
    /// <param name="constant">The bytes of the constant.</param>
    public void Run(ReadOnlySpan<byte> input, Span<byte> output, ReadOnlySpan<byte> constant)
    {
        switch (constant.Length)
        {
            case 4: Walk(MemoryMarshal.Cast<byte, int>(input), MemoryMarshal.Cast<byte, int>(output), MemoryMarshal.Read<int>(constant), 0); break;
            case 8: Walk(MemoryMarshal.Cast<byte, long>(input), MemoryMarshal.Cast<byte, long>(output), MemoryMarshal.Read<long>(constant), 0); break;
            default: Walk(input, output, constant[0], 0); break;
        }
    }

    /// <summary>Adds each number of the output's gradient to the place of the input that it came from.</summary>
    public void Accumulate(ReadOnlySpan<float> outputGradient, Span<float> inputGradient) => Return(outputGradient, inputGradient, 0);

    private static bool IsWhole(int[] list, int size)
    {
        if (list.Length != size) return false;
        for (var i = 0; i < size; i++) if (list[i] != i) return false;
        return true;
    }

    private static int[] Steps(int[] sizes)
    {
        var steps = new int[sizes.Length];
        for (var (axis, step) = (sizes.Length - 1, 1); axis >= 0; axis--)
        {
            steps[axis] = step;
            step *= sizes[axis];
        }
        return steps;
    }

    // Neighbours that were neighbours, or constants, are copied together.
    private static (int To, int From, int Length)[] Runs(int[] list)
    {
        var runs = new List<(int To, int From, int Length)>();
        for (var i = 0; i < list.Length; i++)
        {
            if (runs.Count > 0 && runs[^1] is var last && (last.From < 0 ? list[i] < 0 : list[i] == last.From + last.Length)) runs[^1] = last with { Length = last.Length + 1 };
            else runs.Add((i, list[i], 1));
        }
        return [.. runs];
    }

    private void Walk<T>(ReadOnlySpan<T> input, Span<T> output, T constant, int axis) where T : unmanaged
    {
        if (output.IsEmpty) return;
        if (axis == _sources.Length - 1)
        {
            if (_runs.Length * 2 > _sources[axis].Length)
            {
                var places = _sources[axis];
                for (var i = 0; i < places.Length; i++) output[i] = places[i] < 0 ? constant : input[places[i]];
                return;
            }
            foreach (var (to, from, length) in _runs)
            {
                if (from < 0) output.Slice(to, length).Fill(constant);
                else input.Slice(from, length).CopyTo(output.Slice(to, length));
            }
            return;
        }
        var (inputStep, outputStep) = (_inputSteps[axis], _outputSteps[axis]);
        var list = _sources[axis];
        for (var i = 0; i < list.Length; i++)
        {
            var part = output.Slice(i * outputStep, outputStep);
            if (list[i] < 0) part.Fill(constant);
            else Walk(input.Slice(list[i] * inputStep, inputStep), part, constant, axis + 1);
        }
    }

    private void Return(ReadOnlySpan<float> gradient, Span<float> input, int axis)
    {
        var list = _sources[axis];
        if (axis == _sources.Length - 1)
        {
            for (var i = 0; i < list.Length; i++)
                if (list[i] >= 0) input[list[i]] += gradient[i];
            return;
        }
        var (inputStep, outputStep) = (_inputSteps[axis], _outputSteps[axis]);
        for (var i = 0; i < list.Length; i++)
            if (list[i] >= 0) Return(gradient.Slice(i * outputStep, outputStep), input.Slice(list[i] * inputStep, inputStep), axis + 1);
    }
}
