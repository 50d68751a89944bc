using Striate.Kernels.Convolution;
using Striate.Kernels.Random;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Elementwise;

/// <summary>Whole channels of examples set to zero at random and the others scaled; who stays is a function of the stream, drawn again wherever it is needed.</summary>
public static unsafe class ChannelDropout
{
    /// <summary>Floats of scratch memory: a factor for each channel of each example.</summary>
    public static long ScratchLength(int batch, int channels) => (long)batch * channels;

    /// <summary>y[n, p, c] = x[n, p, c] / (1 − rate) where the stream's uniform number n · channels + c is at least the rate, otherwise 0; or y += that. It is its own gradient.</summary>
    public static void Run(ReadOnlySpan<float> x, int batch, int pixels, int channels, float rate, PhiloxStream stream, Span<float> y, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, (long)batch * pixels, channels, channels);
        Spans.RequireMap("y", y.Length, (long)batch * pixels, channels, channels);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(batch, channels));
        for (var i = 0; i < batch * channels; i++) scratch[i] = stream.Uniform((ulong)i) >= rate ? 1 / (1 - rate) : 0;
        fixed (float* from = x, to = y, factors = scratch)
        {
            var chunks = new Chunks((long)batch * pixels, Math.Max(1, Chunks.Floats / channels));
            var grid = new Grid { Chunks = chunks, Pixels = pixels, Channels = channels, From = from, Factors = factors, To = to, Accumulate = accumulate };
            pool.Run(chunks.Count, ref grid);
        }
    }

    private struct Grid : IGrid
    {
        public Chunks Chunks;
        public int Pixels;
        public int Channels;
        public float* From;
        public float* Factors;
        public float* To;
        public bool Accumulate;

        // A factor of 0 clears even what is not finite.
        public readonly void Run(int task, int worker)
        {
            for (var pixel = Chunks.Start(task); pixel < Chunks.Start(task) + Chunks.Length(task); pixel++)
                Row(From + pixel * Channels, Factors + pixel / Pixels * Channels, To + pixel * Channels);
        }

        private readonly void Row(float* x, float* factors, float* y)
        {
            for (var c = 0; c < Channels; c++)
            {
                var value = factors[c] == 0 ? 0 : x[c] * factors[c];
                y[c] = Accumulate ? y[c] + value : value;
            }
        }
    }
}
