using System.Numerics;
using System.Runtime.CompilerServices;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>dx from dy. A task is a block of channels of one example: windows may overlap, so their gradients meet.</summary>
/// <remarks>With x, the maximum's rule: the first number of a window that equals y gets the gradient. Without, the mean's: each gets an equal share, or the sum's: each gets it all.</remarks>
internal unsafe struct PoolingBackwardGrid : IGrid
{
    // Enough tasks for many cores; a block of channels is at least this long, four lines of the cache.
    private const int WantedTasks = 32;
    private const int LeastChannels = 64;

    public PoolingShape Shape;
    public bool CountPadding;
    public bool IsSum;
    public float* X;
    public int XStride;
    public float* Y;
    public int YStride;
    public float* Dy;
    public int DyStride;
    public float* Dx;
    public int DxStride;
    public bool Accumulate;

    private int _blocks;
    private bool _covers;
    private bool _adds;

    public readonly int Tasks => Shape.Batch * _blocks;

    /// <summary>Computes what is the same for all tasks.</summary>
    public void Prepare()
    {
        var wanted = (WantedTasks + Shape.Batch - 1) / Shape.Batch;
        _blocks = Math.Clamp(Math.Min((Shape.Channels + LeastChannels - 1) / LeastChannels, wanted), 1, int.MaxValue);
        // Windows side by side over every input: each gradient is written once, and nothing needs to be cleared before.
        ReadOnlySpan<Convolution.WindowAxis> axes = [Shape.Depth, Shape.Height, Shape.Width];
        _covers = !Accumulate;
        foreach (var axis in axes) _covers &= axis.Kernel == axis.Stride && axis.Dilation == 1 && axis is { PaddingLow: 0 } && axis.Output * axis.Stride >= axis.Input;
        _adds = !_covers;
    }

    public readonly void Run(int task, int worker)
    {
        var example = task / _blocks;
        // Blocks begin at whole lines of the cache.
        var size = (Shape.Channels + 16 * _blocks - 1) / (16 * _blocks) * 16;
        var channel = task % _blocks * size;
        var channels = Math.Min(size, Shape.Channels - channel);
        if (channels <= 0) return;
        var dx = Dx + (long)example * Shape.InputPixels * DxStride + channel;
        if (!Accumulate && !_covers)
            for (var pixel = 0; pixel < Shape.InputPixels; pixel++) new Span<float>(dx + (long)pixel * DxStride, channels).Clear();
        var rows = Shape.Depth.Output * Shape.Height.Output;
        var lanes = Vector<float>.Count;
        for (var row = 0; row < rows; row++)
        {
            var windows = new WindowRow(Shape, row);
            for (var column = 0; column < Shape.Width.Output; column++)
            {
                var window = windows.At(column);
                var output = (long)example * Shape.OutputPixels + row * Shape.Width.Output + column;
                var dy = Dy + output * DyStride + channel;
                var target = dx + (long)window.First * DxStride;
                var c = 0;
                if (X is null)
                {
                    var share = IsSum ? 1f : 1f / (CountPadding ? window.PaddedCount : window.Count);
                    for (; c + 4 * lanes <= channels; c += 4 * lanes) ShareFour(window, dy + c, share, target + c);
                    for (; c + lanes <= channels; c += lanes) Share(window, Vector.Load(dy + c) * share, target + c);
                    for (; c < channels; c++) Share(window, dy[c] * share, target + c);
                    continue;
                }
                var x = X + ((long)example * Shape.InputPixels + window.First) * XStride + channel;
                var y = Y + output * YStride + channel;
                for (; c + 2 * lanes <= channels; c += 2 * lanes)
                {
                    if (Vector.EqualsAll(Vector.Load(y + c), Vector.Load(y + c)) && Vector.EqualsAll(Vector.Load(y + c + lanes), Vector.Load(y + c + lanes)))
                    {
                        GiveTwo(window, x + c, y + c, dy + c, target + c);
                        continue;
                    }
                    Give(window, x + c, Vector.Load(y + c), Vector.Load(dy + c), target + c);
                    Give(window, x + c + lanes, Vector.Load(y + c + lanes), Vector.Load(dy + c + lanes), target + c + lanes);
                }
                for (; c + lanes <= channels; c += lanes) Give(window, x + c, Vector.Load(y + c), Vector.Load(dy + c), target + c);
                for (; c < channels; c++) Give(window, x + c, y[c], dy[c], target + c);
            }
        }
    }

    // Pixels from the first tap to another.
    private readonly nint Place(int depth, int height) =>
        ((nint)depth * Shape.Depth.Dilation * Shape.Height.Input + (nint)height * Shape.Height.Dilation) * Shape.Width.Input;

    private readonly void ShareFour(in Window window, float* dy, float share, float* target)
    {
        var lanes = Vector<float>.Count;
        var step = (nint)Shape.Width.Dilation * DxStride;
        var (a, b) = (Vector.Load(dy) * share, Vector.Load(dy + lanes) * share);
        var (c, d) = (Vector.Load(dy + 2 * lanes) * share, Vector.Load(dy + 3 * lanes) * share);
        for (var depth = 0; depth < window.Depth; depth++)
        {
            for (var height = 0; height < window.Height; height++)
            {
                var to = target + Place(depth, height) * DxStride;
                for (var width = window.Width; width > 0; width--, to += step)
                {
                    Vector.Store(_adds ? Vector.Load(to) + a : a, to);
                    Vector.Store(_adds ? Vector.Load(to + lanes) + b : b, to + lanes);
                    Vector.Store(_adds ? Vector.Load(to + 2 * lanes) + c : c, to + 2 * lanes);
                    Vector.Store(_adds ? Vector.Load(to + 3 * lanes) + d : d, to + 3 * lanes);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Share(in Window window, Vector<float> share, float* target)
    {
        var step = (nint)Shape.Width.Dilation * DxStride;
        for (var depth = 0; depth < window.Depth; depth++)
        {
            for (var height = 0; height < window.Height; height++)
            {
                var to = target + Place(depth, height) * DxStride;
                for (var width = window.Width; width > 0; width--, to += step) Vector.Store(_adds ? Vector.Load(to) + share : share, to);
            }
        }
    }

    private readonly void Share(in Window window, float share, float* target)
    {
        for (var depth = 0; depth < window.Depth; depth++)
        {
            for (var height = 0; height < window.Height; height++)
            {
                var to = target + Place(depth, height) * DxStride;
                for (var width = window.Width; width > 0; width--, to += (nint)Shape.Width.Dilation * DxStride) *to = _adds ? *to + share : share;
            }
        }
    }

    // Without NaN, equality alone tells who was the largest.
    private readonly void GiveTwo(in Window window, float* x, float* y, float* dy, float* target)
    {
        var lanes = Vector<float>.Count;
        var (fromStep, toStep) = ((nint)Shape.Width.Dilation * XStride, (nint)Shape.Width.Dilation * DxStride);
        var (y0, y1, rest0, rest1) = (Vector.Load(y), Vector.Load(y + lanes), Vector.Load(dy), Vector.Load(dy + lanes));
        for (var depth = 0; depth < window.Depth; depth++)
        {
            for (var height = 0; height < window.Height; height++)
            {
                var place = Place(depth, height);
                var from = x + place * XStride;
                var to = target + place * DxStride;
                for (var width = window.Width; width > 0; width--, from += fromStep, to += toStep)
                {
                    var hit0 = Vector.AsVectorSingle(Vector.Equals(Vector.Load(from), y0));
                    var hit1 = Vector.AsVectorSingle(Vector.Equals(Vector.Load(from + lanes), y1));
                    var (given0, given1) = (Vector.BitwiseAnd(rest0, hit0), Vector.BitwiseAnd(rest1, hit1));
                    (rest0, rest1) = (Vector.AndNot(rest0, hit0), Vector.AndNot(rest1, hit1));
                    Vector.Store(_adds ? Vector.Load(to) + given0 : given0, to);
                    Vector.Store(_adds ? Vector.Load(to + lanes) + given1 : given1, to + lanes);
                }
            }
        }
    }

    private readonly void Give(in Window window, float* x, Vector<float> y, Vector<float> rest, float* target)
    {
        var isNan = ~Vector.Equals(y, y);
        var (fromStep, toStep) = ((nint)Shape.Width.Dilation * XStride, (nint)Shape.Width.Dilation * DxStride);
        for (var depth = 0; depth < window.Depth; depth++)
        {
            for (var height = 0; height < window.Height; height++)
            {
                var place = Place(depth, height);
                var from = x + place * XStride;
                var to = target + place * DxStride;
                for (var width = window.Width; width > 0; width--, from += fromStep, to += toStep)
                {
                    var value = Vector.Load(from);
                    var hit = Vector.AsVectorSingle(Vector.BitwiseOr(Vector.Equals(value, y), Vector.BitwiseAnd(isNan, ~Vector.Equals(value, value))));
                    var given = Vector.BitwiseAnd(rest, hit);
                    // Whoever was hit has nothing left to give.
                    rest = Vector.AndNot(rest, hit);
                    Vector.Store(_adds ? Vector.Load(to) + given : given, to);
                }
            }
        }
    }

    private readonly void Give(in Window window, float* x, float y, float gradient, float* target)
    {
        for (var depth = 0; depth < window.Depth; depth++)
        {
            for (var height = 0; height < window.Height; height++)
            {
                for (var width = 0; width < window.Width; width++)
                {
                    var place = Place(depth, height) + (nint)width * Shape.Width.Dilation;
                    var value = x[place * XStride];
                    var hit = value == y || (float.IsNaN(y) && float.IsNaN(value));
                    var given = hit ? gradient : 0;
                    if (hit) gradient = 0;
                    target[place * DxStride] = _adds ? target[place * DxStride] + given : given;
                }
            }
        }
    }
}
