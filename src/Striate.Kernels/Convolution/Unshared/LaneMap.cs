using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Unshared;

/// <summary>A map with the examples of its batch in the lanes of vectors: blocks of as many examples as a vector has lanes × pixels × channels × lanes; missing examples are zero.</summary>
internal static unsafe class LaneMap<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    // Pixels of one task.
    private const int Part = 8;

    public static int Blocks(int batch) => (batch + TSimd.Count - 1) / TSimd.Count;

    public static long Length(int batch, int pixels, int channels) => (long)Blocks(batch) * pixels * channels * TSimd.Count;

    public static void Fill(float* map, int batch, int pixels, int channels, float* lanes, WorkerPool pool)
    {
        var grid = new FillGrid { Map = map, Lanes = lanes, Batch = batch, Pixels = pixels, Channels = channels };
        pool.Run(Blocks(batch) * ((pixels + Part - 1) / Part), ref grid);
    }

    public static void Empty(float* lanes, int batch, int pixels, int channels, float* map, bool accumulate, WorkerPool pool)
    {
        var grid = new EmptyGrid { Map = map, Lanes = lanes, Batch = batch, Pixels = pixels, Channels = channels, Accumulate = accumulate };
        pool.Run(Blocks(batch) * ((pixels + Part - 1) / Part), ref grid);
    }

    private struct FillGrid : IGrid
    {
        public float* Map;
        public float* Lanes;
        public int Batch;
        public int Pixels;
        public int Channels;

        public readonly void Run(int task, int worker)
        {
            var (block, part) = Math.DivRem(task, (Pixels + Part - 1) / Part);
            var examples = Math.Min(TSimd.Count, Batch - block * TSimd.Count);
            for (var pixel = part * Part; pixel < Math.Min(Pixels, (part + 1) * Part); pixel++)
            {
                var to = Lanes + ((long)block * Pixels + pixel) * Channels * TSimd.Count;
                var from = Map + ((long)block * TSimd.Count * Pixels + pixel) * Channels;
                if (examples < TSimd.Count) new Span<float>(to, Channels * TSimd.Count).Clear();
                for (var n = 0; n < examples; n++, from += (long)Pixels * Channels)
                    for (var c = 0; c < Channels; c++) to[c * TSimd.Count + n] = from[c];
            }
        }
    }

    private struct EmptyGrid : IGrid
    {
        public float* Map;
        public float* Lanes;
        public int Batch;
        public int Pixels;
        public int Channels;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var (block, part) = Math.DivRem(task, (Pixels + Part - 1) / Part);
            var examples = Math.Min(TSimd.Count, Batch - block * TSimd.Count);
            for (var pixel = part * Part; pixel < Math.Min(Pixels, (part + 1) * Part); pixel++)
            {
                var from = Lanes + ((long)block * Pixels + pixel) * Channels * TSimd.Count;
                var to = Map + ((long)block * TSimd.Count * Pixels + pixel) * Channels;
                for (var n = 0; n < examples; n++, to += (long)Pixels * Channels)
                    for (var c = 0; c < Channels; c++) to[c] = Accumulate ? to[c] + from[c * TSimd.Count + n] : from[c * TSimd.Count + n];
            }
        }
    }
}
