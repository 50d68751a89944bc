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
    private readonly Activation _activation = epilogue.Activation;
    private readonly float _slope = epilogue.Slope;

    public float* Address { get; } = address;

    public int PixelStride { get; } = pixelStride;

    /// <summary>Stores some channels of a pixel.</summary>
    public void Store(float* values, long pixel, int channel, int count)
    {
        var target = Address + pixel * PixelStride + channel;
        var addend = _addend is null ? null : _addend + pixel * _addendStride + channel;
        var bias = _bias is null ? null : _bias + channel;
        var c = 0;
        for (; c <= count - TSimd.Count; c += TSimd.Count)
        {
            var value = TSimd.Load(values + c);
            if (bias is not null) value = TSimd.Add(value, TSimd.Load(bias + c));
            if (addend is not null) value = TSimd.Add(value, TSimd.Load(addend + c));
            TSimd.Store(target + c, ActivationFunction<TVector, TSimd>.Apply(_activation, _slope, value));
        }
        if (c == count) return;
        // The last channels become one vector too: an exponential costs the same for one number as for all.
        var rest = TSimd.Zero;
        var lanes = (float*)&rest;
        for (var i = c; i < count; i++) lanes[i - c] = values[i] + (bias is null ? 0 : bias[i]) + (addend is null ? 0 : addend[i]);
        rest = ActivationFunction<TVector, TSimd>.Apply(_activation, _slope, rest);
        for (var i = c; i < count; i++) target[i] = lanes[i - c];
    }
}
