using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Unshared;

/// <summary>dx with examples in lanes: a task is every second band of output pixels, a group and a part of its input channels; bands of one pass touch different inputs.</summary>
internal unsafe struct PlacedInputGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public UnsharedShape Shape;
    public float* InputGradient;
    public float* OutputGradient;
    public float* Weights;
    public int BandPixels;
    public int FirstBand;
    public int ChannelParts;
    public float* Scratch;
    public long WorkerLength;

    public readonly void Run(int task, int worker)
    {
        var windows = Shape.Windows;
        var (rest, part) = Math.DivRem(task, ChannelParts);
        var (pair, group) = Math.DivRem(rest, windows.Groups);
        var band = 2 * pair + FirstBand;
        var (channels, outputs, row) = (windows.GroupInputChannels, windows.GroupOutputChannels, Shape.RowLength);
        var (first, last) = ((int)((long)channels * part / ChannelParts) * windows.Taps, (int)((long)channels * (part + 1) / ChannelParts) * windows.Taps);
        var taps = (int*)(Scratch + worker * WorkerLength);
        var tile = Scratch + worker * WorkerLength + PlacedPasses<TVector, TSimd>.Padded(windows.Taps);
        var segments = (Segment*)(tile + TSimd.TallRows * TSimd.Count);
        // Weights of one input and tap lie a row apart.
        for (var k = 0; k < outputs; k++) segments[k] = new Segment { Source = k * row, Row = k, Length = 1 };
        var blocks = LaneMap<TVector, TSimd>.Blocks(windows.Batch);
        for (var pixel = band * BandPixels; pixel < Math.Min((band + 1) * BandPixels, windows.OutputPixels); pixel++)
        {
            Shape.FindTaps(pixel, taps);
            var weights = Weights + (long)Shape.KernelOf(pixel) * Shape.KernelLength + (long)group * outputs * row;
            for (var i = first; i < last; i += TSimd.TallRows)
            {
                var rows = Math.Min(TSimd.TallRows, last - i);
                for (var block = 0; block < blocks; block++)
                {
                    var dy = OutputGradient + (((long)block * windows.OutputPixels + pixel) * windows.OutputChannels + group * outputs) * TSimd.Count;
                    GatherTile<TVector, TSimd>.RunTall(rows, weights + i, 1, dy, segments, outputs, tile, TSimd.Count, false);
                    Add(block, group, i, rows, taps, tile);
                }
            }
        }
    }

    private readonly void Add(int block, int group, int first, int rows, int* taps, float* tile)
    {
        var windows = Shape.Windows;
        var map = InputGradient + ((long)block * windows.InputPixels * windows.InputChannels + group * windows.GroupInputChannels) * TSimd.Count;
        for (var i = first; i < first + rows; i++, tile += TSimd.Count)
        {
            var (channel, tap) = Math.DivRem(i, windows.Taps);
            if (taps[tap] < 0) continue;
            var target = map + ((long)taps[tap] * windows.InputChannels + channel) * TSimd.Count;
            TSimd.Store(target, TSimd.Add(TSimd.Load(target), TSimd.Load(tile)));
        }
    }
}
