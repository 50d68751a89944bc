using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Losses;

/// <summary>The mean of squared differences.</summary>
public static unsafe class MeanSquaredError
{
    /// <summary>loss[row] = Σ (prediction − target)² / columns, and the gradient of the mean loss: 2 (prediction − target) / (rows · columns).</summary>
    public static void Run(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, int rows, int columns, Span<float> gradient, Span<float> losses, WorkerPool pool)
    {
        if (rows < 1 || columns < 1) throw new ArgumentException($"A loss needs 1 or more rows and columns, not {rows} and {columns}.");
        Spans.RequireLength("predictions", predictions.Length, (long)rows * columns);
        Spans.RequireLength("targets", targets.Length, (long)rows * columns);
        Spans.RequireLength("losses", losses.Length, rows);
        if (!gradient.IsEmpty) Spans.RequireLength("gradient", gradient.Length, (long)rows * columns);
        fixed (float* x = predictions, t = targets, g = gradient, l = losses)
        {
            var grid = new Grid { Predictions = x, Targets = t, Columns = columns, Gradient = gradient.IsEmpty ? null : g, Losses = l, Scale = 2f / ((float)rows * columns) };
            pool.Run(rows, ref grid);
        }
    }

    private struct Grid : IGrid
    {
        public float* Predictions;
        public float* Targets;
        public int Columns;
        public float* Gradient;
        public float* Losses;
        public float Scale;

        public readonly void Run(int task, int worker)
        {
            var start = (long)task * Columns;
            double sum = 0;
            for (var i = start; i < start + Columns; i++)
            {
                var difference = Predictions[i] - Targets[i];
                sum += (double)difference * difference;
                if (Gradient is not null) Gradient[i] = Scale * difference;
            }
            Losses[task] = (float)(sum / Columns);
        }
    }
}
