using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Elementwise;

/// <summary>Sums of whole maps.</summary>
public static class Arithmetic
{
    /// <summary>y = activation(a + b).</summary>
    public static unsafe void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Activation activation, float slope, Span<float> y, WorkerPool pool)
    {
        Spans.RequireLength("b", b.Length, a.Length);
        Spans.RequireLength("y", y.Length, a.Length);
        fixed (float* left = a, right = b, to = y)
        {
            var grid = new AddGrid { Chunks = new Chunks(a.Length, Chunks.Floats), A = left, B = right, Y = to };
            pool.Run(grid.Chunks.Count, ref grid);
        }
        if (activation != Activation.Identity) Activations.Forward(activation, slope, y[..a.Length], y, pool);
    }

    /// <summary>y += x.</summary>
    public static void Accumulate(ReadOnlySpan<float> x, Span<float> y, WorkerPool pool)
    {
        Spans.RequireLength("y", y.Length, x.Length);
        Add(x, y, Activation.Identity, 0, y, pool);
    }

    private unsafe struct AddGrid : IGrid
    {
        public Chunks Chunks;
        public float* A;
        public float* B;
        public float* Y;

        public readonly void Run(int task, int worker)
        {
            var (start, length) = (Chunks.Start(task), Chunks.Length(task));
            TensorPrimitives.Add(new ReadOnlySpan<float>(A + start, length), new ReadOnlySpan<float>(B + start, length), new Span<float>(Y + start, length));
        }
    }
}
