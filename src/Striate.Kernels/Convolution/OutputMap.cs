using System.Runtime.CompilerServices;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution;

/// <summary>Where a data kernel leaves its sums, and what becomes of them on the way: bias, addend, activation.</summary>
internal unsafe readonly struct OutputMap<TVector, TSimd>(float* address, int pixelStride, float* bias, float* addend, in Epilogue epilogue, OutputMoments<TVector, TSimd> moments)
    where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    private readonly float* _bias = bias;
    private readonly float* _addend = addend;
    private readonly int _addendStride = epilogue.AddendPixelStride;
    private readonly Activation _activation = epilogue.Activation;
    private readonly float _slope = epilogue.Slope;

    public float* Address { get; } = address;

    public int PixelStride { get; } = pixelStride;

    /// <summary>Sums of what was stored.</summary>
    public OutputMoments<TVector, TSimd> Moments { get; } = moments;

    /// <summary>Whether sums are stored as they are.</summary>
    public bool IsPlain => _bias is null && _addend is null && _activation == Activation.Identity;

    /// <summary>Whether a channel of every pixel lies at a multiple of so many floats.</summary>
    public bool IsAligned(int channel, int floats) => ((nint)(Address + channel) / sizeof(float) | PixelStride) % floats == 0;

    /// <summary>Whether a map is added, perhaps the output itself.</summary>
    public bool HasAddend => _addend is not null;

    /// <summary>The biases of all channels; null without.</summary>
    public float* BiasAddress => _bias;

    /// <summary>Whether neither the pixels of the output nor those of the addend have anything between them.</summary>
    public bool IsContiguous(int channels) => PixelStride == channels && (_addend is null || _addendStride == channels);

    /// <summary>The biases of a vector of channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Bias(int channel) => _bias is null ? TSimd.Zero : TSimd.Load(_bias + channel);

    /// <summary>Whether the activation is max(0, min(x, highest)).</summary>
    public bool IsClamp(out float highest)
    {
        highest = _activation == Activation.Relu6 ? 6 : float.PositiveInfinity;
        return _activation is Activation.Relu or Activation.Relu6;
    }

    /// <summary>Applies the activation in place to pixels whose biased sums are stored, for kernels that store them without <see cref="StoreTile"/>.</summary>
    public void Activate(long pixel, int step, int pixels, int channels)
    {
        if (_activation == Activation.Identity) return;
        var (rows, length) = step == 1 && PixelStride == channels ? (1, pixels * channels) : (pixels, channels);
        for (var row = 0; row < rows; row++)
        {
            var span = new Span<float>(Address + (pixel + (long)row * step) * PixelStride, length);
            if (_activation == Activation.Relu) Activate(Activation.Relu, span);
            else if (_activation == Activation.Relu6) Activate(Activation.Relu6, span);
            else Activate(_activation, span);
        }
    }

    /// <summary>Stores some channels of pixels that lie a step apart.</summary>
    /// <param name="values">The sums, a row of <paramref name="width"/> for each pixel.</param>
    /// <param name="width">Floats from one pixel's sums to the next.</param>
    /// <param name="pixels">The number of pixels.</param>
    /// <param name="pixel">The first of them.</param>
    /// <param name="step">Pixels from one to the next.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="count">The number of channels.</param>
    public void StoreTile(float* values, int width, int pixels, long pixel, long step, int channel, int count)
    {
        var target = Address + pixel * PixelStride + channel;
        var addend = _addend is null ? null : _addend + pixel * _addendStride + channel;
        var c = 0;
        for (; c <= count - TSimd.Count; c += TSimd.Count)
            StoreVectors(values + c, width, pixels, target + c, (nint)step * PixelStride, addend is null ? null : addend + c, (nint)step * _addendStride, Bias(channel + c));
        if (c == count) return;
        var bias = _bias is null ? TSimd.Zero : TSimd.LoadFirst(_bias + channel + c, count - c);
        StoreRest(values + c, width, pixels, target + c, (nint)step * PixelStride, addend is null ? null : addend + c, (nint)step * _addendStride, bias, count - c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Activate(Activation activation, Span<float> span)
    {
        fixed (float* start = span)
        {
            var i = 0;
            for (; i <= span.Length - TSimd.Count; i += TSimd.Count) TSimd.Store(start + i, ActivationFunction<TVector, TSimd>.Apply(activation, _slope, TSimd.Load(start + i)));
            if (i == span.Length) return;
            var rest = TSimd.Zero;
            new Span<float>(start + i, span.Length - i).CopyTo(new Span<float>(&rest, TSimd.Count));
            rest = ActivationFunction<TVector, TSimd>.Apply(activation, _slope, rest);
            new Span<float>(&rest, span.Length - i).CopyTo(new Span<float>(start + i, span.Length - i));
        }
    }

    // The choice of what is done stands outside the loop over pixels: inlined with a constant, the function below has none left.
    private void StoreVectors(float* values, int width, int pixels, float* target, nint targetStep, float* addend, nint addendStep, TVector bias)
    {
        switch (_activation)
        {
            case Activation.Identity: StoreVectors(Activation.Identity, values, width, pixels, target, targetStep, addend, addendStep, bias); break;
            case Activation.Relu6: StoreVectors(Activation.Relu6, values, width, pixels, target, targetStep, addend, addendStep, bias); break;
            case Activation.Relu: StoreVectors(Activation.Relu, values, width, pixels, target, targetStep, addend, addendStep, bias); break;
            default: StoreAny(values, width, pixels, target, targetStep, addend, addendStep, bias); break;
        }
    }

    // By itself, so that the polynomials of all functions do not use up what the JIT is willing to inline above.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StoreAny(float* values, int width, int pixels, float* target, nint targetStep, float* addend, nint addendStep, TVector bias) =>
        StoreVectors(_activation, values, width, pixels, target, targetStep, addend, addendStep, bias);

    // One vector of channels down the pixels.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreVectors(Activation activation, float* values, int width, int pixels, float* target, nint targetStep, float* addend, nint addendStep, TVector bias)
    {
        if (addend is null)
        {
            for (; pixels > 0; pixels--, values += width, target += targetStep)
                TSimd.Store(target, ActivationFunction<TVector, TSimd>.Apply(activation, _slope, TSimd.Add(TSimd.Load(values), bias)));
            return;
        }
        for (; pixels > 0; pixels--, values += width, target += targetStep, addend += addendStep)
            TSimd.Store(target, ActivationFunction<TVector, TSimd>.Apply(activation, _slope, TSimd.Add(TSimd.Add(TSimd.Load(values), bias), TSimd.Load(addend))));
    }

    // The last channels, fewer than a vector.
    private void StoreRest(float* values, int width, int pixels, float* target, nint targetStep, float* addend, nint addendStep, TVector bias, int count)
    {
        if (_activation == Activation.Identity) StoreRest(Activation.Identity, values, width, pixels, target, targetStep, addend, addendStep, bias, count);
        else if (_activation == Activation.Relu) StoreRest(Activation.Relu, values, width, pixels, target, targetStep, addend, addendStep, bias, count);
        else StoreAnyRest(values, width, pixels, target, targetStep, addend, addendStep, bias, count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StoreAnyRest(float* values, int width, int pixels, float* target, nint targetStep, float* addend, nint addendStep, TVector bias, int count) =>
        StoreRest(_activation, values, width, pixels, target, targetStep, addend, addendStep, bias, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreRest(Activation activation, float* values, int width, int pixels, float* target, nint targetStep, float* addend, nint addendStep, TVector bias, int count)
    {
        for (; pixels > 0; pixels--, values += width, target += targetStep)
        {
            var sum = TSimd.Add(TSimd.Load(values), bias);
            if (addend is not null)
            {
                sum = TSimd.Add(sum, TSimd.LoadFirst(addend, count));
                addend += addendStep;
            }
            TSimd.StoreFirst(target, ActivationFunction<TVector, TSimd>.Apply(activation, _slope, sum), count);
        }
    }
}
