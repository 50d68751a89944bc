using System.Numerics;
using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>Every number divided by a power of the squares around it along the channels (Krizhevsky, Sutskever, Hinton 2012, section 3.3).</summary>
/// <remarks>
/// t[c] = k + α / size · Σ x[j]² over j from c − ⌊(size − 1) / 2⌋ to c + ⌈(size − 1) / 2⌉ inside the channels (ONNX's LRN; PyTorch's for odd sizes), y[c] = x[c] · t[c]^−β.
/// With r[j] = dy[j] · x[j] · t[j]^(−β − 1): dx[c] = dy[c] · t[c]^−β − 2αβ / size · x[c] · Σ r[j] over the j whose window holds c.
/// A task is a block of pixels; t is computed again in the backward pass, nothing is stored.
/// </remarks>
public static unsafe class LocalResponse
{
    // Four blocks of this size and a row stay in the first-level cache.
    private const int BlockFloats = 2048;

    /// <summary>Floats of scratch memory that both passes need.</summary>
    public static long ScratchLength(int channels, in LocalResponseRule rule, int workers) => workers * WorkerFloats(channels, rule);

    /// <summary>y from x.</summary>
    public static void Forward(ReadOnlySpan<float> x, int pixels, int channels, in LocalResponseRule rule, Span<float> y, Span<float> scratch, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, pixels, channels, channels);
        Spans.RequireMap("y", y.Length, pixels, channels, channels);
        Run(x, default, pixels, channels, rule, y, false, scratch, pool);
    }

    /// <summary>dx from x and dy, or dx += that.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int pixels, int channels, in LocalResponseRule rule, Span<float> dx, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, pixels, channels, channels);
        Spans.RequireMap("dy", dy.Length, pixels, channels, channels);
        Spans.RequireMap("dx", dx.Length, pixels, channels, channels);
        Run(x, dy, pixels, channels, rule, dx, accumulate, scratch, pool);
    }

    private static void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int pixels, int channels, in LocalResponseRule rule, Span<float> to, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(channels, rule, pool.Threads));
        fixed (float* input = x, gradient = dy, target = to, work = scratch)
        {
            var chunks = new Chunks(pixels, BlockPixels(channels));
            var grid = new Grid
            {
                Chunks = chunks,
                Channels = channels,
                Rule = rule,
                X = input,
                Dy = dy.IsEmpty ? null : gradient,
                To = target,
                Accumulate = accumulate,
                Scratch = work,
                WorkerFloats = WorkerFloats(channels, rule),
            };
            pool.Run(chunks.Count, ref grid);
        }
    }

    private static int BlockPixels(int channels) => Math.Max(1, BlockFloats / channels);

    private static long WorkerFloats(int channels, in LocalResponseRule rule) => channels + rule.Span(channels) - 1 + 3L * BlockPixels(channels) * channels;

    private struct Grid : IGrid
    {
        public Chunks Chunks;
        public int Channels;
        public LocalResponseRule Rule;
        public float* X;
        public float* Dy;
        public float* To;
        public bool Accumulate;
        public float* Scratch;
        public long WorkerFloats;

        public readonly void Run(int task, int worker)
        {
            var (first, count) = (Chunks.Start(task) * Channels, Chunks.Length(task) * Channels);
            var row = Scratch + worker * WorkerFloats;
            var block = row + Channels + Rule.Span(Channels) - 1;
            var t = new Span<float>(block, count);
            var power = new Span<float>(block + count, count);
            var x = new ReadOnlySpan<float>(X + first, count);
            var to = new Span<float>(To + first, count);

            TensorPrimitives.Multiply(x, x, power);
            Windows(row, block + count, block, count, Rule.Below(Channels), Rule.Alpha / Rule.Size, Rule.K);
            Rule.Power(t, power, new Span<float>(block + 2 * count, count));
            if (Dy is null)
            {
                TensorPrimitives.Divide(x, power, to);
                return;
            }
            var dy = new ReadOnlySpan<float>(Dy + first, count);
            var sums = new Span<float>(block + 2 * count, count);
            // r, where t was.
            TensorPrimitives.Multiply(t, power, t);
            TensorPrimitives.Multiply(dy, x, sums);
            TensorPrimitives.Divide(sums, t, t);
            // The windows that hold a channel reach the other way.
            Windows(row, block, block + 2 * count, count, Rule.Above(Channels), -2 * Rule.Alpha * Rule.Beta / Rule.Size, 0);
            TensorPrimitives.Multiply(sums, x, sums);
            TensorPrimitives.Divide(dy, power, power);
            if (Accumulate) TensorPrimitives.Add(sums, to, sums);
            TensorPrimitives.Add(power, sums, to);
        }

        // to[c] = offset + factor · Σ from[c − before … c − before + span − 1], pixel by pixel, with zeros around the channels.
        private readonly void Windows(float* row, float* from, float* to, int count, int before, float factor, float offset)
        {
            var span = Rule.Span(Channels);
            var padded = new Span<float>(row, Channels + span - 1);
            padded.Clear();
            for (var pixel = 0; pixel < count; pixel += Channels)
            {
                new ReadOnlySpan<float>(from + pixel, Channels).CopyTo(padded[before..]);
                var c = 0;
                for (; c + Vector<float>.Count <= Channels; c += Vector<float>.Count)
                {
                    var sum = Vector.Load(row + c);
                    for (var j = 1; j < span; j++) sum += Vector.Load(row + c + j);
                    Vector.Store(sum * factor + new Vector<float>(offset), to + pixel + c);
                }
                for (; c < Channels; c++)
                {
                    var sum = row[c];
                    for (var j = 1; j < span; j++) sum += row[c + j];
                    to[pixel + c] = sum * factor + offset;
                }
            }
        }
    }
}
