using System.Numerics.Tensors;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution;

/// <summary>Where a data kernel leaves its sums, and what becomes of them on the way: bias, addend, activation.</summary>
internal unsafe readonly struct OutputMap<TVector, TSimd>(float* address, int pixelStride, float* bias, float* addend, in Epilogue epilogue)
    where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    private readonly float* _bias = bias;
    private readonly float* _addend = addend;
    private readonly int _addendStride = epilogue.AddendPixelStride;
    private readonly float _slope = epilogue.Slope;

    public float* Address { get; } = address;

    public int PixelStride { get; } = pixelStride;

    public Activation Activation { get; } = epilogue.Activation;

    /// <summary>Stores some channels of a pixel; functions with an exponential are left to <see cref="Activate"/>.</summary>
    public void Store(float* values, long pixel, int channel, int count)
    {
        var target = Address + pixel * PixelStride + channel;
        var addend = _addend is null ? null : _addend + pixel * _addendStride + channel;
        var c = 0;
        for (; c <= count - TSimd.Count; c += TSimd.Count)
        {
            var value = TSimd.Load(values + c);
            if (_bias is not null) value = TSimd.Add(value, TSimd.Load(_bias + channel + c));
            if (addend is not null) value = TSimd.Add(value, TSimd.Load(addend + c));
            if (Activation == Activation.Relu) value = TSimd.Max(value, TSimd.Zero);
            else if (Activation == Activation.LeakyRelu) value = TSimd.SelectPositive(value, value, TSimd.Multiply(value, TSimd.Broadcast(_slope)));
            TSimd.Store(target + c, value);
        }
        for (; c < count; c++)
        {
            var value = values[c];
            if (_bias is not null) value += _bias[channel + c];
            if (addend is not null) value += addend[c];
            if (Activation == Activation.Relu) value = MathF.Max(value, 0);
            else if (Activation == Activation.LeakyRelu) value = value > 0 ? value : value * _slope;
            target[c] = value;
        }
    }

    /// <summary>Applies a function with an exponential to numbers in a row: the longer the row, the fewer calls.</summary>
    public void Activate(float* start, int length)
    {
        var span = new Span<float>(start, length);
        if (Activation == Activation.Tanh) TensorPrimitives.Tanh(span, span);
        else if (Activation == Activation.Sigmoid) TensorPrimitives.Sigmoid(span, span);
    }
}
