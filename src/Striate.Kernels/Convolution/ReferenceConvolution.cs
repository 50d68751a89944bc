using Striate.Kernels.Elementwise;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>Forward or backward data straight from the definition: maximally plain, one output after the other, to test other kernels against.</summary>
public sealed class ReferenceConvolution(bool backward) : DataKernel
{
    /// <inheritdoc/>
    public override string Name => "reference";

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => true;

    /// <inheritdoc/>
    // Others accept every problem: it runs where it is forced only.
    public override double Cost(in ConvolutionShape shape) => double.PositiveInfinity;

    /// <inheritdoc/>
    public override long PackedLength(in ConvolutionShape shape) => shape.WeightLength;

    /// <inheritdoc/>
    public override void Pack(in ConvolutionShape shape, ReadOnlySpan<float> weights, Span<float> packed, WorkerPool pool) => weights[..(int)shape.WeightLength].CopyTo(packed);

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> packed,
        Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool)
    {
        var (channels, pixels) = backward ? (shape.InputChannels, shape.InputPixels) : (shape.OutputChannels, shape.OutputPixels);
        var taps = new TapEnumerator(shape);
        // An addend may be the output itself, so sums need a place of their own.
        var sums = new float[(long)shape.Batch * pixels * channels];
        while (taps.MoveNext())
        {
            for (var k = 0; k < shape.OutputChannels; k++)
            {
                var group = k / shape.GroupOutputChannels;
                for (var c = 0; c < shape.GroupInputChannels; c++)
                {
                    var weight = packed[(k * shape.GroupInputChannels + c) * shape.Taps + taps.Tap];
                    var channel = group * shape.GroupInputChannels + c;
                    if (backward) sums[(long)taps.InputPixel * channels + channel] += input[taps.OutputPixel * inputPixelStride + k] * weight;
                    else sums[(long)taps.OutputPixel * channels + k] += input[taps.InputPixel * inputPixelStride + channel] * weight;
                }
            }
        }
        for (var pixel = 0; pixel < shape.Batch * pixels; pixel++)
        {
            for (var c = 0; c < channels; c++)
            {
                var value = sums[(long)pixel * channels + c] + (epilogue.Bias.IsEmpty ? 0 : epilogue.Bias[c]);
                if (!epilogue.Addend.IsEmpty) value += epilogue.Addend[pixel * epilogue.AddendPixelStride + c];
                output[pixel * outputPixelStride + c] = ActivationFunction<float, SimdScalar>.Apply(epilogue.Activation, epilogue.Slope, value);
            }
        }
    }
}
