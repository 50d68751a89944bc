using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Every message, whole.</summary>
public class MessageTests
{
    [Fact]
    [Trait("Row", "46")]
    [Trait("Row", "49")]
    public void AStrideThatDoesNotFit() => Assert.Equal(
        "Convolution 'conv3' does not fit: input 7×7, kernel 3×3, stride 3 gives (7 − 3) / 3 + 1 = 2.33.\n"
        + "Strides that fit: 1, 2, 4. With stride 3: padding 1 (gives 3), or input 6 or 9. To drop the last row and column, set Fit = Fit.Floor.",
        Message(Shape.Of(7, 7, 1), new Convolution(1, 3) { Stride = 3, Fit = Fit.Strict, Name = "conv3" }));

    [Fact]
    public void AKernelLargerThanItsInput() => Assert.Equal(
        "Convolution 'big' does not fit: input 4×6, kernel 5×5, stride 1: the window spans 5, the padded input 4. What would fit: an input of 5 or more, 1 more padding on each side, or a smaller kernel.",
        Message(Shape.Of(4, 6, 1), new Convolution(1, 5) { Name = "big" }));

    [Fact]
    public void GroupsThatDoNotDivide() => Assert.Equal(
        "Convolution 'g' has 3 groups, which do not divide both 4 input and 8 output channels. What would fit: 1, 2, 4.",
        Message(Shape.Of(4, 4, 4), new Convolution(8, 3) { Groups = 3, Name = "g" }));

    [Fact]
    public void AKernelForAnotherNumberOfAxes() => Assert.Equal(
        "Convolution 'c' has a kernel of 3×3 for 2 axes; its input has 1 spatial axis. Give one number for all or 1.",
        Message(Shape.Of(9, 2), new Convolution(8, (3, 3)) { Name = "c" }));

    [Fact]
    public void AStrideOfZero() => Assert.Equal(
        "Convolution 'c' has a stride of 0; it must be 1 or more along every axis.", Message(Shape.Of(9, 2), new Convolution(8, 3) { Stride = 0, Name = "c" }));

    [Fact]
    public void NoSpatialAxis() => Assert.Equal(
        "MaxPooling 'p' works on 1 to 3 spatial axes and channels; its input is 9, of rank 1.", Message(Shape.Of(9), new MaxPooling(2) { Name = "p" }));

    [Fact]
    public void AMapIntoADenseLayer() => Assert.Equal(
        "Dense 'fc' takes a vector; its input is 4×4×8. What would fit: a Flatten before it (128 inputs), or a GlobalAveragePooling (8).",
        Message(Shape.Of(4, 4, 8), new Dense(10) { Name = "fc" }));

    [Fact]
    public void PoolingInThePaddingAlone() => Assert.Equal(
        "MaxPooling 'p' has windows that lie in the padding alone: padding (2, 2), window 2. What would fit: padding of 1 or less.",
        Message(Shape.Of(4, 4, 1), new MaxPooling(2) { Padding = Padding.Of(2), Name = "p" }));

    [Fact]
    public void AConvolutionWithACeiling() => Assert.Equal(
        "Convolution 'c' has Fit.Ceiling, which pooling alone has. What would fit: Fit.Floor and padding on the high side.",
        Message(Shape.Of(4, 4, 1), new Convolution(2, 3) { Stride = 2, Fit = Fit.Ceiling, Name = "c" }));

    [Fact]
    public void PoolingThatStepsOverItsInput() => Assert.Equal(
        "MaxPooling 'p' has windows whose taps, 3 apart, step over an input of 2. What would fit: a dilation of 2 or less.",
        Message(Shape.Of(2, 1), new MaxPooling(2) { Stride = 1, Dilation = 3, Padding = Padding.Of(1), Name = "p" }));

    [Fact]
    public void ARateOfOne() => Assert.Equal("Dropout 'd' has a rate of 1; it must be 0 or more and below 1.", Message(Shape.Of(4), new Dropout(1) { Name = "d" }));

    [Fact]
    public void ADepthOfNothing() => Assert.Equal("StochasticDepth 'd' has a rate of 1; it must be 0 or more and below 1.", Message(Shape.Of(4), new StochasticDepth(1) { Name = "d" }));

    [Fact]
    public void ANegativeSlope() => Assert.Equal(
        "LeakyRelu 'l' has a slope of -1; it must be 0 or more, so that the sign of the output tells that of the input.", Message(Shape.Of(4), new LeakyRelu(-1) { Name = "l" }));

    [Fact]
    public void AHardSigmoidThatFalls() => Assert.Equal("HardSigmoid 'h' has a slope of 0; it must be more than 0.", Message(Shape.Of(4), new HardSigmoid(0) { Name = "h" }));

    [Fact]
    public void ANegativeAlpha() => Assert.Equal(
        "Elu 'e' has an alpha of -1; it must be 0 or more, so that the sign of the output tells that of the input.", Message(Shape.Of(4), new Elu(-1) { Name = "e" }));

    [Fact]
    public void AnAdaptiveSizeForAnotherNumberOfAxes() => Assert.Equal(
        "AdaptiveMaxPooling 'p' has a size of 3×3 for 2 axes; its input has 1 spatial axis. Give one number for all or 1.", Message(Shape.Of(9, 2), new AdaptiveMaxPooling((3, 3)) { Name = "p" }));

    [Fact]
    public void AnAdaptiveSizeOfZero() => Assert.Equal(
        "AdaptiveAveragePooling 'p' has a size of 2×0; it must be 1 or more along every axis.", Message(Shape.Of(9, 9, 2), new AdaptiveAveragePooling((2, 0)) { Name = "p" }));

    [Fact]
    public void AnOutputSizeThatATransposedConvolutionCannotMake() => Assert.Equal(
        "TransposedConvolution 'up' cannot make an output of 9×10: input 4×6, kernel 3×3, stride 2, padding 1. Legal sizes: (7, 8) × (11, 12).",
        Message(Shape.Of(4, 6, 2), new TransposedConvolution(3, 3) { Stride = 2, Padding = Padding.Of(1), OutputSize = (9, 10), Name = "up" }));

    [Fact]
    public void AnOutputSizeWithManyLegalOnes() => Assert.Equal(
        "TransposedConvolution 'up' cannot make an output of 30: input 4×6, kernel 2×2, stride 8×1, dilation 3, padding 0×1. Legal sizes: (28 … 35) × 7.",
        Message(Shape.Of(4, 6, 2), new TransposedConvolution(3, 2) { Stride = (8, 1), Dilation = 3, Padding = Padding.Of(0, 1), OutputSize = 30, Name = "up" }));

    [Fact]
    public void AnOutputPaddingOfAWholeStride() => Assert.Equal(
        "TransposedConvolution 'up' has an output padding of 2; it must be below the stride of 2 along every axis.",
        Message(Shape.Of(4, 6, 2), new TransposedConvolution(3, 3) { Stride = 2, OutputPadding = 2, Name = "up" }));

    [Fact]
    public void ATransposedConvolutionOfNothing() => Assert.Equal(
        "TransposedConvolution 'up' does not fit: input 1×1, kernel 3×3, stride 1, padding 2: (1 − 1)·1 + 3 − 2 − 2 = -1. What would fit: padding of 1 or less, or a larger input.",
        Message(Shape.Of(1, 1, 2), new TransposedConvolution(3, 3) { Padding = Padding.Of(2), Name = "up" }));

    [Fact]
    public void ATransposedConvolutionWithTwoSizes() => Assert.Equal(
        "TransposedConvolution 'up' has Padding.Same, which makes an output of input · stride, and an output size or padding beside it. What would fit: one of both.",
        Message(Shape.Of(4, 4, 2), new TransposedConvolution(3, 3) { Padding = Padding.Same, OutputSize = 4, Name = "up" }));

    [Fact]
    public void AStrictTransposedConvolution() => Assert.Equal(
        "TransposedConvolution 'up' has Fit.Strict, which a transposed convolution does not have: its output is made to fit.",
        Message(Shape.Of(4, 4, 2), new TransposedConvolution(3, 3) { Fit = Fit.Strict, Name = "up" }));

    [Fact]
    public void ALocalResponseThatDividesByZero() => Assert.Equal(
        "LocalResponseNormalization 'n' has a size of 5, an alpha of 0.0001 and a k of 0; size must be 1 or more, alpha 0 or more and k more than 0, so that nothing is divided by 0.",
        Message(Shape.Of(4, 4, 2), new LocalResponseNormalization(5) { K = 0, Name = "n" }));

    [Fact]
    public void AddingMapsOfDifferentShapes()
    {
        var x = Network.Input(4, 4, 2);
        Assert.Equal("Add 'sum' adds maps of the same shape; its inputs are 4×4×2 and 4×4×3. What would fit: a shortcut of a 1×1 Convolution with the branch's stride and channels.",
            Assert.Throws<ShapeException>(() => Network.Of((x + x.Then(new Convolution(3, 1))).Named("sum"))).Message);
    }

    [Fact]
    public void MultiplyingMapsOfDifferentShapes()
    {
        var x = Network.Input(4, 4, 2);
        Assert.Equal("Multiply 'product' multiplies maps of the same shape, or a map by a factor a channel; its inputs are 4×4×2 and 2×2×2. What would fit beside 4×4×2: 4×4×2, 1×1×2 or 2.",
            Assert.Throws<ShapeException>(() => Network.Of((x * x.Then(new MaxPooling(2))).Named("product"))).Message);
    }

    [Fact]
    public void ConcatenatingMapsOfDifferentSizes()
    {
        var x = Network.Input(4, 4, 2);
        Assert.Equal("Concatenation 'cat' joins maps of the same spatial size; its inputs are 4×4×2, 2×2×2.",
            Assert.Throws<ShapeException>(() => Network.Of(Node.Concatenate(x, x.Then(new MaxPooling(2))).Named("cat"))).Message);
    }

    [Fact]
    public void TwoNodesOfOneName() => Assert.Equal("Two nodes are called 'a'; names must differ.",
        Assert.Throws<ArgumentException>(() => Network.Sequential(Shape.Of(4), new Dense(3) { Name = "a" }, new Dense(3) { Name = "a" })).Message);

    [Fact]
    public void AnInputOfAnotherRank() => Assert.Equal("The input 'input' takes a batch, N×4×4×1; the tensor is 4×4×1.",
        Assert.Throws<ArgumentException>(() => Network.Sequential(Shape.Of(4, 4, 1), new Convolution(2, 3)).Run(new Tensor(Shape.Of(4, 4, 1)))).Message);

    [Fact]
    public void AnInputSizeThatADenseLayerCannotTake() => Assert.Equal(
        "Dense 'fc' has a weight of 2×32 for the input 32; the input 72 would need 2×72. Inputs of any size need global pooling before dense layers.",
        Assert.Throws<ShapeException>(() => Network.Sequential(Shape.Of(4, 4, 2), new Flatten(), new Dense(2) { Name = "fc" }).Run(new Tensor(Shape.Of(1, 6, 6, 2)))).Message);

    [Fact]
    public void AnInputSizeThatAKernelAPlaceCannotTake() => Assert.Equal(
        "UnsharedConvolution 'local' has a weight of 2×2×5×2×3×3 for the input 4×4×2; the input 6×6×2 would need 4×4×5×2×3×3. "
        + "It has a kernel for each place of its output: inputs of any size need a Convolution or a TiledConvolution.",
        Assert.Throws<ShapeException>(() => Network.Sequential(Shape.Of(4, 4, 2), new UnsharedConvolution(5, 3) { Name = "local" }, new GlobalAveragePooling()).Run(new Tensor(Shape.Of(1, 6, 6, 2)))).Message);

    [Fact]
    public void AnInputSizeThatABiasALocationCannotTake() => Assert.Equal(
        "Convolution 'conv' has a bias of 2×2×5 for the input 4×4×2; the input 6×6×2 would need 4×4×5. It has a bias for each location of its output: inputs of any size need BiasSharing.PerChannel.",
        Assert.Throws<ShapeException>(() => Network.Sequential(Shape.Of(4, 4, 2), new Convolution(5, 3) { Name = "conv", BiasSharing = BiasSharing.PerLocation }, new GlobalAveragePooling())
            .Run(new Tensor(Shape.Of(1, 6, 6, 2)))).Message);

    [Fact]
    public void AnInputOfOtherChannels() => Assert.Equal(
        "Convolution 'conv' has a weight of 5×1×3×3 for the input 4×4×1; the input 4×4×3 would need 5×3×3×3. It was built for 1 channel, not 3.",
        Assert.Throws<ShapeException>(() => Network.Sequential(Shape.Of(4, 4, 1), new Convolution(5, 3) { Name = "conv" }).Run(new Tensor(Shape.Of(1, 4, 4, 3)))).Message);

    [Fact]
    public void AnEmptyBatch() => Assert.StartsWith("The batch must hold 1 example or more, not 0.",
        Assert.Throws<ArgumentOutOfRangeException>(() => Network.Sequential(Shape.Of(4), new Dense(2)).CompileTraining(0)).Message, StringComparison.Ordinal);

    private static string Message(Shape input, Layer layer) => Assert.Throws<ShapeException>(() => Network.Sequential(input, layer)).Message;
}
