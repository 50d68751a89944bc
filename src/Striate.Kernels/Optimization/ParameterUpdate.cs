using System.Numerics;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Optimization;

/// <summary>One pass over weights, gradients and optimiser state.</summary>
public static unsafe class ParameterUpdate
{
    /// <summary>Applies a rule to every parameter.</summary>
    /// <param name="weights">The parameters.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="first">The first slot of state, or empty.</param>
    /// <param name="second">The second slot of state, or empty.</param>
    /// <param name="gradientScale">Multiplies gradients first (clipping).</param>
    /// <param name="rule">The formula.</param>
    /// <param name="pool">The threads.</param>
    public static void Run<TRule>(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, float gradientScale, TRule rule, WorkerPool pool)
        where TRule : struct, IUpdateRule
    {
        Spans.RequireLength("gradients", gradients.Length, weights.Length);
        if (!first.IsEmpty) Spans.RequireLength("first slot", first.Length, weights.Length);
        if (!second.IsEmpty) Spans.RequireLength("second slot", second.Length, weights.Length);
        fixed (float* w = weights, g = gradients, a = first, b = second)
        {
            var grid = new Grid<TRule> { Chunks = new Chunks(weights.Length, Chunks.Floats), W = w, G = g, First = first.IsEmpty ? null : a, Second = second.IsEmpty ? null : b, Scale = gradientScale, Rule = rule };
            pool.Run(grid.Chunks.Count, ref grid);
        }
    }

    private struct Grid<TRule> : IGrid where TRule : struct, IUpdateRule
    {
        public Chunks Chunks;
        public float* W;
        public float* G;
        public float* First;
        public float* Second;
        public float Scale;
        public TRule Rule;

        public void Run(int task, int worker)
        {
            var (start, end) = (Chunks.Start(task), Chunks.Start(task) + Chunks.Length(task));
            var rule = Rule;
            var i = start;
            for (; i + Vector<float>.Count <= end; i += Vector<float>.Count)
            {
                var w = Vector.Load(W + i);
                var first = First is null ? default : Vector.Load(First + i);
                var second = Second is null ? default : Vector.Load(Second + i);
                rule.Apply(ref w, Vector.Load(G + i) * Scale, ref first, ref second);
                Vector.Store(w, W + i);
                if (First is not null) Vector.Store(first, First + i);
                if (Second is not null) Vector.Store(second, Second + i);
            }
            for (; i < end; i++)
            {
                var w = new Vector<float>(W[i]);
                var first = First is null ? default : new Vector<float>(First[i]);
                var second = Second is null ? default : new Vector<float>(Second[i]);
                rule.Apply(ref w, new Vector<float>(G[i]) * Scale, ref first, ref second);
                W[i] = w[0];
                if (First is not null) First[i] = first[0];
                if (Second is not null) Second[i] = second[0];
            }
        }
    }
}
