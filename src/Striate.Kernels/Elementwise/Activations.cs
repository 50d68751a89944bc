using System.Numerics;
using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Elementwise;

/// <summary>Activations over whole maps, and their gradients as functions of their own outputs.</summary>
public static class Activations
{
    /// <summary>y = activation(x); x and y may be the same span.</summary>
    public static unsafe void Forward(Activation activation, float slope, ReadOnlySpan<float> x, Span<float> y, WorkerPool pool)
    {
        Spans.RequireLength("y", y.Length, x.Length);
        fixed (float* from = x, to = y)
        {
            var grid = new ForwardGrid { Activation = activation, Slope = slope, Chunks = new Chunks(x.Length, Chunks.Floats), X = from, Y = to };
            pool.Run(grid.Chunks.Count, ref grid);
        }
    }

    /// <summary>dx = dy · activation'(x) with the derivative from y, or dx += that; dy and dx may be the same span.</summary>
    public static unsafe void Backward(Activation activation, float slope, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate, WorkerPool pool)
    {
        Spans.RequireLength("dy", dy.Length, y.Length);
        Spans.RequireLength("dx", dx.Length, y.Length);
        fixed (float* output = y, from = dy, to = dx)
        {
            var grid = new BackwardGrid { Activation = activation, Slope = slope, Chunks = new Chunks(y.Length, Chunks.Floats), Y = output, From = from, To = to, Accumulate = accumulate };
            pool.Run(grid.Chunks.Count, ref grid);
        }
    }

    /// <summary>activation(x) of a vector.</summary>
    internal static Vector<float> Apply(Activation activation, float slope, Vector<float> x) => activation switch
    {
        Activation.Relu => Vector.Max(x, Vector<float>.Zero),
        Activation.LeakyRelu => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), x, x * slope),
        _ => x,
    };

    /// <summary>g · activation' with the derivative from the output y.</summary>
    internal static Vector<float> Derive(Activation activation, float slope, Vector<float> y, Vector<float> g) => activation switch
    {
        Activation.Relu => Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), g, Vector<float>.Zero),
        Activation.LeakyRelu => Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), g, g * slope),
        Activation.Tanh => g * (Vector<float>.One - y * y),
        Activation.Sigmoid => g * y * (Vector<float>.One - y),
        _ => g,
    };

    /// <summary>g · activation' with the derivative from the output y.</summary>
    internal static float Derive(Activation activation, float slope, float y, float g) => activation switch
    {
        Activation.Relu => y > 0 ? g : 0,
        Activation.LeakyRelu => y > 0 ? g : g * slope,
        Activation.Tanh => g * (1 - y * y),
        Activation.Sigmoid => g * y * (1 - y),
        _ => g,
    };

    private unsafe struct ForwardGrid : IGrid
    {
        public Activation Activation;
        public float Slope;
        public Chunks Chunks;
        public float* X;
        public float* Y;

        public readonly void Run(int task, int worker)
        {
            var length = Chunks.Length(task);
            var x = new ReadOnlySpan<float>(X + Chunks.Start(task), length);
            var y = new Span<float>(Y + Chunks.Start(task), length);
            switch (Activation)
            {
                case Activation.Tanh:
                    TensorPrimitives.Tanh(x, y);
                    break;
                case Activation.Sigmoid:
                    TensorPrimitives.Sigmoid(x, y);
                    break;
                default:
                    var i = 0;
                    for (; i + Vector<float>.Count <= length; i += Vector<float>.Count) Apply(Activation, Slope, new Vector<float>(x[i..])).CopyTo(y[i..]);
                    for (; i < length; i++) y[i] = ScalarActivation.Apply(Activation, Slope, x[i]);
                    break;
            }
        }
    }

    private unsafe struct BackwardGrid : IGrid
    {
        public Activation Activation;
        public float Slope;
        public Chunks Chunks;
        public float* Y;
        public float* From;
        public float* To;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var length = Chunks.Length(task);
            var start = Chunks.Start(task);
            var (activation, slope) = (Activation, Slope);
            var y = Y + start;
            var from = From + start;
            var to = To + start;
            var i = 0;
            for (; i + Vector<float>.Count <= length; i += Vector<float>.Count)
            {
                var g = Derive(activation, slope, Vector.Load(y + i), Vector.Load(from + i));
                Vector.Store(Accumulate ? Vector.Load(to + i) + g : g, to + i);
            }
            for (; i < length; i++)
            {
                var g = Derive(activation, slope, y[i], from[i]);
                to[i] = Accumulate ? to[i] + g : g;
            }
        }
    }
}
