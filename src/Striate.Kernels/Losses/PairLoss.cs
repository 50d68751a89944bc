using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Losses;

/// <summary>Losses that compare each prediction with its own target; the loss of a row is the mean over its columns.</summary>
public static unsafe class PairLoss
{
    /// <summary>|x − t|; the gradient at 0 is 0.</summary>
    public static void Absolute(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, int rows, int columns, Span<float> gradient, Span<float> losses, WorkerPool pool) =>
        Run(new AbsoluteRule(), predictions, targets, rows, columns, gradient, losses, pool);

    /// <summary>½ d² for |d| ≤ δ, otherwise δ (|d| − ½ δ), with d = x − t (Huber 1964).</summary>
    public static void Huber(float delta, ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, int rows, int columns, Span<float> gradient, Span<float> losses, WorkerPool pool) =>
        Run(new HuberRule(delta), predictions, targets, rows, columns, gradient, losses, pool);

    /// <summary>−t · log σ(x) − (1 − t) · log(1 − σ(x)) with x a logit, as max(x, 0) − x · t + log(1 + exp(−|x|)), which does not overflow.</summary>
    public static void BinaryCrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, int rows, int columns, Span<float> gradient, Span<float> losses, WorkerPool pool) =>
        Run(new BinaryRule(), logits, targets, rows, columns, gradient, losses, pool);

    private static void Run<TRule>(TRule rule, ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, int rows, int columns, Span<float> gradient, Span<float> losses, WorkerPool pool)
        where TRule : struct, IRule
    {
        if (rows < 1 || columns < 1) throw new ArgumentException($"A loss needs 1 or more rows and columns, not {rows} and {columns}.");
        Spans.RequireLength("predictions", predictions.Length, (long)rows * columns);
        Spans.RequireLength("targets", targets.Length, (long)rows * columns);
        Spans.RequireLength("losses", losses.Length, rows);
        if (!gradient.IsEmpty) Spans.RequireLength("gradient", gradient.Length, (long)rows * columns);
        fixed (float* x = predictions, t = targets, g = gradient, l = losses)
        {
            var grid = new Grid<TRule> { Rule = rule, Predictions = x, Targets = t, Columns = columns, Gradient = gradient.IsEmpty ? null : g, Losses = l, Scale = 1.0 / ((double)rows * columns) };
            pool.Run(rows, ref grid);
        }
    }

    private interface IRule
    {
        double Value(double prediction, double target);

        double Slope(double prediction, double target);
    }

    private readonly struct AbsoluteRule : IRule
    {
        public double Value(double prediction, double target) => Math.Abs(prediction - target);

        public double Slope(double prediction, double target) => prediction > target ? 1 : prediction < target ? -1 : prediction - target;
    }

    private readonly struct HuberRule(double delta) : IRule
    {
        public double Value(double prediction, double target)
        {
            var distance = Math.Abs(prediction - target);
            return distance <= delta ? 0.5 * distance * distance : delta * (distance - 0.5 * delta);
        }

        public double Slope(double prediction, double target) => Math.Clamp(prediction - target, -delta, delta);
    }

    private readonly struct BinaryRule : IRule
    {
        public double Value(double prediction, double target) => Math.Max(prediction, 0) - prediction * target + Math.Log(1 + Math.Exp(-Math.Abs(prediction)));

        public double Slope(double prediction, double target) => 1 / (1 + Math.Exp(-prediction)) - target;
    }

    private struct Grid<TRule> : IGrid where TRule : struct, IRule
    {
        public TRule Rule;
        public float* Predictions;
        public float* Targets;
        public int Columns;
        public float* Gradient;
        public float* Losses;
        public double Scale;

        public readonly void Run(int task, int worker)
        {
            var start = (long)task * Columns;
            double sum = 0;
            for (var i = start; i < start + Columns; i++)
            {
                sum += Rule.Value(Predictions[i], Targets[i]);
                if (Gradient is not null) Gradient[i] = (float)(Scale * Rule.Slope(Predictions[i], Targets[i]));
            }
            Losses[task] = (float)(sum / Columns);
        }
    }
}
