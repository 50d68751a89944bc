using System.Numerics;
using System.Numerics.Tensors;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Arrays;

/// <summary>Functions of each number by itself.</summary>
public static class ElementwiseKernel
{
    /// <summary>y = function(x).</summary>
    public static void Run(ElementwiseFunction function, float alpha, float beta, ReadOnlySpan<float> x, Span<float> y, WorkerPool pool) => Go(new Forward(), function, alpha, beta, x, x, y, pool);

    /// <summary>dx = dy · function′(x), or dx += it.</summary>
    public static void Backward(ElementwiseFunction function, float alpha, float beta, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate, WorkerPool pool)
    {
        if (!accumulate) dx.Clear();
        Go(new Gradient(), function, alpha, beta, x, dy, dx, pool);
    }

    /// <summary>Functions that give whole numbers of whole numbers, and of truths as bytes of 0 and 1.</summary>
    /// <exception cref="ArgumentException">The function does not.</exception>
    public static void RunWhole<T>(ElementwiseFunction function, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IBinaryInteger<T>
    {
        for (var i = 0; i < x.Length; i++)
            y[i] = function switch
            {
                ElementwiseFunction.Absolute => T.IsNegative(x[i]) ? T.Zero - x[i] : x[i],
                ElementwiseFunction.Negative => T.Zero - x[i],
                ElementwiseFunction.Sign => T.IsZero(x[i]) ? T.Zero : T.IsNegative(x[i]) ? T.Zero - T.One : T.One,
                ElementwiseFunction.Relu => T.IsNegative(x[i]) ? T.Zero : x[i],
                ElementwiseFunction.Not => ~x[i],
                _ => throw new ArgumentException($"{function} gives no whole numbers."),
            };
    }

    /// <summary>The other truth of each, 0 or 1.</summary>
    public static void Not(ReadOnlySpan<byte> x, Span<byte> y)
    {
        for (var i = 0; i < x.Length; i++) y[i] = (byte)(1 - x[i]);
    }

    /// <summary>Whether numbers are none, or infinite: 0 or 1 each.</summary>
    public static void Test(ElementwiseFunction function, float alpha, float beta, ReadOnlySpan<float> x, Span<byte> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var is1 = function == ElementwiseFunction.IsNaN ? float.IsNaN(x[i]) : alpha != 0 && float.IsNegativeInfinity(x[i]) || beta != 0 && float.IsPositiveInfinity(x[i]);
            y[i] = is1 ? (byte)1 : (byte)0;
        }
    }

    private static unsafe void Go<TPass>(TPass pass, ElementwiseFunction function, float alpha, float beta, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> y, WorkerPool pool) where TPass : struct, IPass
    {
        if (x.Length != y.Length || x.Length != dy.Length) throw new ArgumentException($"{x.Length} numbers do not give {y.Length}.");
        fixed (float* from = x, gradient = dy, to = y)
        {
            var grid = new Grid<TPass> { Pass = pass, Function = function, Alpha = alpha, Beta = beta, X = from, Gradient = gradient, Y = to, Chunks = new Chunks(x.Length, Chunks.Floats) };
            pool.Run(grid.Chunks.Count, ref grid, x.Length);
        }
    }

    private interface IPass
    {
        void Run(ElementwiseFunction function, float alpha, float beta, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> y);
    }

    private readonly struct Forward : IPass
    {
        public void Run(ElementwiseFunction function, float alpha, float beta, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> y)
        {
            switch (function)
            {
                // Vectors, of functions whose bits are the same however they are computed.
                case ElementwiseFunction.Absolute: TensorPrimitives.Abs(x, y); break;
                case ElementwiseFunction.Negative: TensorPrimitives.Negate(x, y); break;
                case ElementwiseFunction.Reciprocal: TensorPrimitives.Divide(1, x, y); break;
                case ElementwiseFunction.SquareRoot: TensorPrimitives.Sqrt(x, y); break;
                case ElementwiseFunction.Relu: TensorPrimitives.Max(x, 0f, y); break;
                case ElementwiseFunction.Floor: TensorPrimitives.Floor(x, y); break;
                case ElementwiseFunction.Ceiling: TensorPrimitives.Ceiling(x, y); break;
                case ElementwiseFunction.Clip:
                    TensorPrimitives.Max(x, alpha, y);
                    TensorPrimitives.Min(y, beta, y);
                    break;
                case ElementwiseFunction.Linear:
                    TensorPrimitives.Multiply(x, alpha, y);
                    TensorPrimitives.Add(y, beta, y);
                    break;
                default:
                    for (var i = 0; i < x.Length; i++) y[i] = ScalarFunctions.Value(function, x[i], alpha, beta);
                    break;
            }
        }
    }

    private readonly struct Gradient : IPass
    {
        public void Run(ElementwiseFunction function, float alpha, float beta, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> y)
        {
            for (var i = 0; i < x.Length; i++) y[i] += dy[i] * ScalarFunctions.Slope(function, x[i], alpha, beta);
        }
    }

    private unsafe struct Grid<TPass> : IGrid where TPass : struct, IPass
    {
        public TPass Pass;
        public ElementwiseFunction Function;
        public float Alpha;
        public float Beta;
        public float* X;
        public float* Gradient;
        public float* Y;
        public Chunks Chunks;

        public readonly void Run(int task, int worker)
        {
            var (start, length) = (Chunks.Start(task), Chunks.Length(task));
            Pass.Run(Function, Alpha, Beta, new ReadOnlySpan<float>(X + start, length), new ReadOnlySpan<float>(Gradient + start, length), new Span<float>(Y + start, length));
        }
    }
}
