using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>The largest number of each window, channel by channel. Padding never wins; NaN does.</summary>
public static unsafe class MaxPooling
{
    /// <summary>y from x.</summary>
    public static void Forward(in PoolingShape shape, ReadOnlySpan<float> x, int xStride, Span<float> y, int yStride, WorkerPool pool) =>
        PoolingForward.Run<PoolingRules.Maximum>(shape, x, xStride, y, yStride, pool);

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
            var grid = new PoolingBackwardGrid
            {
                Shape = shape,
                X = input,
                XStride = xStride,
                Y = output,
                YStride = yStride,
                Dy = from,
                DyStride = dyStride,
                Dx = to,
                DxStride = dxStride,
                Accumulate = accumulate,
            };
            grid.Prepare();
            pool.Run(grid.Tasks, ref grid, shape.Work);
        }
    }
}
