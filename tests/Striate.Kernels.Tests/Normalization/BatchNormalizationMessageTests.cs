using Striate.Kernels.Elementwise;
using Striate.Kernels.Normalization;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Normalization;

/// <summary>Every message, whole.</summary>
public class BatchNormalizationMessageTests
{
    private static readonly WorkerPool Pool = WorkerPool.Of(1);

    [Fact]
    public void Statistics()
    {
        static string Message(int x = 12, int stride = 3, int pixels = 4, int mean = 3, int variance = 3, int scratch = 16) => Assert.Throws<ArgumentException>(() =>
            BatchNormalization.Statistics(new float[x], stride, pixels, 3, new float[mean], new float[variance], new float[scratch], Pool)).Message;
        Assert.Equal("x holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(x: 11));
        Assert.Equal("The pixels of x are 2 floats apart but hold 3 channels.", Message(stride: 2));
        Assert.Equal("x needs 1 or more pixels and channels, not 0 and 3.", Message(pixels: 0));
        Assert.Equal("mean holds 2 floats; 3 are needed.", Message(mean: 2));
        Assert.Equal("variance holds 2 floats; 3 are needed.", Message(variance: 2));
        // Two sums a channel of one chunk, its length, and three coefficients.
        Assert.Equal("scratch holds 15 floats; 16 are needed.", Message(scratch: 15));
    }

    [Fact]
    public void Normalize()
    {
        static string Message(int x = 12, int y = 12, int addend = 0, int mean = 3, int deviation = 3, int gamma = 3, int beta = 3, int scratch = 3, int xStride = 3, int yStride = 3, int addendStride = 3) =>
            Assert.Throws<ArgumentException>(() => BatchNormalization.Normalize(new float[x], xStride, 4, 3, new float[mean], new float[deviation], new float[gamma], new float[beta],
                new float[addend], addendStride, Activation.Relu, 0, new float[y], yStride, new float[scratch], Pool)).Message;
        Assert.Equal("x holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(x: 11));
        Assert.Equal("y holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(y: 11));
        Assert.Equal("addend holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(addend: 11));
        Assert.Equal("The pixels of x are 2 floats apart but hold 3 channels.", Message(xStride: 2));
        Assert.Equal("The pixels of y are 2 floats apart but hold 3 channels.", Message(yStride: 2));
        Assert.Equal("The pixels of addend are 2 floats apart but hold 3 channels.", Message(addend: 12, addendStride: 2));
        Assert.Equal("mean holds 2 floats; 3 are needed.", Message(mean: 2));
        Assert.Equal("inverse deviation holds 2 floats; 3 are needed.", Message(deviation: 2));
        Assert.Equal("gamma holds 2 floats; 3 are needed.", Message(gamma: 2));
        Assert.Equal("beta holds 2 floats; 3 are needed.", Message(beta: 2));
        Assert.Equal("scratch holds 2 floats; 3 are needed.", Message(scratch: 2));
    }

    [Fact]
    public void Backward()
    {
        static string Message(int x = 12, int y = 12, int dy = 12, int dx = 12, int dAddend = 12, int mean = 3, int deviation = 3, int gamma = 3, int beta = 3, int dGamma = 3, int dBeta = 3,
            int scratch = 16, int xStride = 3, int yStride = 3, int dyStride = 3, int dxStride = 3, int addendStride = 3, Activation activation = Activation.Relu) => Assert.Throws<ArgumentException>(() =>
            BatchNormalization.Backward(new float[x], xStride, new float[y], yStride, new float[dy], dyStride, 4, 3, new float[mean], new float[deviation], new float[gamma], new float[beta],
                activation, 0, new float[dx], dxStride, false, new float[dAddend], addendStride, false, new float[dGamma], new float[dBeta], false, new float[scratch], Pool)).Message;
        Assert.Equal("x holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(x: 11));
        Assert.Equal("y holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(y: 11));
        Assert.Equal("dy holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(dy: 11));
        Assert.Equal("dx holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(dx: 11));
        Assert.Equal("addend gradient holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(dAddend: 11));
        Assert.Equal("The pixels of x are 2 floats apart but hold 3 channels.", Message(xStride: 2));
        Assert.Equal("The pixels of y are 2 floats apart but hold 3 channels.", Message(yStride: 2));
        Assert.Equal("The pixels of dy are 2 floats apart but hold 3 channels.", Message(dyStride: 2));
        Assert.Equal("The pixels of dx are 2 floats apart but hold 3 channels.", Message(dxStride: 2));
        Assert.Equal("The pixels of addend gradient are 2 floats apart but hold 3 channels.", Message(addendStride: 2));
        Assert.Equal("mean holds 2 floats; 3 are needed.", Message(mean: 2));
        Assert.Equal("inverse deviation holds 2 floats; 3 are needed.", Message(deviation: 2));
        Assert.Equal("gamma holds 2 floats; 3 are needed.", Message(gamma: 2));
        Assert.Equal("beta holds 2 floats; 3 are needed.", Message(beta: 2));
        Assert.Equal("gamma gradient holds 2 floats; 3 are needed.", Message(dGamma: 2));
        Assert.Equal("beta gradient holds 2 floats; 3 are needed.", Message(dBeta: 2));
        Assert.Equal("scratch holds 15 floats; 16 are needed.", Message(scratch: 15));
        Assert.Equal("The gradient of Tanh needs y.", Message(activation: Activation.Tanh, y: 0, dAddend: 0));
        Assert.Equal("The gradient of Relu behind an addend needs y.", Message(y: 0));
        const string Silu = "The gradient of Silu comes from the normalised x alone: y must be empty, and no addend can stand between.";
        Assert.Equal(Silu, Message(activation: Activation.Silu, dAddend: 0));
        Assert.Equal(Silu, Message(activation: Activation.Silu, y: 0));
    }
}
