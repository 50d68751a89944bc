using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Striate.Kernels.Convolution;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Elementwise;

/// <summary>Activations over whole maps, and their gradients.</summary>
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

    /// <summary>dx = dy · activation' with the derivative from y (or x, in its place, where <see cref="ActivationGradients.ReadsInput"/>), or dx += that; dy and dx may be the same span.</summary>
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

    /// <summary>dy ← dy · activation' with the derivative from y, in maps whose pixels lie a stride apart.</summary>
    public static unsafe void BackwardInPlace(Activation activation, float slope, ReadOnlySpan<float> y, Span<float> dy, int pixels, int channels, int pixelStride, WorkerPool pool)
    {
        Spans.RequireMap("y", y.Length, pixels, channels, pixelStride);
        Spans.RequireMap("dy", dy.Length, pixels, channels, pixelStride);
        if (pixelStride == channels)
        {
            var length = pixels * channels;
            Backward(activation, slope, y[..length], dy[..length], dy, accumulate: false, pool);
            return;
        }
        fixed (float* output = y, gradient = dy)
        {
            var chunks = new Chunks(pixels, Math.Max(1, Chunks.Floats / channels));
            var grid = new BackwardGrid { Activation = activation, Slope = slope, Chunks = chunks, Y = output, From = gradient, To = gradient, Channels = channels, PixelStride = pixelStride };
            pool.Run(chunks.Count, ref grid);
        }
    }

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
            var (activation, slope) = (Activation, Slope);
            var x = X + Chunks.Start(task);
            var y = Y + Chunks.Start(task);
            var i = activation == Activation.Gelu && Vector512.IsHardwareAccelerated ? Gelu(x, y, length) : 0;
            for (; i + Vector<float>.Count <= length; i += Vector<float>.Count) Vector.Store(ActivationFunction<Vector<float>, SimdPortable>.Apply(activation, slope, Vector.Load(x + i)), y + i);
            for (; i < length; i++) y[i] = ActivationFunction<float, SimdScalar>.Apply(activation, slope, x[i]);
        }

        // The longest of the formulas is bound by arithmetic, not by memory: vectors of 512 bits, wider than Vector<float> is, halve its time.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static int Gelu(float* x, float* y, int length)
        {
            var i = 0;
            for (; i + Vector512<float>.Count <= length; i += Vector512<float>.Count) Vector512.Store(SmoothActivations<Vector512<float>, Simd512>.Gelu(Vector512.Load(x + i)), y + i);
            return i;
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

        // Pixels a stride apart; 0 if all numbers lie side by side.
        public int Channels;
        public int PixelStride;

        public readonly void Run(int task, int worker)
        {
            if (PixelStride == 0) RunRow(Chunks.Start(task), Chunks.Length(task));
            else for (var pixel = Chunks.Start(task); pixel < Chunks.Start(task) + Chunks.Length(task); pixel++) RunRow(pixel * PixelStride, Channels);
        }

        private readonly void RunRow(long start, int length)
        {
            var (activation, slope) = (Activation, Slope);
            var y = Y + start;
            var from = From + start;
            var to = To + start;
            var i = activation == Activation.Gelu && Vector512.IsHardwareAccelerated ? Gelu(y, from, to, length, Accumulate) : 0;
            for (; i + Vector<float>.Count <= length; i += Vector<float>.Count)
            {
                var g = ActivationFunction<Vector<float>, SimdPortable>.Derive(activation, slope, Vector.Load(y + i), Vector.Load(from + i));
                Vector.Store(Accumulate ? Vector.Load(to + i) + g : g, to + i);
            }
            for (; i < length; i++)
            {
                var g = ActivationFunction<float, SimdScalar>.Derive(activation, slope, y[i], from[i]);
                to[i] = Accumulate ? to[i] + g : g;
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static int Gelu(float* x, float* from, float* to, int length, bool accumulate)
        {
            var i = 0;
            for (; i + Vector512<float>.Count <= length; i += Vector512<float>.Count)
            {
                var g = Vector512.Load(from + i) * SmoothActivations<Vector512<float>, Simd512>.GeluSlope(Vector512.Load(x + i));
                Vector512.Store(accumulate ? Vector512.Load(to + i) + g : g, to + i);
            }
            return i;
        }
    }
}
