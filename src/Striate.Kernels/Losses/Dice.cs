using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Losses;

/// <summary>How little the softmax of logits and one-hot targets overlap (Milletari, Navab, Ahmadi 2016, for many classes).</summary>
public static unsafe class Dice
{
    // Keeps 0 / 0 from happening where a class is in neither map.
    private const double Smooth = 1e-5;

    /// <summary>Floats of scratch memory: the softmax.</summary>
    public static long ScratchLength(int examples, int pixels, int classes) => (long)examples * pixels * classes;

    /// <summary>
    /// loss[example] = 1 − mean over classes of (2 Σ p q + s) / (Σ p + Σ q + s), sums over the pixels, p the softmax, q the one-hot targets and s = 1e-5; the gradient of the mean over the examples.
    /// </summary>
    public static void Run(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, int examples, int pixels, int classes, Span<float> gradient, Span<float> losses, Span<float> scratch, WorkerPool pool)
    {
        if (examples < 1 || pixels < 1 || classes < 1) throw new ArgumentException($"A loss needs 1 or more examples, pixels and classes, not {examples}, {pixels} and {classes}.");
        Spans.RequireLength("logits", logits.Length, (long)examples * pixels * classes);
        Spans.RequireLength("targets", targets.Length, (long)examples * pixels);
        Spans.RequireLength("losses", losses.Length, examples);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(examples, pixels, classes));
        if (!gradient.IsEmpty) Spans.RequireLength("gradient", gradient.Length, (long)examples * pixels * classes);
        Elementwise.Softmax.Forward(logarithm: false, logits, examples * pixels, classes, scratch, pool);
        fixed (float* p = scratch, t = targets, g = gradient, l = losses)
        {
            var grid = new Grid { Examples = examples, Pixels = pixels, Classes = classes, Shares = p, Targets = t, Gradient = gradient.IsEmpty ? null : g, Losses = l };
            pool.Run(examples, ref grid);
        }
    }

    private struct Grid : IGrid
    {
        public int Examples;
        public int Pixels;
        public int Classes;
        public float* Shares;
        public float* Targets;
        public float* Gradient;
        public float* Losses;

        public readonly void Run(int task, int worker)
        {
            var shares = Shares + (long)task * Pixels * Classes;
            var targets = Targets + (long)task * Pixels;
            double overlap = 0;
            for (var c = 0; c < Classes; c++)
            {
                var (common, whole) = Sums(shares, targets, c);
                overlap += (2 * common + Smooth) / (whole + Smooth);
                if (Gradient is null) continue;
                // The slope by p[pixel, c], in the gradient's place until the softmax's own rule has it.
                for (var pixel = 0; pixel < Pixels; pixel++)
                {
                    var hit = (int)targets[pixel] == c ? 2 * (whole + Smooth) : 0;
                    Gradient[((long)task * Pixels + pixel) * Classes + c] = (float)(-(hit - (2 * common + Smooth)) / ((whole + Smooth) * (whole + Smooth) * Classes * Examples));
                }
            }
            Losses[task] = (float)(1 - overlap / Classes);
            if (Gradient is not null) ThroughSoftmax(shares, Gradient + (long)task * Pixels * Classes);
        }

        private readonly (double Common, double Whole) Sums(float* shares, float* targets, int c)
        {
            double common = 0, whole = 0;
            for (var pixel = 0; pixel < Pixels; pixel++)
            {
                double p = shares[(long)pixel * Classes + c];
                whole += p;
                if ((int)targets[pixel] != c) continue;
                whole += 1;
                common += p;
            }
            return (common, whole);
        }

        private readonly void ThroughSoftmax(float* shares, float* gradient)
        {
            for (var pixel = 0; pixel < Pixels; pixel++, shares += Classes, gradient += Classes)
            {
                double sum = 0;
                for (var c = 0; c < Classes; c++) sum += (double)gradient[c] * shares[c];
                for (var c = 0; c < Classes; c++) gradient[c] = (float)(shares[c] * (gradient[c] - sum));
            }
        }
    }
}
