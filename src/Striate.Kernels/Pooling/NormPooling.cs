using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>(Σ |x|ᵖ)^(1/p) of each window, channel by channel, for any p above 0; the largest magnitude for p = ∞. Padding adds nothing.</summary>
/// <remarks>p of 1, 2 and ∞ run in registers; others take powers of |x| / largest magnitude, so that nothing overflows, and cost what powers cost.</remarks>
public static unsafe class NormPooling
{
    // Channels of a block: its numbers lie on the stack.
    private const int Block = 64;

    /// <summary>y from x.</summary>
    public static void Forward(in PoolingShape shape, float p, ReadOnlySpan<float> x, int xStride, Span<float> y, int yStride, WorkerPool pool)
    {
        switch (p)
        {
            case 1:
                PoolingForward.Run<PoolingRules.Magnitudes>(shape, x, xStride, y, yStride, pool);
                return;
            case 2:
                PoolingForward.Run<PoolingRules.Euclidean>(shape, x, xStride, y, yStride, pool);
                return;
            case float.PositiveInfinity:
                PoolingForward.Run<PoolingRules.LargestMagnitude>(shape, x, xStride, y, yStride, pool);
                return;
        }
        Spans.RequireMap("x", x.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, xStride);
        Spans.RequireMap("y", y.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, yStride);
        fixed (float* from = x, to = y)
        {
            var grid = new PowerGrid { Shape = shape, P = p, X = from, XStride = xStride, Y = to, YStride = yStride };
            pool.Run(shape.Batch * shape.Depth.Output * shape.Height.Output, ref grid);
        }
    }

    /// <summary>dx from x, y and dy: dy · sign(x) · (|x| / y)^(p − 1), 0 where x is 0; for p = ∞ the first of the largest magnitudes gets it.</summary>
    public static void Backward(in PoolingShape shape, float p, ReadOnlySpan<float> x, int xStride, ReadOnlySpan<float> y, int yStride,
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
                P = p,
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
            pool.Run(shape.Batch * grid.Blocks, ref grid);
        }
    }

    // Pixels from the first tap of a window to another.
    private static long Place(in PoolingShape shape, in Window window, int tap)
    {
        var (row, width) = Math.DivRem(tap, window.Width);
        var (depth, height) = Math.DivRem(row, window.Height);
        return ((long)depth * shape.Depth.Dilation * shape.Height.Input + (long)height * shape.Height.Dilation) * shape.Width.Input + (long)width * shape.Width.Dilation;
    }

    // A task is a row of outputs.
    private struct PowerGrid : IGrid
    {
        public PoolingShape Shape;
        public float P;
        public float* X;
        public int XStride;
        public float* Y;
        public int YStride;

        public readonly void Run(int task, int worker)
        {
            var rows = Shape.Depth.Output * Shape.Height.Output;
            var row = new WindowRow(Shape, task % rows);
            var x = X + (long)(task / rows) * Shape.InputPixels * XStride;
            var y = Y + (long)task * Shape.Width.Output * YStride;
            for (var column = 0; column < Shape.Width.Output; column++, y += YStride)
            {
                var window = row.At(column);
                for (var c = 0; c < Shape.Channels; c += Block) Norm(window, x + (long)window.First * XStride + c, new Span<float>(y + c, Math.Min(Block, Shape.Channels - c)));
            }
        }

        private readonly void Norm(in Window window, float* x, Span<float> y)
        {
            Span<float> numbers = stackalloc float[2 * Block];
            var scale = numbers[..y.Length];
            var terms = numbers.Slice(Block, y.Length);
            scale.Clear();
            for (var tap = 0; tap < window.Count; tap++)
            {
                TensorPrimitives.Abs(new ReadOnlySpan<float>(x + Place(Shape, window, tap) * XStride, y.Length), terms);
                TensorPrimitives.Max(scale, terms, scale);
            }
            // Nothing to divide by, or nothing that dividing would help.
            for (var c = 0; c < scale.Length; c++)
                if (scale[c] == 0 || !float.IsFinite(scale[c])) scale[c] = 1;
            y.Clear();
            for (var tap = 0; tap < window.Count; tap++)
            {
                TensorPrimitives.Abs(new ReadOnlySpan<float>(x + Place(Shape, window, tap) * XStride, y.Length), terms);
                TensorPrimitives.Divide(terms, scale, terms);
                TensorPrimitives.Pow(terms, P, terms);
                TensorPrimitives.Add(y, terms, y);
            }
            TensorPrimitives.Pow(y, 1 / P, y);
            TensorPrimitives.Multiply(y, scale, y);
        }
    }

    // A task is a block of channels of an example: windows may overlap, so their gradients meet.
    private struct BackwardGrid : IGrid
    {
        public PoolingShape Shape;
        public float P;
        public float* X;
        public int XStride;
        public float* Y;
        public int YStride;
        public float* Dy;
        public int DyStride;
        public float* Dx;
        public int DxStride;
        public bool Accumulate;

        public readonly int Blocks => (Shape.Channels + Block - 1) / Block;

        public readonly void Run(int task, int worker)
        {
            var (example, block) = Math.DivRem(task, Blocks);
            var channels = Math.Min(Block, Shape.Channels - block * Block);
            var x = X + (long)example * Shape.InputPixels * XStride + block * Block;
            var dx = Dx + (long)example * Shape.InputPixels * DxStride + block * Block;
            Span<float> shares = stackalloc float[Block];
            if (!Accumulate)
                for (var pixel = 0; pixel < Shape.InputPixels; pixel++) new Span<float>(dx + (long)pixel * DxStride, channels).Clear();
            for (var output = 0; output < Shape.OutputPixels; output++)
            {
                var window = new WindowRow(Shape, output / Shape.Width.Output).At(output % Shape.Width.Output);
                var place = (long)example * Shape.OutputPixels + output;
                var y = new ReadOnlySpan<float>(Y + place * YStride + block * Block, channels);
                new ReadOnlySpan<float>(Dy + place * DyStride + block * Block, channels).CopyTo(shares);
                // What is left to give; for p = 2 over y, so that x alone is missing.
                for (var c = 0; c < channels; c++) shares[c] = y[c] == 0 ? 0 : P == 2 ? shares[c] / y[c] : shares[c];
                for (var tap = 0; tap < window.Count; tap++)
                {
                    var pixel = window.First + Place(Shape, window, tap);
                    Give(new ReadOnlySpan<float>(x + pixel * XStride, channels), y, shares[..channels], new Span<float>(dx + pixel * DxStride, channels));
                }
            }
        }

        private readonly void Give(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> shares, Span<float> dx)
        {
            if (P == 2)
            {
                TensorPrimitives.MultiplyAdd(x, shares, dx, dx);
                return;
            }
            for (var c = 0; c < x.Length; c++)
            {
                var magnitude = MathF.Abs(x[c]);
                if (magnitude == 0) continue;
                if (float.IsPositiveInfinity(P))
                {
                    if (magnitude != y[c] && !(float.IsNaN(magnitude) && float.IsNaN(y[c]))) continue;
                    dx[c] += MathF.CopySign(1, x[c]) * shares[c];
                    shares[c] = 0;
                }
                else dx[c] += MathF.CopySign(P == 1 ? 1 : MathF.Pow(magnitude / y[c], P - 1), x[c]) * shares[c];
            }
        }
    }
}
