using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>A slot of the depthwise weight gradient: some output rows of the batch, all channels; sums lie as [tap; one row of biases][channel].</summary>
internal unsafe struct DepthwiseWeightsGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public DepthwiseGather Gather;
    public int Batch;
    public int Channels;
    public int Taps;
    public float* Input;
    public float* Gradient;
    public int GradientStride;
    public float* Sums;
    public DepthwiseTap* Lists;
    public int Slots;
    public bool WantsBias;

    private readonly nint Padded => DepthwiseShape.Padded(Channels, TSimd.Count);

    public readonly void Run(int task, int worker)
    {
        var sums = Sums + task * (Taps + 1) * Padded;
        new Span<float>(sums, (Taps + 1) * (int)Padded).Clear();
        var (planes, height) = (Gather.Depth.TargetSize, Gather.Height.TargetSize);
        var rows = (long)Batch * planes * height;
        // Most rows have the same taps, listed once.
        var (listed, listedPlane) = (new DepthwiseTaps(Lists + 2 * Taps * worker), -1);
        for (var row = rows * task / Slots; row < rows * (task + 1) / Slots; row++)
        {
            var (plane, line) = ((int)(row / height % planes), (int)(row % height));
            var inner = Gather.IsInner(line);
            if (!inner || plane != listedPlane) listed = Gather.List(plane, line, 1, 0, listed.List);
            listedPlane = inner ? plane : -1;
            RunRow(Input + row / height / planes * Gather.ExampleLength + Gather.RowBase(line), Gradient + row * Gather.Width.TargetSize * GradientStride, listed, sums);
        }
    }

    private readonly void RunRow(float* source, float* gradient, in DepthwiseTaps taps, float* sums)
    {
        var (from, to) = Gather.Inner(taps, 0);
        var tile = new DepthwiseWeightsTile<TVector, TSimd> { Step = Gather.Step, GradientStep = GradientStride, Channels = Channels, Sums = sums, SumStep = Padded };
        for (var i = 0; i < Gather.Width.TargetSize; i += tile.Pixels)
        {
            var inner = i == from && to > from;
            var own = inner ? taps : Gather.Own(taps, i, taps.List + Taps);
            tile.Pixels = inner ? to - from : 1;
            tile.Source = source + i * Gather.Step;
            tile.Gradient = gradient + (nint)i * GradientStride;
            tile.Run(own.List, own.Count);
        }
        if (WantsBias) SumBias(gradient, sums + Taps * Padded);
    }

    // Four sums at a time: one alone would wait for the latency of each addition.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void SumBias(float* gradient, float* sums)
    {
        var (width, step, channels) = (Gather.Width.TargetSize, (nint)GradientStride, Channels);
        for (var c = 0; c < channels; c += TSimd.Count)
        {
            var from = gradient + Math.Min(c, channels - TSimd.Count);
            TVector a = TSimd.Load(sums + c), b = TSimd.Zero, d = TSimd.Zero, e = TSimd.Zero;
            var pixel = 0;
            for (; pixel <= width - 4; pixel += 4, from += 4 * step)
            {
                a = TSimd.Add(a, TSimd.Load(from));
                b = TSimd.Add(b, TSimd.Load(from + step));
                d = TSimd.Add(d, TSimd.Load(from + 2 * step));
                e = TSimd.Add(e, TSimd.Load(from + 3 * step));
            }
            for (; pixel < width; pixel++, from += step) a = TSimd.Add(a, TSimd.Load(from));
            TSimd.Store(sums + c, TSimd.Add(TSimd.Add(a, b), TSimd.Add(d, e)));
        }
    }
}
