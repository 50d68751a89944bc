using System.Numerics;
using Striate.Kernels.Arrays;
using Striate.Tensors;

namespace Striate.Steps.Arrays;

/// <summary>Products of the matrices of two values, one after the other.</summary>
internal sealed class MatrixStep : Step
{
    private readonly bool _transposesFirst;
    private readonly bool _transposesSecond;
    private readonly float _factor;
    private readonly MatrixProduct _product;
    private readonly MatrixProduct _first;
    private readonly MatrixProduct _second;
    // The matrix of each input for each matrix of the output.
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly long _work;

    public MatrixStep(bool transposesFirst, bool transposesSecond, float factor, long work, Value a, Value b, Value output) : base([a, b], output)
    {
        (_transposesFirst, _transposesSecond, _factor, _work) = (transposesFirst, transposesSecond, factor, work * output.Batch);
        var (rows, columns, inner) = (output.Shape[^2], output.Shape[^1], transposesFirst ? a.Shape[^2] : a.Shape[^1]);
        _product = new MatrixProduct(rows, inner, columns);
        // da is M × K, or K × M where a is; db likewise.
        _first = transposesFirst ? new MatrixProduct(inner, columns, rows) : new MatrixProduct(rows, columns, inner);
        _second = transposesSecond ? new MatrixProduct(columns, rows, inner) : new MatrixProduct(inner, rows, columns);
        (_left, _right) = (Matrices(a, output), Matrices(b, output));
    }

    public override string Kind => "multiply matrices";

    public override string Detail => $"{_product.Rows}×{_product.Inner} · {_product.Inner}×{_product.Columns}";

    public override bool MixesExamples => false;

    public override long MultiplyAccumulates => _work;

    public override bool BackwardReadsInput(int index) => true;

    public override long ScratchLength(int workers, bool training) => Output.Type != ElementType.Float32 ? 0
        : training ? Math.Max(_product.ScratchLength(workers), Math.Max(_first.ScratchLength(workers), _second.ScratchLength(workers))) : _product.ScratchLength(workers);

    public override void Forward(StepContext context)
    {
        switch (Output.Type)
        {
            case ElementType.Float32:
                var (m, k, n) = (_product.Rows, _product.Inner, _product.Columns);
                for (var i = 0; i < _left.Length; i++)
                {
                    _product.Run(Inputs[0].Data.Slice(_left[i] * m * k, m * k), _transposesFirst, Inputs[1].Data.Slice(_right[i] * k * n, k * n), _transposesSecond, _factor,
                        Output.Data.Slice(i * m * n, m * n), accumulate: false, context.Scratch, context.Pool);
                }
                break;
            case ElementType.Int64: Integers(Inputs[0].As<long>(), Inputs[1].As<long>(), Output.As<long>()); break;
            default: Integers(Inputs[0].As<int>(), Inputs[1].As<int>(), Output.As<int>()); break;
        }
    }

    public override void Backward(StepContext context)
    {
        var (m, k, n) = (_product.Rows, _product.Inner, _product.Columns);
        for (var input = 0; input < 2; input++)
        {
            if (InputMode(input) == GradientMode.Skip) continue;
            if (InputMode(input) == GradientMode.Write) Inputs[input].Gradient.Clear();
            for (var i = 0; i < _left.Length; i++)
            {
                var a = Inputs[0].Data.Slice(_left[i] * m * k, m * k);
                var b = Inputs[1].Data.Slice(_right[i] * k * n, k * n);
                var dy = Output.Gradient.Slice(i * m * n, m * n);
                var to = input == 0 ? Inputs[0].Gradient.Slice(_left[i] * m * k, m * k) : Inputs[1].Gradient.Slice(_right[i] * k * n, k * n);
                if (input == 0 && _transposesFirst) _first.Run(b, _transposesSecond, dy, true, _factor, to, accumulate: true, context.Scratch, context.Pool);
                else if (input == 0) _first.Run(dy, false, b, !_transposesSecond, _factor, to, accumulate: true, context.Scratch, context.Pool);
                else if (_transposesSecond) _second.Run(dy, true, a, _transposesFirst, _factor, to, accumulate: true, context.Scratch, context.Pool);
                else _second.Run(a, !_transposesFirst, dy, false, _factor, to, accumulate: true, context.Scratch, context.Pool);
            }
        }
    }

    private static int[] Matrices(Value input, Value output)
    {
        var count = output.Shape[..^2];
        var shape = input.Shape[..^2];
        var matrices = new int[(int)count.Length * output.Batch];
        for (var i = 0; i < matrices.Length; i++)
        {
            var (rest, step, at) = (i, 1, 0);
            for (var axis = count.Rank - 1; axis >= 0; axis--)
            {
                var own = axis - count.Rank + shape.Rank;
                if (own >= 0)
                {
                    at += shape[own] == 1 ? 0 : rest % count[axis] * step;
                    step *= shape[own];
                }
                rest /= count[axis];
            }
            matrices[i] = at + (input.Batch == 1 ? 0 : rest * step);
        }
        return matrices;
    }

    private void Integers<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c) where T : unmanaged, IBinaryInteger<T>
    {
        var (m, k, n) = (_product.Rows, _product.Inner, _product.Columns);
        for (var matrix = 0; matrix < _left.Length; matrix++)
        {
            var left = a.Slice(_left[matrix] * m * k, m * k);
            var right = b.Slice(_right[matrix] * k * n, k * n);
            for (var i = 0; i < m * n; i++)
            {
                var sum = T.Zero;
                for (var j = 0; j < k; j++) sum += left[_transposesFirst ? j * m + i / n : i / n * k + j] * right[_transposesSecond ? i % n * k + j : j * n + i % n];
                c[matrix * m * n + i] = sum;
            }
        }
    }
}
