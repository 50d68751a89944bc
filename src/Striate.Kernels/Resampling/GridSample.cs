using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Resampling;

/// <summary>Maps read at given places between their pixels (Jaderberg et al. 2015, equation 3; ONNX's and PyTorch's grid sampling).</summary>
public static unsafe class GridSample
{
    private const int ChunkPlaces = 64;

    /// <summary>y[n, p] = Σ over the pixels around place p of weight · x[n, pixel]. Places hold a number an axis from −1 to 1, the innermost axis first.</summary>
    public static void Forward(in GridSampleShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> places, Span<float> y, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        Require(shape, x.Length, places.Length, y.Length);
        fixed (float* from = x, at = places, to = y)
        {
            var grid = new ForwardGrid { Shape = shape, X = from, Places = at, Y = to, Chunks = new Chunks(shape.Outputs, ChunkPlaces) };
            pool.Run(shape.Batch * grid.Chunks.Count, ref grid);
        }
    }

    /// <summary>Gradients by the maps and by the places, written or added. An empty one is not asked for.</summary>
    public static void Backward(in GridSampleShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> places, ReadOnlySpan<float> dy, Span<float> dx, bool addX, Span<float> dPlaces, bool addPlaces, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        Require(shape, x.Length, places.Length, dy.Length);
        if (!dx.IsEmpty) Spans.RequireLength("dx", dx.Length, shape.InputLength);
        if (!dPlaces.IsEmpty) Spans.RequireLength("places' gradient", dPlaces.Length, shape.GridLength);
        fixed (float* from = x, at = places, gradient = dy, ofX = dx, ofPlaces = dPlaces)
        {
            var grid = new BackwardGrid
            {
                Shape = shape,
                X = from,
                Places = at,
                Dy = gradient,
                Dx = dx.IsEmpty ? null : ofX,
                AddX = addX,
                DPlaces = dPlaces.IsEmpty ? null : ofPlaces,
                AddPlaces = addPlaces,
            };
            pool.Run(shape.Batch, ref grid);
        }
    }

    private static void Require(in GridSampleShape shape, int x, int places, int y)
    {
        Spans.RequireLength("x", x, shape.InputLength);
        Spans.RequireLength("places", places, shape.GridLength);
        Spans.RequireLength("y", y, shape.OutputLength);
    }

    private static void Around(in GridSampleShape shape, float* place, out GridTaps planes, out GridTaps rows, out GridTaps columns)
    {
        columns = GridTaps.Around(shape, place[0], shape.Width);
        rows = shape.Rank < 2 ? GridTaps.Unit() : GridTaps.Around(shape, place[1], shape.Height);
        planes = shape.Rank < 3 ? GridTaps.Unit() : GridTaps.Around(shape, place[2], shape.Depth);
    }

    // A task is a run of places of an example.
    private struct ForwardGrid : IGrid
    {
        public GridSampleShape Shape;
        public Chunks Chunks;
        public float* X;
        public float* Places;
        public float* Y;

        public readonly void Run(int task, int worker)
        {
            var (example, chunk) = Math.DivRem(task, Chunks.Count);
            var x = X + (long)example * Shape.Pixels * Shape.Channels;
            for (var i = 0; i < Chunks.Length(chunk); i++)
            {
                var at = (long)example * Shape.Outputs + Chunks.Start(chunk) + i;
                var y = new Span<float>(Y + at * Shape.Channels, Shape.Channels);
                y.Clear();
                Around(Shape, Places + at * Shape.Rank, out var planes, out var rows, out var columns);
                for (var d = 0; d < planes.Count; d++)
                    for (var h = 0; h < rows.Count; h++)
                        for (var w = 0; w < columns.Count; w++)
                        {
                            if ((planes.Pixels[d] | rows.Pixels[h] | columns.Pixels[w]) < 0) continue;
                            var pixel = (planes.Pixels[d] * Shape.Height + rows.Pixels[h]) * Shape.Width + columns.Pixels[w];
                            TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(x + (long)pixel * Shape.Channels, Shape.Channels), planes.Weights[d] * rows.Weights[h] * columns.Weights[w], y, y);
                        }
            }
        }
    }

    // A task is an example: different places share pixels.
    private struct BackwardGrid : IGrid
    {
        public GridSampleShape Shape;
        public float* X;
        public float* Places;
        public float* Dy;
        public float* Dx;
        public float* DPlaces;
        public bool AddX;
        public bool AddPlaces;

        public readonly void Run(int task, int worker)
        {
            var (channels, length) = (Shape.Channels, Shape.Pixels * Shape.Channels);
            var first = (long)task * length;
            if (Dx is not null && !AddX) new Span<float>(Dx + first, length).Clear();
            for (var at = (long)task * Shape.Outputs; at < (task + 1L) * Shape.Outputs; at++)
            {
                var dy = new ReadOnlySpan<float>(Dy + at * channels, channels);
                float byPlane = 0, byRow = 0, byColumn = 0;
                Around(Shape, Places + at * Shape.Rank, out var planes, out var rows, out var columns);
                for (var d = 0; d < planes.Count; d++)
                    for (var h = 0; h < rows.Count; h++)
                        for (var w = 0; w < columns.Count; w++)
                        {
                            if ((planes.Pixels[d] | rows.Pixels[h] | columns.Pixels[w]) < 0) continue;
                            var pixel = first + (long)((planes.Pixels[d] * Shape.Height + rows.Pixels[h]) * Shape.Width + columns.Pixels[w]) * channels;
                            if (Dx is not null)
                            {
                                var target = new Span<float>(Dx + pixel, channels);
                                TensorPrimitives.MultiplyAdd(dy, planes.Weights[d] * rows.Weights[h] * columns.Weights[w], target, target);
                            }
                            if (DPlaces is null || Shape.Taps == 1) continue;
                            var share = TensorPrimitives.Dot(dy, new ReadOnlySpan<float>(X + pixel, channels));
                            byPlane += share * planes.Slopes[d] * rows.Weights[h] * columns.Weights[w];
                            byRow += share * planes.Weights[d] * rows.Slopes[h] * columns.Weights[w];
                            byColumn += share * planes.Weights[d] * rows.Weights[h] * columns.Slopes[w];
                        }
                if (DPlaces is null) continue;
                var to = DPlaces + at * Shape.Rank;
                to[0] = AddPlaces ? to[0] + byColumn : byColumn;
                if (Shape.Rank > 1) to[1] = AddPlaces ? to[1] + byRow : byRow;
                if (Shape.Rank > 2) to[2] = AddPlaces ? to[2] + byPlane : byPlane;
            }
        }
    }
}
