using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Resampling;

/// <summary>Maps enlarged by whole factors: the nearest pixel, or a mean of the two (four, eight) around.</summary>
public static unsafe class Resample
{
    /// <summary>y from x.</summary>
    public static void Forward(in ResampleShape shape, ReadOnlySpan<float> x, Span<float> y, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, shape.Channels);
        Spans.RequireMap("y", y.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels);
        fixed (float* from = x, to = y)
        {
            var grid = new ForwardGrid { Shape = shape, X = from, Y = to };
            pool.Run(shape.Batch * shape.Depth.Output * shape.Height.Output, ref grid);
        }
    }

    /// <summary>dx from dy, or dx += that: every input gathers the shares that it gave.</summary>
    public static void Backward(in ResampleShape shape, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate, WorkerPool pool)
    {
        Spans.RequireMap("dy", dy.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels);
        Spans.RequireMap("dx", dx.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, shape.Channels);
        fixed (float* from = dy, to = dx)
        {
            var grid = new BackwardGrid { Shape = shape, Dy = from, Dx = to, Accumulate = accumulate };
            pool.Run(shape.Batch, ref grid);
        }
    }

    // The one, two, four or eight inputs of an output and their shares.
    private static int Taps(in ResampleShape shape, int depth, int height, int width, Span<int> pixels, Span<float> shares)
    {
        var count = 0;
        var (d, h, w) = (shape.Depth.At(depth), shape.Height.At(height), shape.Width.At(width));
        for (var tap = 0; tap < 8; tap++)
        {
            var (z, a) = (tap & 4) == 0 ? (d.First, 1 - d.Share) : (d.Second, d.Share);
            var (y, b) = (tap & 2) == 0 ? (h.First, 1 - h.Share) : (h.Second, h.Share);
            var (x, c) = (tap & 1) == 0 ? (w.First, 1 - w.Share) : (w.Second, w.Share);
            if (a * b * c == 0) continue;
            pixels[count] = (z * shape.Height.Input + y) * shape.Width.Input + x;
            shares[count++] = a * b * c;
        }
        return count;
    }

    // A task is a row of outputs.
    private struct ForwardGrid : IGrid
    {
        public ResampleShape Shape;
        public float* X;
        public float* Y;

        public readonly void Run(int task, int worker)
        {
            Span<int> pixels = stackalloc int[8];
            Span<float> shares = stackalloc float[8];
            var rows = Shape.Depth.Output * Shape.Height.Output;
            var (depth, height) = Math.DivRem(task % rows, Shape.Height.Output);
            var x = X + (long)(task / rows) * Shape.InputPixels * Shape.Channels;
            for (var column = 0; column < Shape.Width.Output; column++)
            {
                var y = new Span<float>(Y + ((long)task * Shape.Width.Output + column) * Shape.Channels, Shape.Channels);
                var count = Taps(Shape, depth, height, column, pixels, shares);
                if (count == 1) new ReadOnlySpan<float>(x + (long)pixels[0] * Shape.Channels, Shape.Channels).CopyTo(y);
                else TensorPrimitives.Multiply(new ReadOnlySpan<float>(x + (long)pixels[0] * Shape.Channels, Shape.Channels), shares[0], y);
                for (var tap = 1; tap < count; tap++) TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(x + (long)pixels[tap] * Shape.Channels, Shape.Channels), shares[tap], y, y);
            }
        }
    }

    // A task is an example: neighbouring outputs give to the same inputs.
    private struct BackwardGrid : IGrid
    {
        public ResampleShape Shape;
        public float* Dy;
        public float* Dx;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            Span<int> pixels = stackalloc int[8];
            Span<float> shares = stackalloc float[8];
            var dx = Dx + (long)task * Shape.InputPixels * Shape.Channels;
            if (!Accumulate) new Span<float>(dx, Shape.InputPixels * Shape.Channels).Clear();
            for (var output = 0; output < Shape.OutputPixels; output++)
            {
                var (row, column) = Math.DivRem(output, Shape.Width.Output);
                var dy = new ReadOnlySpan<float>(Dy + ((long)task * Shape.OutputPixels + output) * Shape.Channels, Shape.Channels);
                var count = Taps(Shape, row / Shape.Height.Output, row % Shape.Height.Output, column, pixels, shares);
                for (var tap = 0; tap < count; tap++)
                {
                    var target = new Span<float>(dx + (long)pixels[tap] * Shape.Channels, Shape.Channels);
                    TensorPrimitives.MultiplyAdd(dy, shares[tap], target, target);
                }
            }
        }
    }
}
