using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Losses;

/// <summary>Losses over the classes of one row of logits, class by class weighted, or weighted by how hard the row is.</summary>
/// <remarks>A target is a class index a row; the caller has checked their range. A task is a row.</remarks>
public static unsafe class ClassLoss
{
    /// <summary>loss[row] = −factor · Σ a[c] · log softmax(x)[c] with a = (1 − s) · w[target] at the target and s · w[c] / classes everywhere; the gradient is that of the mean of the losses over the rows.</summary>
    public static void CrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, int rows, int classes, ReadOnlySpan<float> weights, float smoothing, double factor,
        Span<float> gradient, Span<float> losses, WorkerPool pool) => Run(logits, targets, rows, classes, weights, new Setting(smoothing, 0, factor), gradient, losses, pool);

    /// <summary>loss[row] = −(1 − p)^γ · log p with p = softmax(x)[target] (Lin et al. 2017, equation 4, for classes that exclude each other); the gradient is that of the mean over the rows.</summary>
    public static void Focal(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, int rows, int classes, float gamma, Span<float> gradient, Span<float> losses, WorkerPool pool) =>
        Run(logits, targets, rows, classes, default, new Setting(0, gamma, 1), gradient, losses, pool);

    private static void Run(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, int rows, int classes, ReadOnlySpan<float> weights, Setting setting, Span<float> gradient, Span<float> losses, WorkerPool pool)
    {
        if (rows < 1 || classes < 1) throw new ArgumentException($"A loss needs 1 or more rows and classes, not {rows} and {classes}.");
        Spans.RequireLength("logits", logits.Length, (long)rows * classes);
        Spans.RequireLength("targets", targets.Length, rows);
        Spans.RequireLength("losses", losses.Length, rows);
        if (!weights.IsEmpty) Spans.RequireLength("weights", weights.Length, classes);
        if (!gradient.IsEmpty) Spans.RequireLength("gradient", gradient.Length, (long)rows * classes);
        fixed (float* x = logits, t = targets, w = weights, g = gradient, l = losses)
        {
            var grid = new Grid { Rows = rows, Classes = classes, Logits = x, Targets = t, Weights = weights.IsEmpty ? null : w, Setting = setting, Gradient = gradient.IsEmpty ? null : g, Losses = l };
            pool.Run(rows, ref grid);
        }
    }

    private readonly record struct Setting(double Smoothing, double Gamma, double Factor);

    private struct Grid : IGrid
    {
        public int Rows;
        public int Classes;
        public float* Logits;
        public float* Targets;
        public float* Weights;
        public Setting Setting;
        public float* Gradient;
        public float* Losses;

        public readonly void Run(int task, int worker)
        {
            var x = Logits + (long)task * Classes;
            var target = (int)Targets[task];
            double most = x[0], sum = 0;
            for (var c = 1; c < Classes; c++) most = Math.Max(most, x[c]);
            for (var c = 0; c < Classes; c++) sum += Math.Exp(x[c] - most);
            var logarithm = Math.Log(sum) + most;
            if (Weights is null) Focus(task, x, target, logarithm);
            else Weigh(task, x, target, logarithm);
        }

        private readonly void Weigh(int row, float* x, int target, double logarithm)
        {
            double total = 0, loss = 0;
            for (var c = 0; c < Classes; c++)
            {
                var share = Share(c, target);
                total += share;
                if (share != 0) loss += share * (logarithm - x[c]);
            }
            Losses[row] = (float)(Setting.Factor * loss);
            if (Gradient is null) return;
            var (first, scale) = ((long)row * Classes, Setting.Factor / Rows);
            for (var c = 0; c < Classes; c++) Gradient[first + c] = (float)(scale * (total * Math.Exp(x[c] - logarithm) - Share(c, target)));
        }

        private readonly double Share(int c, int target) => (c == target ? (1 - Setting.Smoothing) * Weights[c] : 0) + Setting.Smoothing * Weights[c] / Classes;

        // With p the target's softmax: d loss / dx[c] = (γ p (1 − p)^(γ − 1) log p − (1 − p)^γ) · ([c = target] − softmax[c]).
        private readonly void Focus(int row, float* x, int target, double logarithm)
        {
            var log = x[target] - logarithm;
            var p = Math.Exp(log);
            // 1 − p from the other classes: nothing cancels where the row is easy.
            double rest = 0;
            for (var c = 0; c < Classes; c++)
                if (c != target) rest += Math.Exp(x[c] - logarithm);
            var power = Math.Pow(rest, Setting.Gamma);
            Losses[row] = (float)(-power * log);
            if (Gradient is null) return;
            var slope = (rest > 0 ? Setting.Gamma * p * power / rest * log : 0) - power;
            for (var c = 0; c < Classes; c++) Gradient[(long)row * Classes + c] = (float)(slope / Rows * (c == target ? rest : -Math.Exp(x[c] - logarithm)));
        }
    }
}
