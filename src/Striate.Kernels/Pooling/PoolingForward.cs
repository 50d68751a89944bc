using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>What the poolings by a rule share: their maps are checked, and a task is a line of outputs.</summary>
internal static unsafe class PoolingForward
{
    public static void Run<TRule>(in PoolingShape shape, ReadOnlySpan<float> x, int xStride, Span<float> y, int yStride, WorkerPool pool) where TRule : struct, IPoolingRule
    {
        Spans.RequireMap("x", x.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, xStride);
        Spans.RequireMap("y", y.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, yStride);
        fixed (float* from = x, to = y)
        {
            var grid = new PoolingForwardGrid<TRule> { Shape = shape, X = from, XStride = xStride, Y = to, YStride = yStride };
            grid.Prepare();
            pool.Run(shape.Batch * shape.Depth.Output * shape.Height.Output, ref grid, shape.Work);
        }
    }
}
