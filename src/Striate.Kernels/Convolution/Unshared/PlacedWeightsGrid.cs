using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Unshared;

/// <summary>dw and db: a task is a kernel, a group and a part of its output channels; it sums over the pixels of that kernel in their order.</summary>
internal unsafe struct PlacedWeightsGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public UnsharedShape Shape;
    public float* Input;
    public float* OutputGradient;
    public float* WeightGradient;
    public float* BiasGradient;
    public bool Accumulate;
    public int RowParts;
    public float* Scratch;
    public long WorkerLength;

    public readonly void Run(int task, int worker)
    {
        var windows = Shape.Windows;
        var (rest, part) = Math.DivRem(task, RowParts);
        var (kernel, group) = Math.DivRem(rest, windows.Groups);
        var (first, last) = ((int)((long)windows.GroupOutputChannels * part / RowParts), (int)((long)windows.GroupOutputChannels * (part + 1) / RowParts));
        var width = (int)PlacedPasses<TVector, TSimd>.Padded(Shape.RowLength);
        var taps = (int*)(Scratch + worker * WorkerLength);
        var patch = Scratch + worker * WorkerLength + PlacedPasses<TVector, TSimd>.Padded(windows.Taps);
        var sums = patch + (long)width * windows.Batch;
        var channel = group * windows.GroupOutputChannels + first;
        new Span<float>(sums, (last - first) * width).Clear();
        var biases = BiasGradient == null ? null : BiasGradient + (long)kernel * windows.OutputChannels + channel;
        if (biases != null && !Accumulate) new Span<float>(biases, last - first).Clear();
        var step = (nint)windows.OutputPixels * windows.OutputChannels;
        // Windows are gathered tap by tap as they lie; turning them to the weights' order costs less once for all sums than for each window, unless a kernel has few windows.
        var byTap = (long)(windows.OutputPixels / Shape.Kernels) * windows.Batch > last - first;
        // The pixels of a kernel lie as many apart as there are kernels.
        var (line, column) = Math.DivRem(kernel, Shape.WidthKernels);
        var (plane, row) = Math.DivRem(line, Shape.HeightKernels);
        for (var d = plane; d < windows.Depth.Output; d += Shape.DepthKernels)
        {
            for (var h = row; h < windows.Height.Output; h += Shape.HeightKernels)
            {
                for (var w = column; w < windows.Width.Output; w += Shape.WidthKernels)
                {
                    var pixel = (d * windows.Height.Output + h) * windows.Width.Output + w;
                    Shape.FindTaps(pixel, taps);
                    Gather(group, taps, patch, width, byTap);
                    var dy = OutputGradient + (long)pixel * windows.OutputChannels + channel;
                    for (var k = 0; k < last - first; k += TSimd.TallRows)
                        for (var i = 0; i < width; i += TSimd.Count)
                            OuterTile<TVector, TSimd>.RunTall(Math.Min(TSimd.TallRows, last - first - k), dy + k, step, 0, patch + i, width, 0, 1, windows.Batch, sums + (long)k * width + i, width);
                    if (biases == null) continue;
                    for (var n = 0; n < windows.Batch; n++, dy += step)
                        for (var k = 0; k < last - first; k++) biases[k] += dy[k];
                }
            }
        }
        Store(sums, WeightGradient + (long)kernel * Shape.KernelLength + (long)channel * Shape.RowLength, last - first, width, byTap);
    }

    // The inputs of a window, a row an example, zero in the padding and behind: the taps of a channel, or the channels of a tap.
    private readonly void Gather(int group, int* taps, float* patch, int width, bool byTap)
    {
        var windows = Shape.Windows;
        var (channels, count) = (windows.GroupInputChannels, windows.Taps);
        for (var n = 0; n < windows.Batch; n++, patch += width)
        {
            var map = Input + (long)n * windows.InputPixels * windows.InputChannels + group * channels;
            for (var tap = 0; tap < count; tap++)
            {
                if (byTap)
                {
                    var row = new Span<float>(patch + tap * channels, channels);
                    if (taps[tap] < 0) row.Clear();
                    else new ReadOnlySpan<float>(map + (long)taps[tap] * windows.InputChannels, channels).CopyTo(row);
                    continue;
                }
                var to = patch + tap;
                if (taps[tap] < 0)
                {
                    for (var c = 0; c < channels; c++) to[c * count] = 0;
                    continue;
                }
                var from = map + (long)taps[tap] * windows.InputChannels;
                for (var c = 0; c < channels; c++) to[c * count] = from[c];
            }
            new Span<float>(patch + Shape.RowLength, width - Shape.RowLength).Clear();
        }
    }

    private readonly void Store(float* sums, float* gradient, int rows, int width, bool byTap)
    {
        var length = Shape.RowLength;
        for (var k = 0; k < rows; k++, sums += width, gradient += length)
        {
            if (byTap)
            {
                Turn(sums, gradient);
                continue;
            }
            var i = 0;
            for (; i <= length - TSimd.Count; i += TSimd.Count) TSimd.Store(gradient + i, Accumulate ? TSimd.Add(TSimd.Load(gradient + i), TSimd.Load(sums + i)) : TSimd.Load(sums + i));
            for (; i < length; i++) gradient[i] = Accumulate ? gradient[i] + sums[i] : sums[i];
        }
    }

    private readonly void Turn(float* sums, float* gradient)
    {
        var (channels, count) = (Shape.Windows.GroupInputChannels, Shape.Windows.Taps);
        for (var tap = 0; tap < count; tap++)
        {
            for (var c = 0; c < channels; c++, sums++)
            {
                ref var to = ref gradient[c * count + tap];
                to = Accumulate ? to + *sums : *sums;
            }
        }
    }
}
