using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>Backward weights straight from the definition, to test other kernels against.</summary>
public sealed class ReferenceWeights : WeightsKernel
{
    /// <inheritdoc/>
    public override string Name => "reference";

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => true;

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape) => double.PositiveInfinity;

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> outputGradient, int outputPixelStride,
        Span<float> weightGradient, Span<float> biasGradient, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        if (!accumulate)
        {
            weightGradient.Clear();
            biasGradient.Clear();
        }
        var taps = new TapEnumerator(shape);
        while (taps.MoveNext())
        {
            for (var k = 0; k < shape.OutputChannels; k++)
            {
                var group = k / shape.GroupOutputChannels;
                for (var c = 0; c < shape.GroupInputChannels; c++)
                {
                    weightGradient[(k * shape.GroupInputChannels + c) * shape.Taps + taps.Tap] +=
                        input[taps.InputPixel * inputPixelStride + group * shape.GroupInputChannels + c] * outputGradient[taps.OutputPixel * outputPixelStride + k];
                }
            }
        }
        for (var pixel = 0; pixel < shape.Batch * shape.OutputPixels && !biasGradient.IsEmpty; pixel++)
            for (var k = 0; k < shape.OutputChannels; k++) biasGradient[k] += outputGradient[pixel * outputPixelStride + k];
    }
}
