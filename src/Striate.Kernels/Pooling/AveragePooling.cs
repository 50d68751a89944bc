using System.Numerics;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>The mean of each window, channel by channel: over its inputs, or over all its taps with padding counted as zeros.</summary>
public static unsafe class AveragePooling
{
    /// <summary>y from x.</summary>
    public static void Forward(in PoolingShape shape, bool countPadding, ReadOnlySpan<float> x, int xStride, Span<float> y, int yStride, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, xStride);
        Spans.RequireMap("y", y.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, yStride);
        if (shape.IsGlobal)
        {
            GlobalAverage.Forward(x, shape.Batch, shape.InputPixels, shape.Channels, xStride, y, yStride, pool);
            return;
        }
        fixed (float* from = x, to = y)
        {
            var grid = new ForwardGrid { Shape = shape, CountPadding = countPadding, X = from, XStride = xStride, Y = to, YStride = yStride };
            pool.Run(shape.Batch * shape.Depth.Output * shape.Height.Output, ref grid);
        }
    }

    /// <summary>dx from dy: each input of a window gets an equal share.</summary>
    public static void Backward(in PoolingShape shape, bool countPadding, ReadOnlySpan<float> dy, int dyStride, Span<float> dx, int dxStride, bool accumulate, WorkerPool pool)
    {
        Spans.RequireMap("dy", dy.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, dyStride);
        Spans.RequireMap("dx", dx.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, dxStride);
        fixed (float* from = dy, to = dx)
        {
            var grid = new BackwardGrid { Shape = shape, CountPadding = countPadding, From = from, FromStride = dyStride, To = to, ToStride = dxStride, Accumulate = accumulate };
            pool.Run(shape.Batch, ref grid);
        }
    }

    private static void AddScaled(float* from, float scale, float* to, int channels)
    {
        var c = 0;
        for (; c + Vector<float>.Count <= channels; c += Vector<float>.Count) Vector.Store(Vector.Load(to + c) + Vector.Load(from + c) * scale, to + c);
        for (; c < channels; c++) to[c] += from[c] * scale;
    }

    // A task is a row of outputs.
    private struct ForwardGrid : IGrid
    {
        public PoolingShape Shape;
        public bool CountPadding;
        public float* X;
        public int XStride;
        public float* Y;
        public int YStride;

        public readonly void Run(int task, int worker)
        {
            var rows = Shape.Depth.Output * Shape.Height.Output;
            var first = task % rows * Shape.Width.Output;
            var x = X + (long)(task / rows) * Shape.InputPixels * XStride;
            var y = Y + (long)task * Shape.Width.Output * YStride;
            for (var output = first; output < first + Shape.Width.Output; output++, y += YStride)
            {
                var window = new Window(Shape, output);
                var mean = new Span<float>(y, Shape.Channels);
                mean.Clear();
                if (!window.TryFirst(out var place)) continue;
                do AddScaled(x + (long)place.Pixel * XStride, 1, y, Shape.Channels);
                while (window.TryNext(ref place));
                // The sum first, the division last: integers stay exact.
                System.Numerics.Tensors.TensorPrimitives.Divide(mean, CountPadding ? window.PaddedCount : window.Count, mean);
            }
        }
    }

    // A task is an example: windows may overlap, so their gradients meet.
    private struct BackwardGrid : IGrid
    {
        public PoolingShape Shape;
        public bool CountPadding;
        public float* From;
        public int FromStride;
        public float* To;
        public int ToStride;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var to = To + (long)task * Shape.InputPixels * ToStride;
            if (!Accumulate)
                for (var pixel = 0; pixel < Shape.InputPixels; pixel++) new Span<float>(to + (long)pixel * ToStride, Shape.Channels).Clear();
            for (var output = 0; output < Shape.OutputPixels; output++)
            {
                var window = new Window(Shape, output);
                var from = From + ((long)task * Shape.OutputPixels + output) * FromStride;
                var share = 1f / (CountPadding ? window.PaddedCount : window.Count);
                if (!window.TryFirst(out var place)) continue;
                do AddScaled(from, share, to + (long)place.Pixel * ToStride, Shape.Channels);
                while (window.TryNext(ref place));
            }
        }
    }
}
