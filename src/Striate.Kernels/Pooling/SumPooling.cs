using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>The sum of each window, channel by channel; padding adds nothing.</summary>
public static unsafe class SumPooling
{
    /// <summary>y from x.</summary>
    public static void Forward(in PoolingShape shape, ReadOnlySpan<float> x, int xStride, Span<float> y, int yStride, WorkerPool pool) =>
        PoolingForward.Run<PoolingRules.Sum>(shape, x, xStride, y, yStride, pool);

    /// <summary>dx from dy: each input of a window gets the whole gradient.</summary>
    public static void Backward(in PoolingShape shape, ReadOnlySpan<float> dy, int dyStride, Span<float> dx, int dxStride, bool accumulate, WorkerPool pool)
    {
        Spans.RequireMap("dy", dy.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, dyStride);
        Spans.RequireMap("dx", dx.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, dxStride);
        fixed (float* from = dy, to = dx)
        {
            var grid = new PoolingBackwardGrid { Shape = shape, IsSum = true, Dy = from, DyStride = dyStride, Dx = to, DxStride = dxStride, Accumulate = accumulate };
            grid.Prepare();
            pool.Run(grid.Tasks, ref grid, shape.Work);
        }
    }
}
