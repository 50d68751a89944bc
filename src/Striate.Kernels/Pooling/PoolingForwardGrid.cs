using System.Numerics;
using System.Runtime.CompilerServices;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>y from x, a task for each row of outputs: four vectors of channels at once go over all taps of a window in registers.</summary>
internal unsafe struct PoolingForwardGrid<TRule> : IGrid where TRule : struct, IPoolingRule
{
    public PoolingShape Shape;
    public bool CountPadding;
    public float* X;
    public int XStride;
    public float* Y;
    public int YStride;

    private nint _depthStep;
    private nint _heightStep;
    private nint _widthStep;

    /// <summary>Computes what is the same for all tasks.</summary>
    public void Prepare()
    {
        _widthStep = (nint)Shape.Width.Dilation * XStride;
        _heightStep = (nint)Shape.Height.Dilation * Shape.Width.Input * XStride;
        _depthStep = (nint)Shape.Depth.Dilation * Shape.Height.Input * Shape.Width.Input * XStride;
    }

    public readonly void Run(int task, int worker)
    {
        var rows = Shape.Depth.Output * Shape.Height.Output;
        var row = new WindowRow(Shape, task % rows);
        var x = X + (long)(task / rows) * Shape.InputPixels * XStride;
        var y = Y + (long)task * Shape.Width.Output * YStride;
        var lanes = Vector<float>.Count;
        for (var column = 0; column < Shape.Width.Output; column++, y += YStride)
        {
            var window = row.At(column);
            var from = x + (long)window.First * XStride;
            float count = CountPadding ? window.PaddedCount : window.Count;
            var c = 0;
            for (; c + 4 * lanes <= Shape.Channels; c += 4 * lanes) Four(window, from + c, count, y + c);
            for (; c + lanes <= Shape.Channels; c += lanes) One(window, from + c, count, y + c);
            for (; c < Shape.Channels; c++) y[c] = Single(window, from + c, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Four(in Window window, float* from, float count, float* y)
    {
        var lanes = Vector<float>.Count;
        Vector<float> a = new(TRule.Start), b = a, c = a, d = a;
        for (var depth = 0; depth < window.Depth; depth++)
        {
            for (var height = 0; height < window.Height; height++)
            {
                var x = from + depth * _depthStep + height * _heightStep;
                for (var width = window.Width; width > 0; width--, x += _widthStep)
                {
                    a = TRule.Combine(a, Vector.Load(x));
                    b = TRule.Combine(b, Vector.Load(x + lanes));
                    c = TRule.Combine(c, Vector.Load(x + 2 * lanes));
                    d = TRule.Combine(d, Vector.Load(x + 3 * lanes));
                }
            }
        }
        Vector.Store(TRule.Finish(a, count), y);
        Vector.Store(TRule.Finish(b, count), y + lanes);
        Vector.Store(TRule.Finish(c, count), y + 2 * lanes);
        Vector.Store(TRule.Finish(d, count), y + 3 * lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void One(in Window window, float* from, float count, float* y)
    {
        var sum = new Vector<float>(TRule.Start);
        for (var depth = 0; depth < window.Depth; depth++)
        {
            for (var height = 0; height < window.Height; height++)
            {
                var x = from + depth * _depthStep + height * _heightStep;
                for (var width = window.Width; width > 0; width--, x += _widthStep) sum = TRule.Combine(sum, Vector.Load(x));
            }
        }
        Vector.Store(TRule.Finish(sum, count), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float Single(in Window window, float* from, float count)
    {
        var sum = TRule.Start;
        for (var depth = 0; depth < window.Depth; depth++)
        {
            for (var height = 0; height < window.Height; height++)
            {
                var x = from + depth * _depthStep + height * _heightStep;
                for (var width = window.Width; width > 0; width--, x += _widthStep) sum = TRule.Combine(sum, *x);
            }
        }
        return TRule.Finish(sum, count);
    }
}
