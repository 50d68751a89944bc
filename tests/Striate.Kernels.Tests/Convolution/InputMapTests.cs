using System.Runtime.Intrinsics;
using Striate.Kernels.Convolution;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Convolution;

/// <summary>1×1 convolutions whose input is normalised or scaled on the way, at every width, with all tails, between guard zones.</summary>
public class InputMapTests
{
    // Whole vectors and tails of channels; long rows whose tasks span examples.
    private static readonly (int Batch, int Side, int Channels, int Outputs)[] Problems =
        [(1, 9, 7, 5), (2, 8, 16, 33), (3, 7, 40, 16), (1, 12, 65, 40), (4, 17, 3, 20), (2, 30, 24, 8), (1, 9, 300, 130)];

    private static DataKernel[] Kernels =>
    [
        .. SimdWidth.Bits >= 512 ? new DataKernel[] { new FlatConvolution<Vector512<float>, Simd512>(backward: false) } : [],
        .. SimdWidth.Bits >= 256 ? new DataKernel[] { new FlatConvolution<Vector256<float>, Simd256>(backward: false) } : [],
        new FlatConvolution<Vector128<float>, Simd128>(backward: false),
    ];

    private static ConvolutionShape Shape(int batch, int side, int channels, int outputs) =>
        new(batch, channels, outputs, 1, WindowAxis.Unit, new WindowAxis(side, 1), new WindowAxis(side, 1));

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void EqualsTheOracleOfTheMappedInput(bool perExample, bool rectifies)
    {
        foreach (var (batch, side, channels, outputs) in Problems)
        {
            var shape = Shape(batch, side, channels, outputs);
            var (x, w) = (Numbers.Draw((long)batch * side * side * channels, channels, true), Numbers.Draw(shape.WeightLength, channels + 1, true));
            var (factors, shifts) = (Numbers.Draw((long)(perExample ? batch : 1) * channels, channels + 2, true), perExample ? [] : Numbers.Draw(channels, channels + 3, true));
            var mapped = new float[x.Length];
            for (var i = 0; i < x.Length; i++)
            {
                var c = i % channels;
                var value = x[i] * factors[perExample ? i / (side * side * channels) * channels + c : c] + (perExample ? 0 : shifts[c]);
                mapped[i] = rectifies ? Math.Max(value, 0) : value;
            }
            var expected = Oracle.Forward(shape, mapped, w).Value.Select(value => (float)value).ToArray();
            foreach (var kernel in Kernels)
            {
                Assert.True(kernel.MapsInput(shape));
                Assert.Equal(expected, SameBits.OnThreads(threads =>
                {
                    using var memory = new GuardedMemory();
                    var (input, packed, pool) = (memory.Map(x, channels, channels + 2), memory.BlankRow(kernel.PackedLength(shape)), WorkerPool.Of(threads));
                    var (y, scratch) = (memory.Blank(batch * side * side, outputs, outputs + 3), memory.BlankRow(kernel.MappedScratchLength(shape, threads)));
                    kernel.Pack(shape, w, packed.Span, pool);
                    var map = new InputMap { Factors = memory.Row(factors).Span, Shifts = memory.Row(shifts).Span, ExamplePixels = perExample ? side * side : 0, Rectifies = rectifies };
                    kernel.RunMapped(shape, map, input.Span, channels + 2, packed.Span, y.Span, outputs + 3, new Epilogue { Activation = Activation.Identity }, scratch.Span, pool);
                    memory.AssertUntouched();
                    return y.ToDense();
                }));
            }
        }
    }

    [Fact]
    public void OnlyOneByOneKernelsOverManyPixelsMap()
    {
        foreach (var kernel in Kernels)
        {
            Assert.False(kernel.MapsInput(Shape(1, 7, 64, 64)));
            Assert.False(kernel.MapsInput(new ConvolutionShape(1, 8, 8, 2, WindowAxis.Unit, new WindowAxis(20, 1), new WindowAxis(20, 1))));
            Assert.False(kernel.MapsInput(new ConvolutionShape(9, 8, 8, 1, WindowAxis.Unit, new WindowAxis(20, 20), new WindowAxis(20, 20))));
        }
        Assert.False(new FlatConvolution<Vector128<float>, Simd128>(backward: true).MapsInput(Shape(1, 20, 8, 8)));
        var depthwise = ConvolutionKernels.Forward[0];
        Assert.False(depthwise.MapsInput(Shape(1, 20, 8, 8)));
        Assert.Equal($"{depthwise.Name} does not map its input.",
            Assert.Throws<NotSupportedException>(() => depthwise.RunMapped(Shape(1, 20, 8, 8), default, [], 8, [], [], 8, default, [], WorkerPool.Of(1))).Message);
    }

    [Fact]
    public void ShortSpansAreRefused()
    {
        var shape = Shape(2, 9, 4, 4);
        var kernel = new FlatConvolution<Vector128<float>, Simd128>(backward: false);
        string Message(int factors, int shifts, int examplePixels) => Assert.Throws<ArgumentException>(() => kernel.RunMapped(shape,
            new InputMap { Factors = new float[factors], Shifts = new float[shifts], ExamplePixels = examplePixels }, new float[648], 4, new float[kernel.PackedLength(shape)],
            new float[648], 4, default, new float[kernel.MappedScratchLength(shape, 1)], WorkerPool.Of(1))).Message;
        Assert.Equal("factors holds 3 floats; 4 are needed.", Message(3, 4, 0));
        Assert.Equal("factors holds 7 floats; 8 are needed.", Message(7, 4, 81));
        Assert.Equal("shifts holds 3 floats; 4 are needed.", Message(4, 3, 0));
    }
}
