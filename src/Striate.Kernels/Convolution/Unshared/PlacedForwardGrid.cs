using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Unshared;

/// <summary>y: a task is a run of output pixels, a group and a part of its output channels.</summary>
internal unsafe struct PlacedForwardGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public UnsharedShape Shape;
    public float* Input;
    public float* Weights;
    public float* Bias;
    public float* Output;
    public int Chunk;
    public int RowParts;
    public float* Scratch;
    public long WorkerLength;

    public readonly void Run(int task, int worker)
    {
        var windows = Shape.Windows;
        var (rest, part) = Math.DivRem(task, RowParts);
        var (chunk, group) = Math.DivRem(rest, windows.Groups);
        var taps = (int*)(Scratch + worker * WorkerLength);
        var patch = Scratch + worker * WorkerLength + PlacedPasses<TVector, TSimd>.Padded(windows.Taps);
        var blocks = LaneMap<TVector, TSimd>.Blocks(windows.Batch);
        var row = Shape.RowLength;
        var tile = patch + PlacedPasses<TVector, TSimd>.Padded(row) * blocks * TSimd.Count;
        var (first, last) = ((int)((long)windows.GroupOutputChannels * part / RowParts), (int)((long)windows.GroupOutputChannels * (part + 1) / RowParts));
        var segment = new Segment { Source = 0, Row = 0, Length = row };
        for (var pixel = chunk * Chunk; pixel < Math.Min((chunk + 1) * Chunk, windows.OutputPixels); pixel++)
        {
            Shape.FindTaps(pixel, taps);
            for (var block = 0; block < blocks; block++) Gather(block, group, taps, patch + (long)block * row * TSimd.Count);
            var kernel = Shape.KernelOf(pixel);
            for (var k = first; k < last; k += TSimd.TallRows)
            {
                var channel = group * windows.GroupOutputChannels + k;
                var rows = Math.Min(TSimd.TallRows, last - k);
                var weights = Weights + (long)kernel * Shape.KernelLength + (long)channel * row;
                for (var block = 0; block < blocks; block++)
                {
                    GatherTile<TVector, TSimd>.RunTall(rows, weights, row, patch + (long)block * row * TSimd.Count, &segment, 1, tile, TSimd.Count, false);
                    Scatter(block, pixel, channel, rows, tile, Bias == null ? null : Bias + (long)kernel * windows.OutputChannels + channel);
                }
            }
        }
    }

    // The inputs of a window, channel by channel and tap by tap, zero in the padding.
    private readonly void Gather(int block, int group, int* taps, float* patch)
    {
        var windows = Shape.Windows;
        var map = Input + ((long)block * windows.InputPixels * windows.InputChannels + group * windows.GroupInputChannels) * TSimd.Count;
        var step = (long)windows.InputChannels * TSimd.Count;
        for (var c = 0; c < windows.GroupInputChannels; c++, map += TSimd.Count)
            for (var tap = 0; tap < windows.Taps; tap++, patch += TSimd.Count)
                TSimd.Store(patch, taps[tap] < 0 ? TSimd.Zero : TSimd.Load(map + taps[tap] * step));
    }

    private readonly void Scatter(int block, int pixel, int channel, int rows, float* tile, float* bias)
    {
        var windows = Shape.Windows;
        var examples = Math.Min(TSimd.Count, windows.Batch - block * TSimd.Count);
        var y = Output + ((long)block * TSimd.Count * windows.OutputPixels + pixel) * windows.OutputChannels + channel;
        for (var n = 0; n < examples; n++, y += (long)windows.OutputPixels * windows.OutputChannels)
            for (var k = 0; k < rows; k++) y[k] = tile[k * TSimd.Count + n] + (bias == null ? 0 : bias[k]);
    }
}
