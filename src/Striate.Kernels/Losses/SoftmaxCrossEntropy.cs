using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Losses;

/// <summary>Softmax and cross-entropy in one pass over rows of logits.</summary>
public static unsafe class SoftmaxCrossEntropy
{
    /// <summary>loss[row] = log Σ exp(logits) − Σ q · logits with q = (1 − s) · one-hot + s / classes, and the gradient of the mean loss: (softmax − q) / rows.</summary>
    /// <param name="logits"><c>rows × classes</c>.</param>
    /// <param name="targets">A class index a row, whose range the caller has checked; or <c>rows × classes</c> probabilities, which stand in place of the one-hot vectors (one class is always an index).</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="gradient"><c>rows × classes</c>, or empty.</param>
    /// <param name="losses">One number a row.</param>
    /// <param name="pool">The threads.</param>
    /// <param name="smoothing">s, from 0 to 1: the share of the answer that is spread over all classes.</param>
    public static void Run(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, int rows, int classes, Span<float> gradient, Span<float> losses, WorkerPool pool, float smoothing = 0)
    {
        if (rows < 1 || classes < 1) throw new ArgumentException($"A loss needs 1 or more rows and classes, not {rows} and {classes}.");
        if (smoothing is not (>= 0 and <= 1)) throw new ArgumentException($"Smoothing lies between 0 and 1; it is {smoothing.ToString(CultureInfo.InvariantCulture)}.");
        Spans.RequireLength("logits", logits.Length, (long)rows * classes);
        var isSoft = classes > 1 && targets.Length == (long)rows * classes;
        if (!isSoft) Spans.RequireLength("targets", targets.Length, rows);
        Spans.RequireLength("losses", losses.Length, rows);
        if (!gradient.IsEmpty) Spans.RequireLength("gradient", gradient.Length, (long)rows * classes);
        fixed (float* x = logits, t = targets, g = gradient, l = losses)
        {
            var grid = new Grid { Chunks = new Chunks(rows, Math.Max(1, 4096 / classes)), Logits = x, Targets = t, Classes = classes, Gradient = gradient.IsEmpty ? null : g, Losses = l, Scale = 1f / rows, Smoothing = smoothing, IsSoft = isSoft };
            pool.Run(grid.Chunks.Count, ref grid);
        }
    }

    private struct Grid : IGrid
    {
        private const int BlockFloats = 256;

        public Chunks Chunks;
        public float* Logits;
        public float* Targets;
        public int Classes;
        public float* Gradient;
        public float* Losses;
        public float Scale;
        public float Smoothing;
        public bool IsSoft;

        public readonly void Run(int task, int worker)
        {
            var start = Chunks.Start(task);
            Span<float> block = stackalloc float[BlockFloats];
            for (var row = start; row < start + Chunks.Length(task); row++)
            {
                var logits = new ReadOnlySpan<float>(Logits + row * Classes, Classes);
                var gradient = Gradient is null ? default : new Span<float>(Gradient + row * Classes, Classes);
                // exp(x − max) cannot overflow, and one term is 1: the logarithm is finite. The exponentials wait where the gradient will lie.
                var max = TensorPrimitives.Max(logits);
                double sum = 0;
                for (var c = 0; c < Classes; c += BlockFloats)
                {
                    var length = Math.Min(BlockFloats, Classes - c);
                    var exponentials = gradient.IsEmpty ? block[..length] : gradient.Slice(c, length);
                    TensorPrimitives.Subtract(logits.Slice(c, length), max, exponentials);
                    TensorPrimitives.Exp(exponentials, exponentials);
                    sum += Sum(exponentials);
                }
                if (IsSoft)
                {
                    Soften(row, logits, gradient, Math.Log(sum) + max, sum);
                    continue;
                }
                var target = (int)Targets[row];
                Losses[row] = (float)(Math.Log(sum) + max - Smoothed(logits, target));
                if (gradient.IsEmpty) continue;
                TensorPrimitives.Multiply(gradient, (float)(Scale / sum), gradient);
                if (Smoothing > 0) TensorPrimitives.Subtract(gradient, Scale * Smoothing / Classes, gradient);
                gradient[target] -= Scale * (1 - Smoothing);
            }
        }

        // With a the sum of the probabilities, which is 1 but for rounding: loss = a · log Σ exp − Σ q x, and the gradient a · softmax − q.
        private readonly void Soften(long row, ReadOnlySpan<float> logits, Span<float> gradient, double logarithm, double sum)
        {
            var probabilities = new ReadOnlySpan<float>(Targets + row * Classes, Classes);
            var (kept, spread) = (1 - (double)Smoothing, Smoothing / (double)Classes);
            double total = 0, loss = 0;
            for (var c = 0; c < Classes; c++)
            {
                var share = kept * probabilities[c] + spread;
                total += share;
                if (share != 0) loss += share * (logarithm - logits[c]);
            }
            Losses[row] = (float)loss;
            if (gradient.IsEmpty) return;
            TensorPrimitives.Multiply(gradient, (float)(Scale * total / sum), gradient);
            for (var c = 0; c < Classes; c++) gradient[c] -= (float)(Scale * (kept * probabilities[c] + spread));
        }

        // In double, so that a loss near 0 keeps its digits.
        private static double Sum(ReadOnlySpan<float> values)
        {
            var sums = Vector<double>.Zero;
            var i = 0;
            for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Widen(new Vector<float>(values[i..]), out var low, out var high);
                sums += low + high;
            }
            var sum = Vector.Sum(sums);
            for (; i < values.Length; i++) sum += values[i];
            return sum;
        }

        // Without smoothing a logit of −∞ is none of the sum's business: 0 · ∞ would be no number.
        private readonly double Smoothed(ReadOnlySpan<float> logits, int target)
        {
            if (Smoothing == 0) return logits[target];
            double sum = 0;
            foreach (var x in logits) sum += x;
            return (1 - (double)Smoothing) * logits[target] + Smoothing * sum / Classes;
        }
    }
}
