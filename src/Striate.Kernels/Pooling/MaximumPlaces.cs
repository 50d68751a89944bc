using System.Numerics;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>Where the largest number of each window lies, and what is put there or taken from there.</summary>
public static unsafe class MaximumPlaces
{
    /// <summary>The input pixel, within its example, of the first largest number of each window and channel; NaN wins.</summary>
    public static void Find(in PoolingShape shape, ReadOnlySpan<float> x, Span<int> places, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, shape.Channels);
        Spans.RequireMap("places", places.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels);
        fixed (float* from = x)
        fixed (int* to = places)
        {
            var grid = new FindGrid { Shape = shape, X = from, Places = to };
            pool.Run(shape.Batch * shape.Depth.Output * shape.Height.Output, ref grid, shape.Work);
        }
    }

    /// <summary>dx = 0, and dx[place] = dy for each place.</summary>
    public static void Put(in PoolingShape shape, ReadOnlySpan<int> places, ReadOnlySpan<float> dy, Span<float> dx, WorkerPool pool) => Move(shape, places, dy, dx, put: true, accumulate: false, pool);

    /// <summary>y = x[place] for each place, or y += that.</summary>
    public static void Take(in PoolingShape shape, ReadOnlySpan<int> places, ReadOnlySpan<float> x, Span<float> y, bool accumulate, WorkerPool pool) => Move(shape, places, y, x, put: false, accumulate, pool);

    /// <summary>Pixels of each map become places in all maps of all examples, <c>N × C × depth × height × width</c>, pixels counted row by row or column by column.</summary>
    public static void Count(in PoolingShape shape, ReadOnlySpan<int> pixels, Span<long> places, bool byColumns)
    {
        Spans.RequireMap("pixels", pixels.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels);
        Spans.RequireMap("places", places.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels);
        var (height, width, example) = (shape.Height.Input, shape.Width.Input, shape.OutputPixels * shape.Channels);
        for (var i = 0; i < places.Length; i++)
        {
            var pixel = pixels[i];
            if (byColumns)
            {
                var (row, column) = Math.DivRem(pixel, width);
                (var depth, row) = Math.DivRem(row, height);
                pixel = depth + shape.Depth.Input * (row + height * column);
            }
            places[i] = ((long)(i / example) * shape.Channels + i % shape.Channels) * shape.InputPixels + pixel;
        }
    }

    private static void Move(in PoolingShape shape, ReadOnlySpan<int> places, ReadOnlySpan<float> small, ReadOnlySpan<float> large, bool put, bool accumulate, WorkerPool pool)
    {
        Spans.RequireMap("places", places.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels);
        Spans.RequireMap(put ? "dy" : "y", small.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels);
        Spans.RequireMap(put ? "dx" : "x", large.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, shape.Channels);
        fixed (int* at = places)
        fixed (float* few = small, many = large)
        {
            var grid = new MoveGrid { Shape = shape, Places = at, Small = few, Large = many, IsPut = put, Accumulate = accumulate };
            pool.Run(shape.Batch, ref grid, (double)shape.Batch * shape.InputPixels * shape.Channels);
        }
    }

    // A task is a row of outputs.
    private struct FindGrid : IGrid
    {
        public PoolingShape Shape;
        public float* X;
        public int* Places;

        public readonly void Run(int task, int worker)
        {
            var (example, row) = Math.DivRem(task, Shape.Depth.Output * Shape.Height.Output);
            var windows = new WindowRow(Shape, row);
            var x = X + (long)example * Shape.InputPixels * Shape.Channels;
            for (var column = 0; column < Shape.Width.Output; column++)
            {
                var window = windows.At(column);
                var places = Places + ((long)task * Shape.Width.Output + column) * Shape.Channels;
                var c = 0;
                for (; c + Vector<float>.Count <= Shape.Channels; c += Vector<float>.Count) Vector.Store(FirstOfEach(window, x + c), places + c);
                for (; c < Shape.Channels; c++) places[c] = First(window, x + c);
            }
        }

        // As First, for a vector of channels.
        private readonly Vector<int> FirstOfEach(in Window window, float* x)
        {
            var (places, most) = (new Vector<int>(window.First), Vector.Load(x + (long)window.First * Shape.Channels));
            for (var depth = 0; depth < window.Depth; depth++)
            {
                for (var height = 0; height < window.Height; height++)
                {
                    var pixel = window.First + (depth * Shape.Depth.Dilation * Shape.Height.Input + height * Shape.Height.Dilation) * Shape.Width.Input;
                    for (var width = window.Width; width > 0; width--, pixel += Shape.Width.Dilation)
                    {
                        // Not (value ≤ most) is also true for NaN on either side: what is NaN already stays.
                        var value = Vector.Load(x + (long)pixel * Shape.Channels);
                        var wins = Vector.AndNot(Vector.Equals(most, most), Vector.LessThanOrEqual(value, most));
                        places = Vector.ConditionalSelect(wins, new Vector<int>(pixel), places);
                        most = Vector.ConditionalSelect(wins, value, most);
                    }
                }
            }
            return places;
        }

        private readonly int First(in Window window, float* x)
        {
            var (place, most) = (window.First, x[(long)window.First * Shape.Channels]);
            for (var depth = 0; depth < window.Depth; depth++)
            {
                for (var height = 0; height < window.Height; height++)
                {
                    var pixel = window.First + (depth * Shape.Depth.Dilation * Shape.Height.Input + height * Shape.Height.Dilation) * Shape.Width.Input;
                    for (var width = window.Width; width > 0; width--, pixel += Shape.Width.Dilation)
                    {
                        var value = x[(long)pixel * Shape.Channels];
                        if (value > most || (float.IsNaN(value) && !float.IsNaN(most))) (place, most) = (pixel, value);
                    }
                }
            }
            return place;
        }
    }

    // A task is an example.
    private struct MoveGrid : IGrid
    {
        public PoolingShape Shape;
        public int* Places;
        public float* Small;
        public float* Large;
        public bool IsPut;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var (inputs, outputs, channels) = (Shape.InputPixels, Shape.OutputPixels, Shape.Channels);
            var large = Large + (long)task * inputs * channels;
            var start = (long)task * outputs * channels;
            if (IsPut) new Span<float>(large, inputs * channels).Clear();
            for (var pixel = 0; pixel < outputs; pixel++)
            {
                for (var c = 0; c < channels; c++, start++)
                {
                    var place = large + (long)Places[start] * channels + c;
                    if (IsPut) *place = Small[start];
                    else Small[start] = Accumulate ? Small[start] + *place : *place;
                }
            }
        }
    }
}
