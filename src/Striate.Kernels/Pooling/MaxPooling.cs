using System.Numerics;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>The largest number of each window, channel by channel. Padding never wins; NaN does.</summary>
public static unsafe class MaxPooling
{
    /// <summary>y from x.</summary>
    public static void Forward(in PoolingShape shape, ReadOnlySpan<float> x, int xStride, Span<float> y, int yStride, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, xStride);
        Spans.RequireMap("y", y.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, yStride);
        fixed (float* from = x, to = y)
        {
            var grid = new ForwardGrid { Shape = shape, X = from, XStride = xStride, Y = to, YStride = yStride };
            pool.Run(shape.Batch * shape.Depth.Output * shape.Height.Output, ref grid);
        }
    }

    /// <summary>dx from x, y and dy: the gradient goes to the first number of a window, in row-major order, that equals y (or is NaN as y is).</summary>
    public static void Backward(in PoolingShape shape, ReadOnlySpan<float> x, int xStride, ReadOnlySpan<float> y, int yStride,
        ReadOnlySpan<float> dy, int dyStride, Span<float> dx, int dxStride, bool accumulate, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, xStride);
        Spans.RequireMap("y", y.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, yStride);
        Spans.RequireMap("dy", dy.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, dyStride);
        Spans.RequireMap("dx", dx.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, dxStride);
        fixed (float* input = x, output = y, from = dy, to = dx)
        {
            var grid = new BackwardGrid
            {
                Shape = shape,
                X = input,
                XStride = xStride,
                Y = output,
                YStride = yStride,
                From = from,
                FromStride = dyStride,
                To = to,
                ToStride = dxStride,
                Accumulate = accumulate,
            };
            pool.Run(shape.Batch, ref grid);
        }
    }

    // A task is a row of outputs.
    private struct ForwardGrid : IGrid
    {
        public PoolingShape Shape;
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
                new Span<float>(y, Shape.Channels).Fill(float.NegativeInfinity);
                if (!window.TryFirst(out var place)) continue;
                do Take(x + (long)place.Pixel * XStride, y);
                while (window.TryNext(ref place));
            }
        }

        private readonly void Take(float* x, float* y)
        {
            var c = 0;
            for (; c + Vector<float>.Count <= Shape.Channels; c += Vector<float>.Count) Vector.Store(Vector.Max(Vector.Load(y + c), Vector.Load(x + c)), y + c);
            for (; c < Shape.Channels; c++) y[c] = MathF.Max(y[c], x[c]);
        }
    }

    // A task is an example: windows may overlap, so their gradients meet.
    private struct BackwardGrid : IGrid
    {
        public PoolingShape Shape;
        public float* X;
        public int XStride;
        public float* Y;
        public int YStride;
        public float* From;
        public int FromStride;
        public float* To;
        public int ToStride;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var x = X + (long)task * Shape.InputPixels * XStride;
            var to = To + (long)task * Shape.InputPixels * ToStride;
            if (!Accumulate)
                for (var pixel = 0; pixel < Shape.InputPixels; pixel++) new Span<float>(to + (long)pixel * ToStride, Shape.Channels).Clear();
            for (var output = 0; output < Shape.OutputPixels; output++)
            {
                var window = new Window(Shape, output);
                var pixel = (long)task * Shape.OutputPixels + output;
                var c = 0;
                for (; c + Vector<float>.Count <= Shape.Channels; c += Vector<float>.Count) GiveVector(window, x + c, Y + pixel * YStride + c, From + pixel * FromStride + c, to + c);
                for (; c < Shape.Channels; c++) Give(window, x + c, Y[pixel * YStride + c], From[pixel * FromStride + c], to + c);
            }
        }

        private readonly void GiveVector(Window window, float* x, float* output, float* gradient, float* to)
        {
            var y = Vector.Load(output);
            var rest = Vector.Load(gradient);
            var isNan = ~Vector.Equals(y, y);
            if (!window.TryFirst(out var place)) return;
            do
            {
                var value = Vector.Load(x + (long)place.Pixel * XStride);
                var hit = Vector.BitwiseOr(Vector.Equals(value, y), Vector.BitwiseAnd(isNan, ~Vector.Equals(value, value)));
                var target = to + (long)place.Pixel * ToStride;
                Vector.Store(Vector.Load(target) + Vector.ConditionalSelect(hit, rest, Vector<float>.Zero), target);
                // Whoever was hit has nothing left to give.
                rest = Vector.ConditionalSelect(hit, Vector<float>.Zero, rest);
            }
            while (window.TryNext(ref place));
        }

        private readonly void Give(Window window, float* x, float y, float gradient, float* to)
        {
            if (!window.TryFirst(out var place)) return;
            do
            {
                var value = x[(long)place.Pixel * XStride];
                if (value != y && !(float.IsNaN(y) && float.IsNaN(value))) continue;
                to[(long)place.Pixel * ToStride] += gradient;
                return;
            }
            while (window.TryNext(ref place));
        }
    }
}
