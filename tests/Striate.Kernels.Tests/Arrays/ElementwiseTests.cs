using Striate.Kernels.Arrays;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Arrays;

/// <summary>Functions of one number.</summary>
public class ElementwiseTests
{
    // Python's math module: erf; ONNX's definitions for the others.
    [Theory]
    [InlineData(ElementwiseFunction.Error, 0.1f, 0.1124629160f)]
    [InlineData(ElementwiseFunction.Error, -0.49f, -0.5116682612f)]
    [InlineData(ElementwiseFunction.Error, 0.51f, 0.5292436198f)]
    [InlineData(ElementwiseFunction.Error, 2.5f, 0.9995930480f)]
    [InlineData(ElementwiseFunction.Error, float.NegativeInfinity, -1)]
    [InlineData(ElementwiseFunction.Round, 2.5f, 2)]
    [InlineData(ElementwiseFunction.Round, -1.5f, -2)]
    [InlineData(ElementwiseFunction.Sign, -0.1f, -1)]
    [InlineData(ElementwiseFunction.Softsign, -3, -0.75f)]
    [InlineData(ElementwiseFunction.Mish, 1, 0.8650983882f)]
    [InlineData(ElementwiseFunction.Mish, 90, 90)]
    [InlineData(ElementwiseFunction.Swish, 1, 0.6224593312f)]
    [InlineData(ElementwiseFunction.Celu, -1, -0.4323323584f)]
    [InlineData(ElementwiseFunction.ScaledElu, -1, -0.0790150699f)]
    [InlineData(ElementwiseFunction.ThresholdedRelu, 0.5f, 0)]
    [InlineData(ElementwiseFunction.Shrink, 1, 0.75f)]
    [InlineData(ElementwiseFunction.Shrink, -1, -0.75f)]
    [InlineData(ElementwiseFunction.Shrink, 0.4f, 0)]
    [InlineData(ElementwiseFunction.HardSigmoid, 1, 0.75f)]
    [InlineData(ElementwiseFunction.Linear, 3, 1.75f)]
    [InlineData(ElementwiseFunction.Clip, 3, 0.25f)]
    [InlineData(ElementwiseFunction.AreaTangent, 0.5f, 0.5493061443f)]
    public void Values(ElementwiseFunction function, float x, float expected)
    {
        var y = new float[1];
        ElementwiseKernel.Run(function, 0.5f, 0.25f, [x], y, WorkerPool.Of(1));
        Assert.Equal(expected, y[0], 2e-6f * Math.Max(1, MathF.Abs(expected)));
    }

    [Fact]
    public void SlopesAreDifferenceQuotients()
    {
        foreach (var function in Enum.GetValues<ElementwiseFunction>().Where(function => function < ElementwiseFunction.IsNaN))
        {
            foreach (var x in function switch { ElementwiseFunction.AreaCosine => [1.3f, 2.1f], _ => new[] { 0.2f, 0.31f, 0.73f } })
            {
                const float Delta = 1e-3f;
                float[] y = new float[2], dx = [1];
                ElementwiseKernel.Run(function, 0.25f, 0.6f, [x - Delta, x + Delta], y, WorkerPool.Of(1));
                ElementwiseKernel.Backward(function, 0.25f, 0.6f, [x], [2], dx, accumulate: true, WorkerPool.Of(1));
                Assert.Equal(1 + (y[1] - y[0]) / Delta, dx[0], 5e-3f * Math.Max(1, MathF.Abs(dx[0])));
            }
        }
    }

    [Fact]
    public void TestsTellWhatIsNoNumber()
    {
        float[] x = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1];
        byte[] Test(ElementwiseFunction function, float alpha, float beta)
        {
            var y = new byte[4];
            ElementwiseKernel.Test(function, alpha, beta, x, y);
            return y;
        }
        Assert.Equal([1, 0, 0, 0], Test(ElementwiseFunction.IsNaN, 1, 1));
        Assert.Equal([0, 1, 1, 0], Test(ElementwiseFunction.IsInfinite, 1, 1));
        Assert.Equal([0, 0, 1, 0], Test(ElementwiseFunction.IsInfinite, 1, 0));
        Assert.Equal([0, 1, 0, 0], Test(ElementwiseFunction.IsInfinite, 0, 1));
    }

    // C on this machine, and NumPy: (uint8)300.0f is 44, −1 is 255; fractions go towards 0.
    [Fact]
    public void Conversions()
    {
        var bytes = new byte[4];
        Conversion.Run<float, byte>([300, -1, 1.9f, -0.9f], bytes);
        Assert.Equal(new byte[] { 44, 255, 1, 0 }, bytes);
        var whole = new long[3];
        Conversion.Run<float, long>([-1.9f, float.NaN, 1e30f], whole);
        Assert.Equal([-1, long.MinValue, long.MinValue], whole);
        Conversion.Truths<float>([0, float.NaN, -0f, 0.1f], bytes);
        Assert.Equal(new byte[] { 0, 1, 0, 1 }, bytes);
        var small = new sbyte[2];
        Conversion.Run<long, sbyte>([200, -129], small);
        Assert.Equal(new sbyte[] { -56, 127 }, small);
    }
}
