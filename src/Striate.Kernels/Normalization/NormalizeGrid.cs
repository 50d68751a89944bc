using System.Numerics;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>y = activation((x − mean) · factor + shift + addend) for a chunk of pixels.</summary>
internal unsafe struct NormalizeGrid : IGrid
{
    public Chunks Chunks;
    public float* X;
    public int XStride;
    public float* Y;
    public int YStride;
    public float* Addend;
    public int AddendStride;
    public int Channels;
    public float* Mean;
    public float* Factor;
    public float* Shift;
    public Activation Activation;
    public float Slope;

    public readonly void Run(int task, int worker)
    {
        var pixels = Chunks.Length(task);
        var start = Chunks.Start(task);
        var c = 0;
        // A vector of channels goes down all pixels of the chunk, its coefficients in registers; the chunk stays in the cache between the vectors.
        for (; c + Vector<float>.Count <= Channels; c += Vector<float>.Count)
        {
            var (mean, factor, shift) = (Vector.Load(Mean + c), Vector.Load(Factor + c), Vector.Load(Shift + c));
            var x = X + start * XStride + c;
            var y = Y + start * YStride + c;
            var addend = Addend + start * AddendStride + c;
            for (var pixel = 0; pixel < pixels; pixel++, x += XStride, y += YStride)
            {
                var value = Affine(Vector.Load(x), mean, factor, shift);
                if (Addend is not null)
                {
                    value += Vector.Load(addend);
                    addend += AddendStride;
                }
                Vector.Store(ActivationFunction<Vector<float>, SimdPortable>.Apply(Activation, Slope, value), y);
            }
        }
        for (; c < Channels; c++)
        {
            for (var pixel = start; pixel < start + pixels; pixel++)
            {
                var value = Affine(X[pixel * XStride + c], Mean[c], Factor[c], Shift[c]);
                if (Addend is not null) value += Addend[pixel * AddendStride + c];
                Y[pixel * YStride + c] = ActivationFunction<float, SimdScalar>.Apply(Activation, Slope, value);
            }
        }
    }

    /// <summary>(x − mean) · factor + shift: one expression, so that the backward pass finds the same sign.</summary>
    public static Vector<float> Affine(Vector<float> x, Vector<float> mean, Vector<float> factor, Vector<float> shift) => Vector.FusedMultiplyAdd(x - mean, factor, shift);

    /// <summary>(x − mean) · factor + shift.</summary>
    public static float Affine(float x, float mean, float factor, float shift) => MathF.FusedMultiplyAdd(x - mean, factor, shift);
}
