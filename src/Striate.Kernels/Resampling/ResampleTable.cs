namespace Striate.Kernels.Resampling;

/// <summary>One axis of a resampling as a sparse matrix: each output is a weighted sum of neighbouring inputs. Immutable.</summary>
public sealed class ResampleTable
{
    private readonly int[] _starts;
    private readonly int[] _offsets;
    private readonly float[] _weights;

    /// <summary>Checks and stores the rows.</summary>
    /// <param name="input">The input size.</param>
    /// <param name="rows">For each output its first input and the weights from there on. First and last inputs never step back from one output to the next.</param>
    /// <exception cref="ArgumentException">A row leaves the input or steps back, or there is none.</exception>
    public ResampleTable(int input, IReadOnlyList<(int First, float[] Weights)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (input < 1 || rows.Count < 1) throw new ArgumentException($"A resampling needs 1 or more inputs and outputs, not {input} and {rows.Count}.");
        (Input, Output) = (input, rows.Count);
        (_starts, _offsets) = (new int[Output], new int[Output + 1]);
        for (var output = 0; output < Output; output++)
        {
            var (first, weights) = rows[output];
            var (before, end) = output == 0 ? (0, 0) : (_starts[output - 1], End(output - 1));
            if (first < before || first + weights.Length < end || first + weights.Length > input)
                throw new ArgumentException($"Output {output} of a resampling takes the inputs {first}…{first + weights.Length - 1} of {input} behind {before}…{end - 1}.");
            _starts[output] = first;
            _offsets[output + 1] = checked(_offsets[output] + weights.Length);
        }
        _weights = [.. rows.SelectMany(row => row.Weights)];
        IsIdentity = Input == Output && Enumerable.Range(0, Output).All(output => _starts[output] == output && Count(output) == 1 && _weights[output] == 1);
    }

    /// <summary>An axis that a lower-dimensional problem does not have.</summary>
    public static ResampleTable Unit { get; } = new(1, [(0, [1])]);

    /// <summary>The input size.</summary>
    public int Input { get; }

    /// <summary>The output size.</summary>
    public int Output { get; }

    /// <summary>Whether outputs are the inputs.</summary>
    public bool IsIdentity { get; }

    /// <summary>All weights: the multiply–adds of one line.</summary>
    public int Weights => _weights.Length;

    /// <summary>The first input of an output.</summary>
    public int First(int output) => _starts[output];

    /// <summary>The input behind the last of an output.</summary>
    public int End(int output) => _starts[output] + Count(output);

    /// <summary>The weights of an output's inputs.</summary>
    public ReadOnlySpan<float> Row(int output) => _weights.AsSpan(_offsets[output], Count(output));

    /// <summary>The table of the backward pass: every input with the outputs that it gave to.</summary>
    public ResampleTable Transposed()
    {
        var rows = new (int First, float[] Weights)[Input];
        var (first, end) = (0, 0);
        for (var input = 0; input < Input; input++)
        {
            while (first < Output && End(first) <= input) first++;
            while (end < Output && First(end) <= input) end++;
            var weights = new float[Math.Max(end - first, 0)];
            for (var i = 0; i < weights.Length; i++) weights[i] = Row(first + i)[input - First(first + i)];
            // An input that gave to none stands where its neighbours do.
            rows[input] = (weights.Length > 0 ? first : end, weights);
        }
        return new ResampleTable(Output, rows);
    }

    private int Count(int output) => _offsets[output + 1] - _offsets[output];
}
