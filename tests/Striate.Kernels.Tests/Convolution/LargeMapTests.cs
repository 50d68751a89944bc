using Striate.Kernels.Convolution;
using Striate.Kernels.Memory;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Convolution;

/// <summary>Maps above the sizes from which stores go past the caches and pixels are fetched ahead.</summary>
public class LargeMapTests
{
    // 65,537 pixels of 64 channels are just more than 4 Mi floats, and no whole number of tiles.
    private const int Pixels = 65_537;

    [Theory]
    [InlineData(1, 64)]
    [InlineData(64, 2)]
    [InlineData(33, 64)]
    public void EveryPixelOfALargeMapIsStored(int inputs, int outputs)
    {
        var shape = new ConvolutionShape(1, inputs, outputs, 1, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(Pixels, 1));
        var kernel = ConvolutionKernels.Choose(ConvolutionKernels.Forward, shape, Algorithms.Direct);
        var pool = WorkerPool.Of(2);
        var (x, y) = (new AlignedBuffer((long)Pixels * inputs * sizeof(float)), new AlignedBuffer((long)Pixels * outputs * sizeof(float)));
        var packed = new float[kernel.PackedLength(shape)];
        var weights = new float[inputs * outputs];
        for (var i = 0; i < weights.Length; i++) weights[i] = i / inputs % 5 - 2;
        for (var pixel = 0; pixel < Pixels; pixel++) x.AsSpan<float>().Slice(pixel * inputs, inputs).Fill(pixel % 1021);
        kernel.Pack(shape, weights, packed, pool);

        kernel.Run(shape, x.AsSpan<float>(), inputs, packed, y.AsSpan<float>(), outputs, default, new float[kernel.ScratchLength(shape, pool.Threads)], pool);

        // All inputs of a pixel are p and all weights of an output are w: y = inputs · p · w, a whole number below 2²⁴.
        var wrong = 0;
        for (var pixel = 0; pixel < Pixels; pixel++)
            for (var k = 0; k < outputs; k++) wrong += y.AsSpan<float>()[pixel * outputs + k] == inputs * (pixel % 1021) * (k % 5 - 2) ? 0 : 1;
        Assert.Equal(0, wrong);
    }
}
