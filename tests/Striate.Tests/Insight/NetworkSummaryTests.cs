using Striate.Insight;
using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Tests.Insight;

public class NetworkSummaryTests
{
    private static NetworkSummary Of() => Network.Sequential(Shape.Of(8, 8, 1),
        new Convolution(4, 3) { Name = "c" }, new BatchNormalization { Name = "b" }, new Relu { Name = "r" }, new MaxPooling(4) { Name = "p" }, new Flatten { Name = "f" }, new Dense(2) { Name = "d" }).Summary();

    [Fact]
    [Trait("Row", "124")]
    public void ComplexAndSimpleLayers()
    {
        var summary = Of();
        Assert.Equal((6, 2), (summary.SimpleLayers, summary.ComplexLayers));
        Assert.Equal([(null, ""), (1, "convolution"), (1, ""), (1, "detector"), (1, "pooling"), (1, ""), (2, "affine")], summary.Layers.Select(layer => (layer.ComplexLayer, layer.Stage)));
    }

    [Fact]
    [Trait("Row", "49")]
    [Trait("Row", "124")]
    public void TheTable() => Assert.Equal("""
        node   layer               output     parameters   MACs  bytes  receptive field  jump  unused  stage
        input  Input               8×8×1 HWC           0      0    256  1                1
        c      Convolution         6×6×4 HWC          40  1,296    576  3                1             1 convolution
        b      BatchNormalization  6×6×4 HWC           8      0    576  3                1
        r      Relu                6×6×4 HWC           0      0    576  3                1             1 detector
        p      MaxPooling          1×1×4 HWC           0      0     16  6                4     2×2     1 pooling
        f      Flatten             4 C                 0      0     16
        d      Dense               2 C                10      8      8                                 2 affine
        58 parameters, 1,304 multiply–accumulates and 2,024 bytes of outputs an example
        6 simple layers; 2 complex ones, of convolution, detector and pooling stages

        """, Of().ToString());

    [Fact]
    [Trait("Row", "124")]
    public void EveryConvolutionIsAConvolutionStage() => Assert.Equal([(null, ""), (1, "convolution"), (1, "detector"), (2, "convolution"), (2, "pooling"), (3, "convolution")],
        Network.Sequential(Shape.Of(8, 8, 1), new UnsharedConvolution(2, 3), new Tanh(), new TiledConvolution(2, 3, 2), new AveragePooling(2), new TransposedConvolution(1, 2)).Summary()
            .Layers.Select(layer => (layer.ComplexLayer, layer.Stage)));

    [Fact]
    public void AxesHaveNames() =>
        Assert.Equal(["DHWC", "C"], Network.Sequential(Shape.Of(4, 4, 4, 2), new GlobalAveragePooling()).Summary().Layers.Select(layer => layer.Axes));
}
