using Striate.Kernels.Threading;

namespace Striate.Kernels.Arrays;

/// <summary>Arrays that are set against each other, prepared once for their shapes: rows of the output, and where each input's row begins.</summary>
/// <remarks>Neighbouring axes along which every input is either repeated or not count as one; along a row an input goes on by one number or stays.</remarks>
public sealed class Broadcast
{
    // The numbers of a task: short rows are joined, long ones cut.
    private const int TaskLength = Chunks.Floats;

    private readonly int[] _sizes;
    private readonly int[][] _steps;
    private readonly int _rowLength;
    private readonly int _pieces;
    private readonly int _rowsOfTask;
    private readonly long _rows;

    /// <summary>Inputs with as many axes as the output, each as long as the output's or of size 1.</summary>
    /// <exception cref="ArgumentException">An input has another shape.</exception>
    public Broadcast(ReadOnlySpan<int> output, params ReadOnlySpan<int[]> inputs)
    {
        foreach (var input in inputs)
        {
            var fits = input.Length == output.Length;
            for (var axis = 0; fits && axis < input.Length; axis++) fits = input[axis] == 1 || input[axis] == output[axis];
            if (!fits) throw new ArgumentException($"An array of {string.Join('×', input)} is not repeated to {string.Join('×', output.ToArray())}.");
        }
        (_sizes, _steps) = Shorten(output, inputs);
        Length = 1;
        foreach (var size in output) Length *= size;
        _rowLength = _sizes[^1];
        _rows = _rowLength == 0 ? 0 : Length / _rowLength;
        _pieces = (_rowLength + TaskLength - 1) / TaskLength;
        _rowsOfTask = Math.Max(1, TaskLength / Math.Max(_rowLength, 1));
    }

    /// <summary>The numbers of the output.</summary>
    public long Length { get; }

    /// <summary>How far an input goes on from one number of a row to the next: 1, or 0 where it is repeated.</summary>
    public int Step(int input) => _steps[input][^1];

    /// <summary>Whether each number of an input goes into one of the output alone.</summary>
    public bool IsWhole(int input)
    {
        for (var axis = 0; axis < _sizes.Length; axis++) if (_steps[input][axis] == 0 && _sizes[axis] > 1) return false;
        return true;
    }

    /// <summary>Runs all rows, on the threads of the pool if there is one.</summary>
    internal void Run<TRows>(ref TRows rows, WorkerPool? pool) where TRows : struct, IBroadcastRows
    {
        if (Length == 0) return;
        var grid = new Grid<TRows> { Broadcast = this, Rows = rows };
        if (pool is null)
        {
            grid.RunRows(0, _rows, 0, _rowLength);
            return;
        }
        var tasks = _pieces > 1 ? _rows * _pieces : (_rows + _rowsOfTask - 1) / _rowsOfTask;
        pool.Run(checked((int)tasks), ref grid, Length);
    }

    private static (int[] Sizes, int[][] Steps) Shorten(ReadOnlySpan<int> output, ReadOnlySpan<int[]> inputs)
    {
        var sizes = new List<int>();
        var repeated = new List<bool[]>();
        for (var axis = 0; axis < output.Length; axis++)
        {
            if (output[axis] == 1) continue;
            var isRepeated = new bool[inputs.Length];
            for (var i = 0; i < inputs.Length; i++) isRepeated[i] = inputs[i][axis] == 1;
            if (sizes.Count > 0 && repeated[^1].AsSpan().SequenceEqual(isRepeated)) sizes[^1] *= output[axis];
            else
            {
                sizes.Add(output[axis]);
                repeated.Add(isRepeated);
            }
        }
        if (sizes.Count == 0) (sizes, repeated) = ([1], [new bool[inputs.Length]]);
        var steps = new int[inputs.Length][];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = new int[sizes.Count];
            for (var (axis, stride) = (sizes.Count - 1, 1); axis >= 0; axis--)
            {
                if (repeated[axis][i]) continue;
                steps[i][axis] = stride;
                stride *= sizes[axis];
            }
        }
        return ([.. sizes], steps);
    }

    private struct Grid<TRows> : IGrid where TRows : struct, IBroadcastRows
    {
        public Broadcast Broadcast;
        public TRows Rows;

        public void Run(int task, int worker)
        {
            var plan = Broadcast;
            if (plan._pieces > 1)
            {
                var (row, piece) = Math.DivRem(task, plan._pieces);
                var start = piece * TaskLength;
                RunRows(row, 1, start, Math.Min(TaskLength, plan._rowLength - start));
            }
            else
            {
                var first = (long)task * plan._rowsOfTask;
                RunRows(first, Math.Min(plan._rowsOfTask, plan._rows - first), 0, plan._rowLength);
            }
        }

        // Part of each of some rows.
        public void RunRows(long first, long count, int start, int length)
        {
            var (sizes, steps) = (Broadcast._sizes, Broadcast._steps);
            Span<int> place = stackalloc int[sizes.Length];
            Span<int> offsets = stackalloc int[steps.Length];
            offsets.Clear();
            var left = first;
            for (var axis = sizes.Length - 2; axis >= 0; axis--)
            {
                place[axis] = (int)(left % sizes[axis]);
                left /= sizes[axis];
                for (var i = 0; i < offsets.Length; i++) offsets[i] += place[axis] * steps[i][axis];
            }
            for (var i = 0; i < offsets.Length; i++) offsets[i] += start * steps[i][^1];
            for (var row = first; row < first + count; row++)
            {
                Rows.Run(offsets, (int)(row * Broadcast._rowLength) + start, length);
                Next(place, offsets);
            }
        }

        private readonly void Next(Span<int> place, Span<int> offsets)
        {
            var (sizes, steps) = (Broadcast._sizes, Broadcast._steps);
            for (var axis = sizes.Length - 2; axis >= 0; axis--)
            {
                for (var i = 0; i < offsets.Length; i++) offsets[i] += steps[i][axis];
                if (++place[axis] < sizes[axis]) return;
                for (var i = 0; i < offsets.Length; i++) offsets[i] -= place[axis] * steps[i][axis];
                place[axis] = 0;
            }
        }
    }
}
