using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Random;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Elementwise;

/// <summary>Whole examples set to zero at random and the others scaled; who stays is a function of the stream, drawn again wherever it is needed.</summary>
public static class ExampleDropout
{
    /// <summary>y[n] = x[n] / (1 − rate) where the stream's uniform number n is at least the rate, otherwise 0; or y += that. It is its own gradient.</summary>
    public static unsafe void Run(ReadOnlySpan<float> x, int batch, float rate, PhiloxStream stream, Span<float> y, bool accumulate, WorkerPool pool)
    {
        Spans.RequireLength("y", y.Length, x.Length);
        if (batch < 1 || x.Length % batch != 0) throw new ArgumentException($"{x.Length} floats are no {batch} examples of one size.");
        fixed (float* from = x, to = y)
        {
            var chunks = new Chunks(x.Length / batch, Chunks.Floats);
            var grid = new ExampleGrid { Chunks = chunks, Length = x.Length / batch, From = from, To = to, Rate = rate, Stream = stream, Accumulate = accumulate };
            pool.Run(batch * chunks.Count, ref grid);
        }
    }

    private unsafe struct ExampleGrid : IGrid
    {
        public Chunks Chunks;
        public int Length;
        public float* From;
        public float* To;
        public float Rate;
        public PhiloxStream Stream;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var (example, chunk) = (task / Chunks.Count, task % Chunks.Count);
            var start = (long)example * Length + Chunks.Start(chunk);
            var x = new ReadOnlySpan<float>(From + start, Chunks.Length(chunk));
            var y = new Span<float>(To + start, Chunks.Length(chunk));
            var stays = Stream.Uniform((ulong)example) >= Rate;
            if (Accumulate && stays) TensorPrimitives.MultiplyAdd(x, 1 / (1 - Rate), y, y);
            else if (stays) TensorPrimitives.Multiply(x, 1 / (1 - Rate), y);
            else if (!Accumulate) y.Clear();
        }
    }
}
