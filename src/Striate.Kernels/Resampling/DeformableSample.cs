using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Resampling;

/// <summary>The taps of a window, each moved by an offset of its own and read between four pixels; outside the map are zeros.</summary>
public static unsafe class DeformableSample
{
    /// <summary>y[n, p, q, t · C + c] = x at (p · stride + i · dilation − padding + offset) for the tap t = (i, j); offsets are <c>N × P × Q × (groups · taps · 2)</c>, row before column; channel c belongs to group ⌊c · groups / C⌋.</summary>
    /// <remarks>A mask, <c>N × P × Q × (groups · taps)</c>, multiplies what each tap read; an empty one is none.</remarks>
    public static void Forward(in DeformableShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> offsets, ReadOnlySpan<float> mask, Span<float> y, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        Require(shape, x.Length, offsets.Length, mask, y.Length);
        fixed (float* from = x, moved = offsets, factors = mask, to = y)
        {
            var grid = new ForwardGrid { Shape = shape, X = from, Offsets = moved, Mask = mask.IsEmpty ? null : factors, Y = to };
            pool.Run(shape.Batch * shape.Height.Output, ref grid);
        }
    }

    /// <summary>Gradients by the map, the offsets and the mask, written or added. An empty one is not asked for.</summary>
    public static void Backward(in DeformableShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> offsets, ReadOnlySpan<float> mask, ReadOnlySpan<float> dy,
        Span<float> dx, bool addX, Span<float> dOffsets, bool addOffsets, Span<float> dMask, bool addMask, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        Require(shape, x.Length, offsets.Length, mask, dy.Length);
        if (!dx.IsEmpty) Spans.RequireLength("dx", dx.Length, shape.InputLength);
        if (!dOffsets.IsEmpty) Spans.RequireLength("offsets' gradient", dOffsets.Length, shape.OffsetsLength);
        if (!dMask.IsEmpty) Spans.RequireLength("mask's gradient", dMask.Length, shape.MaskLength);
        fixed (float* from = x, moved = offsets, factors = mask, gradient = dy, ofX = dx, ofOffsets = dOffsets, ofMask = dMask)
        {
            var grid = new BackwardGrid
            {
                Shape = shape,
                X = from,
                Offsets = moved,
                Mask = mask.IsEmpty ? null : factors,
                Dy = gradient,
                Dx = dx.IsEmpty ? null : ofX,
                AddX = addX,
                DOffsets = dOffsets.IsEmpty ? null : ofOffsets,
                AddOffsets = addOffsets,
                DMask = dMask.IsEmpty ? null : ofMask,
                AddMask = addMask,
            };
            pool.Run(shape.Batch, ref grid);
        }
    }

    private static void Require(in DeformableShape shape, int x, int offsets, ReadOnlySpan<float> mask, int y)
    {
        if (!mask.IsEmpty) Spans.RequireLength("mask", mask.Length, shape.MaskLength);
        Spans.RequireLength("x", x, shape.InputLength);
        Spans.RequireLength("offsets", offsets, shape.OffsetsLength);
        Spans.RequireLength("y", y, shape.OutputLength);
    }

    // The pixel above and to the left of a place, and the shares of those below and to the right; false where all four lie outside.
    private static bool Place(in DeformableShape shape, int p, int q, int tap, float* offset, out int row, out int column, out float down, out float right)
    {
        var (i, j) = Math.DivRem(tap, shape.Width.Kernel);
        var y = p * shape.Height.Stride - shape.Height.PaddingLow + i * shape.Height.Dilation + offset[0];
        var x = q * shape.Width.Stride - shape.Width.PaddingLow + j * shape.Width.Dilation + offset[1];
        (row, column, down, right) = (0, 0, 0, 0);
        if (!(y > -1 && y < shape.Height.Input && x > -1 && x < shape.Width.Input)) return false;
        (row, column) = ((int)MathF.Floor(y), (int)MathF.Floor(x));
        (down, right) = (y - row, x - column);
        return true;
    }

    // Floats from the start of an example to a corner; −1 outside.
    private static long Corner(in DeformableShape shape, int row, int column) =>
        row < 0 || column < 0 || row >= shape.Height.Input || column >= shape.Width.Input ? -1 : ((long)row * shape.Width.Input + column) * shape.Channels;

    // A task is a row of outputs.
    private struct ForwardGrid : IGrid
    {
        public DeformableShape Shape;
        public float* X;
        public float* Offsets;
        public float* Mask;
        public float* Y;

        public readonly void Run(int task, int worker)
        {
            var (example, p) = Math.DivRem(task, Shape.Height.Output);
            var x = X + example * (Shape.InputLength / Shape.Batch);
            var (groups, taps, width) = (Shape.Groups, Shape.Taps, Shape.Channels / Shape.Groups);
            for (var place = 0; place < Shape.Width.Output * groups * taps; place++)
            {
                var (pixel, tap) = Math.DivRem(place, taps);
                var (q, group) = Math.DivRem(pixel, groups);
                var row0 = (long)task * Shape.Width.Output;
                var at = row0 * groups * taps + place;
                var y = new Span<float>(Y + ((row0 + q) * taps + tap) * Shape.Channels + group * width, width);
                y.Clear();
                if (!DeformableSample.Place(Shape, p, q, tap, Offsets + 2 * at, out var row, out var column, out var down, out var right)) continue;
                var factor = Mask is null ? 1 : Mask[at];
                var from = x + group * width;
                Add(from, row, column, factor * (1 - down) * (1 - right), y);
                Add(from, row, column + 1, factor * (1 - down) * right, y);
                Add(from, row + 1, column, factor * down * (1 - right), y);
                Add(from, row + 1, column + 1, factor * down * right, y);
            }
        }

        private readonly void Add(float* x, int row, int column, float share, Span<float> y)
        {
            var corner = Corner(Shape, row, column);
            if (corner >= 0) TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(x + corner, y.Length), share, y, y);
        }
    }

    // A task is an example: places of different outputs share pixels.
    private struct BackwardGrid : IGrid
    {
        public DeformableShape Shape;
        public float* X;
        public float* Offsets;
        public float* Mask;
        public float* Dy;
        public float* Dx;
        public float* DOffsets;
        public float* DMask;
        public bool AddX;
        public bool AddOffsets;
        public bool AddMask;

        public readonly void Run(int task, int worker)
        {
            var (length, groups, taps, width) = (Shape.InputLength / Shape.Batch, Shape.Groups, Shape.Taps, Shape.Channels / Shape.Groups);
            var pixels = Shape.Height.Output * Shape.Width.Output;
            var x = task * length;
            if (Dx is not null && !AddX) new Span<float>(Dx + x, (int)length).Clear();
            for (var place = 0; place < pixels * groups * taps; place++)
            {
                var (rest, tap) = Math.DivRem(place, taps);
                var (pixel, group) = Math.DivRem(rest, groups);
                var at = (long)task * pixels * groups * taps + place;
                var dy = new ReadOnlySpan<float>(Dy + (((long)task * pixels + pixel) * taps + tap) * Shape.Channels + group * width, width);
                var factor = Mask is null ? 1 : Mask[at];
                float byRow = 0, byColumn = 0, value = 0;
                if (DeformableSample.Place(Shape, pixel / Shape.Width.Output, pixel % Shape.Width.Output, tap, Offsets + 2 * at, out var row, out var column, out var down, out var right))
                {
                    var from = x + group * width;
                    var a = Visit(from, row, column, factor * (1 - down) * (1 - right), dy);
                    var b = Visit(from, row, column + 1, factor * (1 - down) * right, dy);
                    var c = Visit(from, row + 1, column, factor * down * (1 - right), dy);
                    var d = Visit(from, row + 1, column + 1, factor * down * right, dy);
                    (byRow, byColumn) = (factor * ((c - a) * (1 - right) + (d - b) * right), factor * ((b - a) * (1 - down) + (d - c) * down));
                    value = (1 - down) * ((1 - right) * a + right * b) + down * ((1 - right) * c + right * d);
                }
                if (DMask is not null) DMask[at] = AddMask ? DMask[at] + value : value;
                if (DOffsets is null) continue;
                DOffsets[2 * at] = AddOffsets ? DOffsets[2 * at] + byRow : byRow;
                DOffsets[2 * at + 1] = AddOffsets ? DOffsets[2 * at + 1] + byColumn : byColumn;
            }
        }

        // Gives a corner its share of the gradient; Σ dy · x there.
        private readonly float Visit(long first, int row, int column, float share, ReadOnlySpan<float> dy)
        {
            var corner = Corner(Shape, row, column);
            if (corner < 0) return 0;
            if (Dx is not null)
            {
                var target = new Span<float>(Dx + first + corner, dy.Length);
                TensorPrimitives.MultiplyAdd(dy, share, target, target);
            }
            return DOffsets is null && DMask is null ? 0 : TensorPrimitives.Dot(dy, new ReadOnlySpan<float>(X + first + corner, dy.Length));
        }
    }
}
