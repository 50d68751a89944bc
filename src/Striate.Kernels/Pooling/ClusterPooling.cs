using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>The largest number of each cluster of features, channel by channel; features and clusters are those of each example.</summary>
public static unsafe class ClusterPooling
{
    /// <summary>Floats of scratch memory: a share for each worker.</summary>
    public static long ScratchLength(in ClusterPoolingShape shape, int workers) => workers * FeatureClusters.Length(shape);

    /// <summary>y from x; NaN wins.</summary>
    public static void Forward(in ClusterPoolingShape shape, ReadOnlySpan<float> x, Span<float> y, Span<float> scratch, WorkerPool pool)
    {
        Check(shape, x.Length, y.Length, scratch.Length, pool);
        fixed (float* from = x, to = y, memory = scratch)
        {
            var grid = new Grid { Shape = shape, X = from, Y = to, Scratch = memory };
            pool.Run(shape.Batch, ref grid);
        }
    }

    /// <summary>dx from x and dy: a channel's gradient goes to the strongest feature of the cluster that holds its largest number. Features are found again.</summary>
    public static void Backward(in ClusterPoolingShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        Check(shape, x.Length, dy.Length, scratch.Length, pool);
        Spans.RequireMap("dx", dx.Length, (long)shape.Batch * shape.Pixels, shape.Channels, shape.Channels);
        fixed (float* from = x, output = dy, to = dx, memory = scratch)
        {
            var grid = new Grid { Shape = shape, X = from, Y = output, Dx = to, Accumulate = accumulate, Scratch = memory };
            pool.Run(shape.Batch, ref grid);
        }
    }

    private static void Check(in ClusterPoolingShape shape, int inputs, int outputs, int scratch, WorkerPool pool)
    {
        Spans.RequireMap("x", inputs, (long)shape.Batch * shape.Pixels, shape.Channels, shape.Channels);
        Spans.RequireMap("y", outputs, (long)shape.Batch * shape.Clusters, shape.Channels, shape.Channels);
        Spans.RequireLength("scratch", scratch, ScratchLength(shape, pool.Threads));
    }

    // A task is an example; with dx the way back, where y holds dy.
    private struct Grid : IGrid
    {
        public ClusterPoolingShape Shape;
        public float* X;
        public float* Y;
        public float* Dx;
        public bool Accumulate;
        public float* Scratch;

        public readonly void Run(int task, int worker)
        {
            var channels = Shape.Channels;
            var x = X + (long)task * Shape.Pixels * channels;
            var y = Y + (long)task * Shape.Clusters * channels;
            var clusters = new FeatureClusters(Shape, Scratch + worker * FeatureClusters.Length(Shape));
            clusters.Find(x);
            if (Dx is not null)
            {
                Give(clusters, x, y, Dx + (long)task * Shape.Pixels * channels);
                return;
            }
            new Span<float>(y, Shape.Clusters * channels).Fill(float.NegativeInfinity);
            for (var feature = 0; feature < clusters.Count; feature++)
            {
                var most = new Span<float>(y + (long)clusters.Output(feature) * channels, channels);
                TensorPrimitives.Max(new ReadOnlySpan<float>(x + (long)clusters.Place(feature) * channels, channels), most, most);
            }
        }

        private readonly void Give(in FeatureClusters clusters, float* x, float* dy, float* dx)
        {
            var channels = Shape.Channels;
            if (!Accumulate) new Span<float>(dx, Shape.Pixels * channels).Clear();
            for (var output = 0; output < Shape.Clusters; output++)
            {
                for (var c = 0; c < channels; c++)
                {
                    var winner = -1;
                    for (var feature = 0; feature < clusters.Count; feature++)
                    {
                        if (clusters.Output(feature) != output) continue;
                        var place = clusters.Place(feature) * channels + c;
                        if (winner < 0 || x[place] > x[winner] || (float.IsNaN(x[place]) && !float.IsNaN(x[winner]))) winner = place;
                    }
                    dx[winner] += dy[output * channels + c];
                }
            }
        }
    }
}
