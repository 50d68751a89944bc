using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Padding;

/// <summary>Maps with a border: copies of their own elements, or a number.</summary>
public static unsafe class MapPadding
{
    /// <summary>y from x.</summary>
    public static void Forward(in PaddingShape shape, ReadOnlySpan<float> x, Span<float> y, WorkerPool pool)
    {
        Check(shape, x.Length, y.Length);
        fixed (float* from = x, to = y)
        {
            var grid = new ForwardGrid { Shape = shape, X = from, Y = to };
            pool.Run(shape.Batch * shape.Depth.Output * shape.Height.Output, ref grid);
        }
    }

    /// <summary>dx from dy, or dx += that: every input sums the gradients of its copies.</summary>
    public static void Backward(in PaddingShape shape, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate, WorkerPool pool)
    {
        Check(shape, dx.Length, dy.Length);
        fixed (float* from = dy, to = dx)
        {
            var grid = new BackwardGrid { Shape = shape, Dy = from, Dx = to, Accumulate = accumulate };
            pool.Run(shape.Batch, ref grid);
        }
    }

    private static void Check(in PaddingShape shape, int inputs, int outputs)
    {
        Spans.RequireMap("x", inputs, (long)shape.Batch * shape.InputPixels, shape.Channels, shape.Channels);
        Spans.RequireMap("y", outputs, (long)shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels);
    }

    // The input row of an output row, counted over depth and height; −1 where it is all constant.
    private static int SourceRow(in PaddingShape shape, int row)
    {
        var (depth, height) = Math.DivRem(row, shape.Height.Output);
        var (z, y) = (shape.Depth.Source(depth, shape.Mode), shape.Height.Source(height, shape.Mode));
        return z < 0 || y < 0 ? -1 : z * shape.Height.Input + y;
    }

    // A task is a row of outputs.
    private struct ForwardGrid : IGrid
    {
        public PaddingShape Shape;
        public float* X;
        public float* Y;

        public readonly void Run(int task, int worker)
        {
            var (channels, width) = (Shape.Channels, Shape.Width);
            var (example, row) = Math.DivRem(task, Shape.Depth.Output * Shape.Height.Output);
            var source = SourceRow(Shape, row);
            var y = new Span<float>(Y + (long)task * width.Output * channels, width.Output * channels);
            if (source < 0)
            {
                y.Fill(Shape.Value);
                return;
            }
            var x = new ReadOnlySpan<float>(X + ((long)example * Shape.Depth.Input * Shape.Height.Input + source) * width.Input * channels, width.Input * channels);
            x.CopyTo(y[(width.Low * channels)..]);
            for (var column = 0; column < width.Output; column++)
            {
                if (column == width.Low) column += width.Input;
                if (column == width.Output) break;
                var from = width.Source(column, Shape.Mode);
                var target = y.Slice(column * channels, channels);
                if (from < 0) target.Fill(Shape.Value);
                else x.Slice(from * channels, channels).CopyTo(target);
            }
        }
    }

    // A task is an example: several outputs give to one input, in the order of outputs.
    private struct BackwardGrid : IGrid
    {
        public PaddingShape Shape;
        public float* Dy;
        public float* Dx;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var (channels, width) = (Shape.Channels, Shape.Width);
            var dx = new Span<float>(Dx + (long)task * Shape.InputPixels * channels, Shape.InputPixels * channels);
            if (!Accumulate) dx.Clear();
            for (var row = 0; row < Shape.Depth.Output * Shape.Height.Output; row++)
            {
                var source = SourceRow(Shape, row);
                if (source < 0) continue;
                var dy = Dy + ((long)task * Shape.OutputPixels + (long)row * width.Output) * channels;
                var line = dx.Slice(source * width.Input * channels, width.Input * channels);
                TensorPrimitives.Add(line, new ReadOnlySpan<float>(dy + width.Low * channels, line.Length), line);
                for (var column = 0; column < width.Output; column++)
                {
                    if (column == width.Low) column += width.Input;
                    if (column == width.Output) break;
                    var to = width.Source(column, Shape.Mode);
                    if (to < 0) continue;
                    var target = line.Slice(to * channels, channels);
                    TensorPrimitives.Add(target, new ReadOnlySpan<float>(dy + column * channels, channels), target);
                }
            }
        }
    }
}
