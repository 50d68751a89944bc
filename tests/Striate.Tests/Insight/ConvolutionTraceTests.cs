using Striate.Insight;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Insight;

public class ConvolutionTraceTests
{
    private static readonly Tensor Nine = Tensor.From([0, 1, 2, 3, 4, 5, 6, 7, 8], 3, 3, 1);
    private static readonly Tensor Four = Tensor.From([0, 1, 2, 3], 2, 2, 1);

    [Fact]
    [Trait("Row", "4")]
    [Trait("Row", "5")]
    [Trait("Row", "12")]
    public void CorrelationAndConvolution()
    {
        Assert.Equal([19, 25, 37, 43], ConvolutionTrace.Of(Nine, Four).Output.ToArray());
        Assert.Equal([5, 11, 23, 29], ConvolutionTrace.Of(Nine, Four, flip: true).Output.ToArray());
    }

    [Fact]
    [Trait("Row", "57")]
    public void PaddedByOne() => Assert.Equal([0, 3, 8, 4, 9, 19, 25, 10, 21, 37, 43, 16, 6, 7, 8, 0], ConvolutionTrace.Of(Nine, Four, padding: Padding.Of(1)).Output.ToArray());

    [Fact]
    [Trait("Row", "54")]
    public void AStrideAnAxis()
    {
        Assert.Equal([0, 8, 6, 8], ConvolutionTrace.Of(Nine, Four, padding: Padding.Of(1), stride: (3, 2)).Output.ToArray());
        Assert.Equal([0, 4, 21, 16], ConvolutionTrace.Of(Nine, Four, padding: Padding.Of(1), stride: (2, 3)).Output.ToArray());
    }

    [Fact]
    [Trait("Row", "12")]
    [Trait("Row", "16")]
    public void EveryProductAndPartialSum()
    {
        var lines = ConvolutionTrace.Of(Nine, Four).ToText().Split('\n');
        Assert.Equal(
            ["correlation: input 3×3, kernel 2×2, output 2×2", "y[0,0] = 19", "  x[0,0]·w[0,0] = 0·0 = 0, sum 0", "  x[0,1]·w[0,1] = 1·1 = 1, sum 1", "  x[1,0]·w[1,0] = 3·2 = 6, sum 7", "  x[1,1]·w[1,1] = 4·3 = 12, sum 19"],
            lines[..6]);
        // The same inputs meet the reversed kernel.
        Assert.Equal(["  x[0,0]·w[1,1] = 0·3 = 0, sum 0", "  x[0,1]·w[1,0] = 1·2 = 2, sum 2", "  x[1,0]·w[0,1] = 3·1 = 3, sum 5", "  x[1,1]·w[0,0] = 4·0 = 0, sum 5"],
            ConvolutionTrace.Of(Nine, Four, flip: true).ToText().Split('\n')[2..6]);
        Assert.Equal("  x[-1,0]·w[0,1] = 0·1 = 0, sum 0 (padding)", ConvolutionTrace.Of(Nine, Four, padding: Padding.Of(1)).ToText().Split('\n')[3]);
        Assert.Equal(["operation,output,channel,input,tap,padding,value,weight,product,sum", "correlation,0 0,0,0 0,0 0,0,0,0,0,0", "correlation,0 0,0,0 1,0 1,0,1,1,1,1"], ConvolutionTrace.Of(Nine, Four).ToCsv().Split('\n')[..3]);
    }

    [Fact]
    [Trait("Row", "10")]
    public void NumberedCellsDownTheColumns()
    {
        // x = 1…9 and k = 1…4 down the columns.
        var trace = ConvolutionTrace.Of(Tensor.From([1, 4, 7, 2, 5, 8, 3, 6, 9], 3, 3, 1), Tensor.From([1, 3, 2, 4], 2, 2, 1), order: VectorOrder.ColumnMajor);
        Assert.Equal(
            "y1 = x1·k1 + x2·k2 + x4·k3 + x5·k4 = 37\ny2 = x2·k1 + x3·k2 + x5·k3 + x6·k4 = 47\ny3 = x4·k1 + x5·k2 + x7·k3 + x8·k4 = 67\ny4 = x5·k1 + x6·k2 + x8·k3 + x9·k4 = 77\n",
            trace.ToSymbols());
        Assert.Equal([37, 67, 47, 77], trace.Output.ToArray());
    }

    [Fact]
    [Trait("Row", "16")]
    public void TheSixByFivePicture()
    {
        // u, v = −1 … 1 around each inner pixel; the kernel 0 … 8, whose own numbers are lost in the lecture.
        float[] f = [5, 2, 5, 4, 4, 5, 200, 3, 200, 4, 1, 5, 5, 4, 4, 5, 5, 1, 1, 2, 200, 1, 3, 5, 200, 1, 200, 200, 200, 1];
        var (picture, kernel) = (Tensor.From(f, 6, 5, 1), Tensor.From([0, 1, 2, 3, 4, 5, 6, 7, 8], 3, 3, 1));
        foreach (var flip in new[] { false, true })
        {
            var trace = ConvolutionTrace.Of(picture, kernel, flip);
            for (var i = 0; i < 12; i++)
            {
                var (row, column, sum) = (i / 3 + 1, i % 3 + 1, 0f);
                for (var u = -1; u <= 1; u++)
                    for (var v = -1; v <= 1; v++) sum += f[(row + u) * 5 + column + v] * ((flip ? -1 : 1) * (u * 3 + v) + 4);
                Assert.Equal(sum, trace.Output.Floats[i]);
            }
            Assert.Equal(12 * 9, trace.Steps().Count());
        }
    }

    [Fact]
    [Trait("Row", "67")]
    public void PartialMapsOfChannelsSumToTheLayer()
    {
        var random = new Random(1);
        var (x, network) = (new Tensor(Shape.Of(1, 6, 5, 3)), Network.Sequential(Shape.Of(6, 5, 3), new Convolution(1, (3, 2)) { HasBias = false, Stride = (2, 1), Padding = Padding.Same, Name = "c" }));
        foreach (ref var value in x.Floats) value = random.Next(-8, 9);
        var weights = Enumerable.Range(0, 18).Select(_ => (float)random.Next(-8, 9)).ToArray();
        network.Parameters["c.weight"].Set(weights);
        // From C × taps to taps × C.
        var kernel = Tensor.From([.. Enumerable.Range(0, 18).Select(i => weights[i % 3 * 6 + i / 3])], 3, 2, 3);
        var trace = ConvolutionTrace.Of(x.Reshape(6, 5, 3), kernel, padding: Padding.Same, stride: (2, 1));
        var partial = Enumerable.Range(0, 3).Select(channel => trace.PartialMap(channel).ToArray()).ToArray();
        Assert.Equal(network.Run(x).ToArray(), Enumerable.Range(0, 15).Select(i => partial[0][i] + partial[1][i] + partial[2][i]));
        Assert.Equal(network.Run(x).ToArray(), trace.Output.ToArray());
        // One channel alone is what the layer makes when the others are nothing.
        network.Parameters["c.weight"].Set([.. weights.Select((weight, i) => i / 6 == 1 ? weight : 0)]);
        Assert.Equal(network.Run(x).ToArray(), partial[1]);
    }

    [Fact]
    [Trait("Row", "59")]
    public void ATransposedTraceIsTheLayer()
    {
        foreach (var (stride, padding) in new[] { (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (3, 1) })
        {
            var layer = new TransposedConvolution(1, 3) { Stride = stride, Padding = Padding.Of(padding), HasBias = false, Name = "t" };
            var network = Network.Sequential(Shape.Of(4, 4, 1), layer);
            float[] weights = [1, -2, 3, 4, 5, -6, 7, 8, 9];
            network.Parameters["t.weight"].Set(weights);
            var x = Tensor.From([.. Enumerable.Range(-5, 16).Select(i => (float)i)], 1, 4, 4, 1);
            var trace = ConvolutionTrace.OfTransposed(x.Reshape(4, 4, 1), Tensor.From(weights, 3, 3, 1), layer.Padding, layer.Stride);
            Assert.Equal(network.Run(x).ToArray(), trace.Output.ToArray());
        }
    }

    [Theory]
    [Trait("Row", "59")]
    [InlineData("valid", 1, 1, false)]
    [InlineData("same", 1, 1, false)]
    [InlineData("full", 1, 1, false)]
    [InlineData("valid", 2, 1, false)]
    [InlineData("same", 2, 1, false)]
    [InlineData("valid", 1, 2, false)]
    [InlineData("valid", 2, 1, true)]
    public void APictureOfEach(string padding, int stride, int dilation, bool transposed)
    {
        var x = Tensor.From([.. Enumerable.Range(0, 25).Select(i => (float)i)], 5, 5, 1);
        var zeros = padding switch { "same" => Padding.Same, "full" => Padding.Full, _ => Padding.Valid };
        var w = Tensor.From([.. Enumerable.Range(0, 9).Select(i => (float)i)], 3, 3, 1);
        var trace = transposed ? ConvolutionTrace.OfTransposed(x, w, zeros, stride, dilation) : ConvolutionTrace.Of(x, w, padding: zeros, stride: stride, dilation: dilation);
        var picture = System.Xml.Linq.XDocument.Parse(trace.ToSvg()).Root!;
        var frames = (int)trace.Output.Shape.Length;
        System.Xml.Linq.XElement[] All(string kind) => [.. picture.Descendants().Where(element => element.Attribute("class")?.Value == kind)];
        Assert.Equal((frames, 9, 9), (All("y").Length, All("tap").Length, All("k").Length));
        Assert.Equal(trace.Input.Shape.Length, All("x").Length);
        Assert.Equal(frames, All("sum").Length);
        // Each tap has a place in every frame.
        Assert.All(All("tap").SelectMany(tap => tap.Elements()), animation => Assert.Equal(frames, animation.Attribute("values")!.Value.Split(';').Length));
    }

    [Fact]
    public void PicturesAreForPeople()
    {
        Assert.Equal("A picture shows at most 400 outputs and 4000 inputs with their padding; these are 961 and 1089.",
            Assert.Throws<ArgumentException>(() => ConvolutionTrace.Of(new Tensor(Shape.Of(33, 33, 1)), Tensor.From(new float[9], 3, 3, 1)).ToSvg()).Message);
        Assert.Equal("A picture has one or two spatial axes; this map is 2×2×2.",
            Assert.Throws<ArgumentException>(() => ConvolutionTrace.Of(new Tensor(Shape.Of(2, 2, 2, 1)), new Tensor(Shape.Of(1, 1, 1, 1))).ToSvg()).Message);
    }

    [Fact]
    public void ChannelsMustMatch()
    {
        Assert.Equal("The input is 3×3×1 and the kernel 2×2×2; both need the same number of axes and of channels, which stand last.",
            Assert.Throws<ArgumentException>(() => ConvolutionTrace.Of(Nine, new Tensor(Shape.Of(2, 2, 2)))).Message);
        Assert.Equal("A transposed convolution is traced with less padding than the window's 2, not (2, 2).",
            Assert.Throws<ArgumentException>(() => ConvolutionTrace.OfTransposed(Nine, Four, Padding.Of(2), stride: 3)).Message);
    }
}
