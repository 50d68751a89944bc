using System.Numerics;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Arrays;

/// <summary>Sums, extremes and norms along some axes of an array, prepared once for a shape.</summary>
/// <remarks>Floats are summed as doubles, integers as 64-bit integers that wrap around as ONNX's do; each result is one task's, so that threads change nothing.</remarks>
public sealed class Reducer
{
    // The place of each result's first number, and from there those of the others.
    private readonly int[] _kept;
    private readonly int[] _reduced;
    private readonly bool _isRun;

    /// <summary>A reduction along some axes.</summary>
    public Reducer(ReadOnlySpan<int> sizes, ReadOnlySpan<int> axes)
    {
        var (kept, reduced) = (new List<(int Size, int Step)>(), new List<(int Size, int Step)>());
        for (var (axis, step) = (sizes.Length - 1, 1); axis >= 0; step *= sizes[axis--]) (axes.Contains(axis) ? reduced : kept).Insert(0, (sizes[axis], step));
        (_kept, _reduced) = (Places(kept), Places(reduced));
        _isRun = _reduced.Length == 0 || _reduced[^1] == _reduced.Length - 1;
    }

    /// <summary>The number of results.</summary>
    public int Length => _kept.Length;

    /// <summary>How many numbers make one result.</summary>
    public int Count => _reduced.Length;

    /// <summary>Reduces floats.</summary>
    public unsafe void Run(ReductionFunction function, ReadOnlySpan<float> input, Span<float> output, WorkerPool pool)
    {
        if (output.Length != _kept.Length) throw new ArgumentException($"{output.Length} places do not hold {_kept.Length} results.");
        fixed (float* x = input, y = output)
        {
            var grid = new Grid { Reducer = this, Function = function, Input = x, InputLength = input.Length, Output = y };
            pool.Run((_kept.Length + Grid.Task - 1) / Grid.Task, ref grid, (double)_kept.Length * _reduced.Length);
        }
    }

    /// <summary>Reduces integers.</summary>
    public void Run<T>(ReductionFunction function, ReadOnlySpan<T> input, Span<T> output) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        for (var i = 0; i < _kept.Length; i++) output[i] = Integers(function, input[Math.Min(_kept[i], input.Length)..]);
    }

    /// <summary>The gradient of the input from that of the output: dx = dy · ∂y/∂x; of equal extremes each gets its share.</summary>
    public void Backward(ReductionFunction function, ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, bool accumulate)
    {
        for (var i = 0; i < _kept.Length; i++)
        {
            var (y, dy, first) = (output[i], outputGradient[i], _kept[i]);
            var (sum, share) = function switch
            {
                ReductionFunction.LogSum => (Math.Exp(y), 0),
                ReductionFunction.Maximum or ReductionFunction.Minimum => (0d, Shares(input, first, y)),
                _ => (0d, 0),
            };
            for (var j = 0; j < _reduced.Length; j++)
            {
                var place = first + _reduced[j];
                var x = input[place];
                var slope = function switch
                {
                    ReductionFunction.Sum => 1,
                    ReductionFunction.Mean => 1f / _reduced.Length,
                    ReductionFunction.Maximum or ReductionFunction.Minimum => x == y ? 1f / share : 0,
                    ReductionFunction.Product => (float)Others(input, first, j),
                    ReductionFunction.L1 => x > 0 ? 1 : x < 0 ? -1 : 0,
                    ReductionFunction.L2 => y == 0 ? 0 : x / y,
                    ReductionFunction.LogSum => (float)(1 / sum),
                    ReductionFunction.LogSumExp => MathF.Exp(x - y),
                    _ => 2 * x,
                };
                inputGradient[place] = accumulate ? inputGradient[place] + dy * slope : dy * slope;
            }
        }
    }

    private static int[] Places(List<(int Size, int Step)> axes)
    {
        var places = new int[axes.Aggregate(1, (product, axis) => checked(product * axis.Size))];
        for (var i = 0; i < places.Length; i++)
        {
            var rest = i;
            for (var axis = axes.Count - 1; axis >= 0; rest /= axes[axis--].Size) places[i] += rest % axes[axis].Size * axes[axis].Step;
        }
        return places;
    }

    private int Shares(ReadOnlySpan<float> input, int first, float value)
    {
        var count = 0;
        foreach (var place in _reduced) if (input[first + place] == value) count++;
        return Math.Max(count, 1);
    }

    private double Others(ReadOnlySpan<float> input, int first, int without)
    {
        var product = 1d;
        for (var j = 0; j < _reduced.Length; j++) if (j != without) product *= input[first + _reduced[j]];
        return product;
    }

    private float Floats(ReductionFunction function, ReadOnlySpan<float> x)
    {
        if (_isRun) x = x[.._reduced.Length];
        switch (function)
        {
            case ReductionFunction.Maximum or ReductionFunction.Minimum:
                var isMaximum = function == ReductionFunction.Maximum;
                var extreme = isMaximum ? float.NegativeInfinity : float.PositiveInfinity;
                foreach (var place in _reduced) extreme = isMaximum ? Math.Max(extreme, x[place]) : Math.Min(extreme, x[place]);
                return extreme;
            case ReductionFunction.Product:
                var product = 1d;
                foreach (var place in _reduced) product *= x[place];
                return (float)product;
            case ReductionFunction.L1:
                var absolute = 0d;
                foreach (var place in _reduced) absolute += Math.Abs(x[place]);
                return (float)absolute;
            case ReductionFunction.L2 or ReductionFunction.SumOfSquares:
                var squares = 0d;
                foreach (var place in _reduced) squares += (double)x[place] * x[place];
                return (float)(function == ReductionFunction.L2 ? Math.Sqrt(squares) : squares);
            case ReductionFunction.LogSumExp:
                var most = Floats(ReductionFunction.Maximum, x);
                if (!float.IsFinite(most)) return most;
                var exponentials = 0d;
                foreach (var place in _reduced) exponentials += Math.Exp((double)x[place] - most);
                return (float)(most + Math.Log(exponentials));
            default:
                var sum = _isRun ? Sum(x) : 0d;
                if (!_isRun) foreach (var place in _reduced) sum += x[place];
                return (float)(function == ReductionFunction.Mean ? sum / _reduced.Length : function == ReductionFunction.LogSum ? Math.Log(sum) : sum);
        }
    }

    // Four sums that do not wait for each other.
    private static double Sum(ReadOnlySpan<float> x)
    {
        double a = 0, b = 0, c = 0, d = 0;
        var i = 0;
        for (; i + 4 <= x.Length; i += 4) (a, b, c, d) = (a + x[i], b + x[i + 1], c + x[i + 2], d + x[i + 3]);
        for (; i < x.Length; i++) a += x[i];
        return a + b + (c + d);
    }

    private T Integers<T>(ReductionFunction function, ReadOnlySpan<T> x) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var (sum, product, squares, absolute, exponentials) = (0L, 1L, 0L, 0L, 0d);
        var (least, most) = (T.MaxValue, T.MinValue);
        foreach (var place in _reduced)
        {
            var number = long.CreateTruncating(x[place]);
            (sum, product, squares, absolute) = (sum + number, product * number, squares + number * number, absolute + (number < 0 ? -number : number));
            if (function == ReductionFunction.LogSumExp) exponentials += Math.Exp(number);
            (least, most) = (T.Min(least, x[place]), T.Max(most, x[place]));
        }
        return function switch
        {
            ReductionFunction.Sum => T.CreateTruncating(sum),
            ReductionFunction.Mean => _reduced.Length == 0 ? T.Zero : T.CreateTruncating(sum / _reduced.Length),
            ReductionFunction.Maximum => most,
            ReductionFunction.Minimum => least,
            ReductionFunction.Product => T.CreateTruncating(product),
            ReductionFunction.L1 => T.CreateTruncating(absolute),
            ReductionFunction.L2 => T.CreateSaturating(Math.Sqrt(squares)),
            ReductionFunction.LogSum => T.CreateSaturating(Math.Log(sum)),
            ReductionFunction.LogSumExp => T.CreateSaturating(Math.Log(exponentials)),
            _ => T.CreateTruncating(squares),
        };
    }

    private unsafe struct Grid : IGrid
    {
        public const int Task = 64;

        public Reducer Reducer;
        public ReductionFunction Function;
        public float* Input;
        public int InputLength;
        public float* Output;

        public readonly void Run(int task, int worker)
        {
            for (var i = task * Task; i < Math.Min((task + 1) * Task, Reducer._kept.Length); i++)
            {
                var first = Math.Min(Reducer._kept[i], InputLength);
                Output[i] = Reducer.Floats(Function, new ReadOnlySpan<float>(Input + first, InputLength - first));
            }
        }
    }
}
