using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>The maximum or the mean of windows that together cover an input of any size with a given number of outputs.</summary>
public static unsafe class AdaptivePooling
{
    /// <summary>y from x: the largest number of each window (NaN wins), or the mean.</summary>
    public static void Forward(in AdaptivePoolingShape shape, bool maximum, ReadOnlySpan<float> x, Span<float> y, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, shape.Channels);
        Spans.RequireMap("y", y.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels);
        fixed (float* from = x, to = y)
        {
            var grid = new ForwardGrid { Shape = shape, Maximum = maximum, X = from, Y = to };
            pool.Run(shape.Batch * shape.OutputPixels, ref grid);
        }
    }

    /// <summary>dx of the mean: each input of a window gets an equal share.</summary>
    public static void AverageBackward(in AdaptivePoolingShape shape, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate, WorkerPool pool) =>
        Backward(shape, default, default, dy, dx, accumulate, pool);

    /// <summary>dx of the maximum: the gradient goes to the first number of a window, in row-major order, that equals y (or is NaN as y is).</summary>
    public static void MaximumBackward(in AdaptivePoolingShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, shape.Channels);
        Spans.RequireMap("y", y.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels);
        Backward(shape, x, y, dy, dx, accumulate, pool);
    }

    private static void Backward(in AdaptivePoolingShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate, WorkerPool pool)
    {
        Spans.RequireMap("dy", dy.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels);
        Spans.RequireMap("dx", dx.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, shape.Channels);
        fixed (float* input = x, output = y, from = dy, to = dx)
        {
            var grid = new BackwardGrid { Shape = shape, X = input, Y = output, Dy = from, Dx = to, Accumulate = accumulate };
            pool.Run(shape.Batch, ref grid);
        }
    }

    // A task is an output pixel.
    private struct ForwardGrid : IGrid
    {
        public AdaptivePoolingShape Shape;
        public bool Maximum;
        public float* X;
        public float* Y;

        public readonly void Run(int task, int worker)
        {
            var channels = Shape.Channels;
            var x = X + (long)(task / Shape.OutputPixels) * Shape.InputPixels * channels;
            var y = new Span<float>(Y + (long)task * channels, channels);
            var window = new AdaptiveWindow(Shape, task % Shape.OutputPixels);
            y.Fill(Maximum ? float.NegativeInfinity : 0);
            while (window.MoveNext())
            {
                var pixel = new ReadOnlySpan<float>(x + (long)window.Pixel * channels, channels);
                if (Maximum) TensorPrimitives.Max(pixel, y, y);
                else TensorPrimitives.Add(pixel, y, y);
            }
            // The sum first, the division last: integers stay exact.
            if (!Maximum) TensorPrimitives.Divide(y, window.Count, y);
        }
    }

    // A task is an example: windows may overlap, so their gradients meet.
    private struct BackwardGrid : IGrid
    {
        public AdaptivePoolingShape Shape;
        public float* X;
        public float* Y;
        public float* Dy;
        public float* Dx;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var channels = Shape.Channels;
            var first = (long)task * Shape.InputPixels * channels;
            if (!Accumulate) new Span<float>(Dx + first, Shape.InputPixels * channels).Clear();
            for (var output = 0; output < Shape.OutputPixels; output++)
            {
                var place = ((long)task * Shape.OutputPixels + output) * channels;
                if (X is null) Share(output, Dy + place, Dx + first);
                else
                    for (var c = 0; c < channels; c++) Give(output, X + first + c, Y[place + c], Dy[place + c], Dx + first + c);
            }
        }

        private readonly void Share(int output, float* dy, float* dx)
        {
            var channels = Shape.Channels;
            var window = new AdaptiveWindow(Shape, output);
            var gradient = new ReadOnlySpan<float>(dy, channels);
            while (window.MoveNext())
            {
                var target = new Span<float>(dx + (long)window.Pixel * channels, channels);
                TensorPrimitives.MultiplyAdd(gradient, 1f / window.Count, target, target);
            }
        }

        private readonly void Give(int output, float* x, float y, float gradient, float* dx)
        {
            var window = new AdaptiveWindow(Shape, output);
            while (window.MoveNext())
            {
                var place = (long)window.Pixel * Shape.Channels;
                if (x[place] != y && !(float.IsNaN(y) && float.IsNaN(x[place]))) continue;
                dx[place] += gradient;
                return;
            }
        }
    }
}
