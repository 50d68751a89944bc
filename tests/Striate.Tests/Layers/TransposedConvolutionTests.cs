using Striate.Insight;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Transposed convolutions against the definition in double, their sizes, and the adjoint of the convolution that leads back.</summary>
public class TransposedConvolutionTests
{
    public static TheoryData<TransposedConvolution, int, int, int> Cases => new()
    {
        { new TransposedConvolution(5, 3), 4, 6, 3 },
        { new TransposedConvolution(16, 2) { Stride = 2 }, 5, 4, 32 },
        { new TransposedConvolution(20, 4) { Stride = 2, Padding = Padding.Of(1) }, 6, 5, 17 },
        { new TransposedConvolution(6, 3) { Stride = 2, Padding = Padding.Of(1), OutputPadding = 1, Groups = 3 }, 4, 7, 9 },
        { new TransposedConvolution(3, 2) { Stride = 3, OutputSize = (13, 17) }, 4, 6, 2 },
        { new TransposedConvolution(4, 3) { Dilation = 2, Padding = Padding.Of((1, 0), (2, 3)) }, 4, 6, 2 },
        { new TransposedConvolution(8, 5) { Padding = Padding.Same, Stride = 2, Groups = 8 }, 4, 6, 8 },
        { new TransposedConvolution(19, 3) { Padding = Padding.Full }, 5, 6, 4 },
        { new TransposedConvolution(7, 1), 5, 6, 4 },
        { new TransposedConvolution(7, 4), 1, 1, 33 },
        { new TransposedConvolution(64, 3) { Padding = Padding.Of(1) }, 14, 14, 64 },
    };

    // y[i · stride + t · dilation − padding, k] += x[i, c] · w[c, k, t].
    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardIsTheDefinition(TransposedConvolution layer, int height, int width, int channels)
    {
        foreach (var activation in new Layer?[] { null, new LeakyRelu(0.3f), new Tanh() })
        {
            var transposed = layer with { Name = "t" };
            var network = activation is null ? Network.Sequential(Shape.Of(height, width, channels), transposed) : Network.Sequential(Shape.Of(height, width, channels), transposed, activation);
            var random = new Random(1);
            foreach (ref var value in network.Parameters.Values) value = (float)(random.NextDouble() - 0.5);
            network.Parameters.MarkChanged();
            Assert.Single(network.CompileInference(2).Steps);
            var x = new Tensor(Shape.Of(2, height, width, channels));
            foreach (ref var value in x.Floats) value = (float)(random.NextDouble() * 2 - 1);
            var y = network.Run(x);
            var expected = Naive(network.Nodes[1], network.Parameters["t.weight"].Values.ToArray(), network.Parameters["t.bias"].Values.ToArray(), x);
            Assert.Equal(expected.Length, y.Shape.Length);
            for (var i = 0; i < expected.Length; i++)
            {
                var wanted = activation switch { LeakyRelu => expected[i] > 0 ? expected[i] : 0.3f * expected[i], Tanh => Math.Tanh(expected[i]), _ => expected[i] };
                Assert.Equal(wanted, y.Floats[i], 2e-4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientsAreDirectionalDerivatives(TransposedConvolution layer, int height, int width, int channels) =>
        Gradients.Check(Network.Sequential(Shape.Of(height, width, channels), new Convolution(channels, 1), layer, new Tanh()), 2);

    [Fact]
    public void OneInputSpreadsTheKernel()
    {
        // 1 and 10 times the kernel 1 2 3, a stride of 2 apart: 1 2 3+10 20 30.
        var network = Network.Sequential(Shape.Of(2, 1), new TransposedConvolution(1, 3) { Stride = 2, HasBias = false, Name = "t" });
        new float[] { 1, 2, 3 }.CopyTo(network.Parameters["t.weight"].Values);
        network.Parameters.MarkChanged();
        Assert.Equal([1, 2, 13, 20, 30], network.Run(Tensor.From([1, 10], 1, 2, 1)).ToArray());
    }

    [Fact]
    public void Sizes()
    {
        static Shape Of(TransposedConvolution layer, int size) => Network.Sequential(Shape.Of(size, 1), layer).OutputShape;
        Assert.Equal(Shape.Of(7, 2), Of(new TransposedConvolution(2, 3) { Stride = 2, Padding = Padding.Of(1) }, 4));
        Assert.Equal(Shape.Of(8, 2), Of(new TransposedConvolution(2, 3) { Stride = 2, Padding = Padding.Of(1), OutputPadding = 1 }, 4));
        Assert.Equal(Shape.Of(8, 2), Of(new TransposedConvolution(2, 3) { Stride = 2, Padding = Padding.Of(1), OutputSize = 8 }, 4));
        Assert.Equal(Shape.Of(8, 2), Of(new TransposedConvolution(2, 3) { Stride = 2, Padding = Padding.Same }, 4));
        Assert.Equal(Shape.Of(12, 2), Of(new TransposedConvolution(2, 2) { Stride = 3, Padding = Padding.Same }, 4));
    }

    [Fact]
    [Trait("Row", "111")]
    public void TheSizeThatWasForgottenMustBeTold()
    {
        // Kernel 3 with taps 2 apart, stride 2, padding 1: inputs of 7 and of 8 both give 3.
        foreach (var input in new[] { 7, 8 }) Assert.Equal(3, Network.Sequential(Shape.Of(input, 1), new Convolution(1, 3) { Stride = 2, Padding = Padding.Of(1), Dilation = 2 }).OutputShape[0]);
        TransposedConvolution Back(int size) => new(2, 3) { Name = "up", Stride = 2, Padding = Padding.Of(1), Dilation = 2, OutputSize = size };
        foreach (var size in Enumerable.Range(1, 12))
        {
            if (size is 7 or 8) Assert.Equal(Shape.Of(size, 2), Network.Sequential(Shape.Of(3, 1), Back(size)).OutputShape);
            else
            {
                Assert.Equal($"TransposedConvolution 'up' cannot make an output of {size}: input 3, kernel 3, stride 2, dilation 2, padding 1. Legal sizes: (7, 8).",
                    Assert.Throws<ShapeException>(() => Network.Sequential(Shape.Of(3, 1), Back(size))).Message);
            }
        }
        // In three dimensions, with groups.
        Assert.Equal(Shape.Of(7, 8, 7, 4), Network.Sequential(Shape.Of(3, 3, 3, 2), new TransposedConvolution(4, 3) { Groups = 2, Stride = 2, Padding = Padding.Of(1), Dilation = 2, OutputSize = (7, 8, 7) }).OutputShape);
    }

    [Fact]
    public void AnInputSizeOfItsOwn()
    {
        var network = Network.Sequential(Shape.Of(4, 4, 2), new TransposedConvolution(3, 2) { Stride = 2 });
        Assert.Equal(Shape.Of(1, 10, 6, 3), network.Run(new Tensor(Shape.Of(1, 5, 3, 2))).Shape);
    }

    [Fact]
    public void ReceptiveFieldsShrinkBack()
    {
        // Pooling by 2 sees 2 at a jump of 2; enlarging by 2 with a kernel of 2 sees the same at a jump of 1.
        var layers = Network.Sequential(Shape.Of(8, 1), new MaxPooling(2), new TransposedConvolution(1, 2) { Stride = 2 }, new TransposedConvolution(1, 2) { Stride = 3 }).Summary().Layers;
        Assert.Equal(new ReceptiveField(2, 1, 0), Assert.Single(layers[2].ReceptiveFields));
        Assert.Empty(layers[3].ReceptiveFields);
    }

    private static double[] Naive(Node node, float[] weights, float[] bias, Tensor x)
    {
        var layer = (TransposedConvolution)node.Layer!;
        var windows = layer.Windows(node.LayerInputs);
        var (rows, columns) = (windows[0], windows[1]);
        var (batch, height, width, channels) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        var (groupInputs, groupOutputs, outputs) = (channels / layer.Groups, layer.Channels / layer.Groups, layer.Channels);
        var y = new double[batch * rows.Input * columns.Input * outputs];
        for (var i = 0; i < y.Length; i++) y[i] = bias[i % outputs];
        for (var i = 0; i < x.Floats.Length; i++)
        {
            var (c, w, h, n) = (i % channels, i / channels % width, i / channels / width % height, i / channels / width / height);
            for (var r = 0; r < rows.Kernel; r++)
            {
                for (var s = 0; s < columns.Kernel; s++)
                {
                    var (p, q) = (h * rows.Stride + r * rows.Dilation - rows.PaddingLow, w * columns.Stride + s * columns.Dilation - columns.PaddingLow);
                    if (p < 0 || q < 0 || p >= rows.Input || q >= columns.Input) continue;
                    for (var k = 0; k < groupOutputs; k++)
                    {
                        var weight = weights[((c * groupOutputs + k) * rows.Kernel + r) * columns.Kernel + s];
                        y[((n * rows.Input + p) * columns.Input + q) * outputs + c / groupInputs * groupOutputs + k] += (double)x.Floats[i] * weight;
                    }
                }
            }
        }
        return y;
    }
}
