using System.Numerics;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>A pixel matrix times the maps of a batch: every output pixel is a weighted sum of input pixels, channel by channel.</summary>
public static unsafe class PixelSums
{
    /// <summary>y = A x for each example, or y += A x; outputs without entries are 0.</summary>
    public static void Run(PixelMatrix matrix, int batch, int channels, ReadOnlySpan<float> x, int xStride, Span<float> y, int yStride, bool accumulate, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Spans.RequireMap("x", x.Length, (long)batch * matrix.Inputs, channels, xStride);
        Spans.RequireMap("y", y.Length, (long)batch * matrix.Outputs, channels, yStride);
        fixed (float* from = x, to = y)
        fixed (int* starts = matrix.Starts, pixels = matrix.Pixels)
        fixed (float* weights = matrix.Weights)
        {
            var grid = new Grid
            {
                Starts = starts,
                Pixels = pixels,
                Weights = weights,
                Inputs = matrix.Inputs,
                Outputs = matrix.Outputs,
                Chunks = new Chunks((long)batch * matrix.Outputs, Math.Max(1, Chunks.Floats / 4 / channels)),
                Channels = channels,
                X = from,
                XStride = xStride,
                Y = to,
                YStride = yStride,
                Accumulate = accumulate,
            };
            pool.Run(grid.Chunks.Count, ref grid, (double)batch * matrix.Weights.Length * (channels / Vector<float>.Count + channels % Vector<float>.Count));
        }
    }

    // A task is some output pixels.
    private struct Grid : IGrid
    {
        public int* Starts;
        public int* Pixels;
        public float* Weights;
        public int Inputs;
        public int Outputs;
        public Chunks Chunks;
        public int Channels;
        public float* X;
        public int XStride;
        public float* Y;
        public int YStride;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            for (var place = Chunks.Start(task); place < Chunks.Start(task) + Chunks.Length(task); place++)
            {
                var (example, output) = Math.DivRem(place, Outputs);
                Sum(Starts[output], Starts[output + 1], X + example * Inputs * XStride, Y + place * YStride);
            }
        }

        private readonly void Sum(int start, int end, float* x, float* y)
        {
            var lanes = Vector<float>.Count;
            var c = 0;
            for (; c + 2 * lanes <= Channels; c += 2 * lanes)
            {
                var (a, b) = Accumulate ? (Vector.Load(y + c), Vector.Load(y + c + lanes)) : (Vector<float>.Zero, Vector<float>.Zero);
                for (var entry = start; entry < end; entry++)
                {
                    var from = x + (long)Pixels[entry] * XStride + c;
                    var weight = new Vector<float>(Weights[entry]);
                    a = Vector.FusedMultiplyAdd(Vector.Load(from), weight, a);
                    b = Vector.FusedMultiplyAdd(Vector.Load(from + lanes), weight, b);
                }
                Vector.Store(a, y + c);
                Vector.Store(b, y + c + lanes);
            }
            for (; c < Channels; c++)
            {
                var sum = Accumulate ? y[c] : 0;
                for (var entry = start; entry < end; entry++) sum = MathF.FusedMultiplyAdd(x[(long)Pixels[entry] * XStride + c], Weights[entry], sum);
                y[c] = sum;
            }
        }
    }
}
