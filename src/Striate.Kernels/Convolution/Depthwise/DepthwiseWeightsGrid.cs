using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>A slot of the depthwise weight gradient: some output rows of the batch, all channels; sums lie as [tap; one row of biases][channel].</summary>
internal unsafe struct DepthwiseWeightsGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public ConvolutionShape Shape;
    public float* Input;
    public int InputStride;
    public float* Gradient;
    public int GradientStride;
    public float* Sums;
    public int Slots;

    public readonly void Run(int task, int worker)
    {
        var padded = DepthwiseShape.Padded(Shape.InputChannels, TSimd.Count);
        var sums = Sums + (long)task * (Shape.Taps + 1) * padded;
        new Span<float>(sums, (Shape.Taps + 1) * padded).Clear();
        var rows = (long)Shape.Batch * Shape.Depth.Output * Shape.Height.Output;
        for (var row = rows * task / Slots; row < rows * (task + 1) / Slots; row++) RunRow(row, sums, padded);
    }

    private readonly void RunRow(long row, float* sums, int padded)
    {
        var (depth, height, width) = (Shape.Depth, Shape.Height, Shape.Width);
        var top = (int)(row % height.Output) * height.Stride - height.PaddingLow;
        var front = (int)(row / height.Output % depth.Output) * depth.Stride - depth.PaddingLow;
        var example = row / height.Output / depth.Output;
        var gradient = Gradient + row * width.Output * GradientStride;
        for (var kd = 0; kd < depth.Kernel; kd++)
        {
            var plane = front + kd * depth.Dilation;
            if ((uint)plane >= (uint)depth.Input) continue;
            for (var kh = 0; kh < height.Kernel; kh++)
            {
                var inputRow = top + kh * height.Dilation;
                if ((uint)inputRow >= (uint)height.Input) continue;
                var input = Input + ((example * depth.Input + plane) * height.Input + inputRow) * width.Input * InputStride;
                RunTaps(input, gradient, sums + (kd * height.Kernel + kh) * (long)width.Kernel * padded, padded);
            }
        }
        SumBias(gradient, sums + (long)Shape.Taps * padded);
    }

    // The taps of one kernel row over one output row: all together where all of them meet the input, one by one near the ends.
    private readonly void RunTaps(float* input, float* gradient, float* sums, nint padded)
    {
        var width = Shape.Width;
        for (var first = 0; first < width.Kernel; first += DepthwiseWeightsTile<TVector, TSimd>.Most)
        {
            var taps = Math.Min(DepthwiseWeightsTile<TVector, TSimd>.Most, width.Kernel - first);
            var from = From(width, first);
            var to = Math.Max(from, To(width, first + taps - 1));
            RunTile(first, taps, from, to, input, gradient, sums, padded);
            for (var tap = first; tap < first + taps; tap++)
            {
                RunTile(tap, 1, From(width, tap), Math.Min(from, To(width, tap)), input, gradient, sums, padded);
                RunTile(tap, 1, Math.Max(to, From(width, tap)), To(width, tap), input, gradient, sums, padded);
            }
        }
    }

    // Some taps over some pixels, all channels.
    private readonly void RunTile(int tap, int taps, int from, int to, float* input, float* gradient, float* sums, nint padded)
    {
        if (to <= from) return;
        var width = Shape.Width;
        var (step, tapStep) = ((nint)width.Stride * InputStride, (nint)width.Dilation * InputStride);
        var source = input + (from * step + tap * tapStep - (nint)width.PaddingLow * InputStride);
        var right = gradient + (nint)from * GradientStride;
        for (var c = 0; c < Shape.InputChannels; c += TSimd.Count)
        {
            var channel = Channel(c);
            DepthwiseWeightsTile<TVector, TSimd>.Run(taps, source + channel, step, tapStep, right + channel, GradientStride, to - from, sums + tap * padded + c, padded);
        }
    }

    // The last vector ends with the last channel; its sums fill the last columns, past those it shares with the vector before.
    private readonly int Channel(int c) => Math.Min(c, Shape.InputChannels - TSimd.Count);

    // The first output pixel whose input exists for a tap.
    private static int From(WindowAxis axis, int tap) => Math.Min(axis.Output, Math.Max(0, (axis.PaddingLow - tap * axis.Dilation + axis.Stride - 1) / axis.Stride));

    // The output pixel behind the last one whose input exists for a tap.
    private static int To(WindowAxis axis, int tap)
    {
        var last = axis.Input - 1 + axis.PaddingLow - tap * axis.Dilation;
        return last < 0 ? 0 : Math.Min(axis.Output, last / axis.Stride + 1);
    }

    private readonly void SumBias(float* gradient, float* sums)
    {
        for (var c = 0; c < Shape.InputChannels; c += TSimd.Count)
        {
            var from = gradient + Channel(c);
            var sum = TSimd.Load(sums + c);
            for (var pixel = 0; pixel < Shape.Width.Output; pixel++) sum = TSimd.Add(sum, TSimd.Load(from + (nint)pixel * GradientStride));
            TSimd.Store(sums + c, sum);
        }
    }
}
