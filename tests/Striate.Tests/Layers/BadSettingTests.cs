using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Settings that no input fits, and inputs that no setting fits: every message, whole.</summary>
public class BadSettingTests
{
    [Fact]
    public void OutputChannels()
    {
        Assert.Equal("Convolution 'c' has 0 output channels; it needs 1 or more.", Message(new Convolution(0, 3), 9, 2));
        Assert.Equal("TransposedConvolution 'c' has -1 output channels; it needs 1 or more.", Message(new TransposedConvolution(-1, 3), 9, 2));
        Assert.Equal("Dense 'c' has 0 outputs; it needs 1 or more.", Message(new Dense(0), 9));
        Assert.Equal("ChannelPadding 'c' adds -1 and 2 channels; both must be 0 or more.", Message(new ChannelPadding(-1, 2), 9));
        Assert.Equal("ChannelPadding 'c' adds 1 and -2 channels; both must be 0 or more.", Message(new ChannelPadding(1, -2), 9));
    }

    [Fact]
    public void Groups()
    {
        Assert.Equal("Convolution 'c' has 0 groups, which do not divide both 6 input and 4 output channels. What would fit: 1, 2.", Message(new Convolution(4, 3) { Groups = 0 }, 9, 6));
        Assert.Equal("Convolution 'c' has 4 groups, which do not divide both 6 input and 4 output channels. What would fit: 1, 2.", Message(new Convolution(4, 3) { Groups = 4 }, 9, 6));
        Assert.Equal("Convolution 'c' has 3 groups, which do not divide both 6 input and 4 output channels. What would fit: 1, 2.", Message(new Convolution(4, 3) { Groups = 3 }, 9, 6));
        Assert.Equal("TransposedConvolution 'c' has 3 groups, which do not divide both 6 input and 4 output channels. What would fit: 1, 2.",
            Message(new TransposedConvolution(4, 3) { Groups = 3 }, 9, 6));
    }

    [Fact]
    public void GroupsOfNormalisations()
    {
        Assert.Equal("GroupNormalization 'c' has 4 groups, which do not divide 6 channels. What would fit: 1, 2, 3, 6.", Message(new GroupNormalization(4), 9, 6));
        Assert.Equal("GroupNormalization 'c' has 0 groups, which do not divide 5 channels. What would fit: 1, 5.", Message(new GroupNormalization(0), 9, 5));
        Assert.Equal("LayerNormalization 'c' has an epsilon of -1; it must be 0 or more.", Message(new LayerNormalization { Epsilon = -1 }, 9, 5));
    }

    // Kernel, stride, dilation and padding, in layers of every kind: numbers for other axes, and numbers too small.
    [Fact]
    public void SizesOfWindows()
    {
        Assert.Equal("Convolution 'c' has a kernel of 3×3×3 for 3 axes; its input has 2 spatial axes. Give one number for all or 2.", Message(new Convolution(4, (3, 3, 3)), 9, 9, 2));
        Assert.Equal("AveragePooling 'c' has a stride of 2×2 for 2 axes; its input has 3 spatial axes. Give one number for all or 3.", Message(new AveragePooling(2) { Stride = (2, 2) }, 9, 9, 9, 2));
        Assert.Equal("MaxPooling 'c' has a dilation of 1×2 for 2 axes; its input has 1 spatial axis. Give one number for all or 1.", Message(new MaxPooling(2) { Dilation = (1, 2) }, 9, 2));
        Assert.Equal("Convolution 'c' has a padding of 1×2 for 2 axes; its input has 1 spatial axis. Give one number for all or 1.", Message(new Convolution(4, 3) { Padding = Padding.Of(1, 2) }, 9, 2));
        Assert.Equal("Convolution 'c' has a padding of 1×2 for 2 axes; its input has 1 spatial axis. Give one number for all or 1.",
            Message(new Convolution(4, 3) { Padding = Padding.Of(new AxisSizes(0), (1, 2)) }, 9, 2));
        Assert.Equal("TransposedConvolution 'c' has a kernel of 3×3 for 2 axes; its input has 1 spatial axis. Give one number for all or 1.", Message(new TransposedConvolution(4, (3, 3)), 9, 2));
        Assert.Equal("Convolution 'c' has a kernel of 3×0; it must be 1 or more along every axis.", Message(new Convolution(4, (3, 0)), 9, 9, 2));
        Assert.Equal("MaxPooling 'c' has a stride of -2; it must be 1 or more along every axis.", Message(new MaxPooling(2) { Stride = -2 }, 9, 2));
        Assert.Equal("AveragePooling 'c' has a dilation of 0; it must be 1 or more along every axis.", Message(new AveragePooling(2) { Dilation = 0 }, 9, 2));
        Assert.Equal("Convolution 'c' has a padding of -1; it must be 0 or more along every axis.", Message(new Convolution(4, 3) { Padding = Padding.Of(-1) }, 9, 2));
        Assert.Equal("Convolution 'c' has a padding of -1; it must be 0 or more along every axis.", Message(new Convolution(4, 3) { Padding = Padding.Of(new AxisSizes(0), new AxisSizes(-1)) }, 9, 2));
    }

    [Fact]
    public void ValuesThatDoNotUnpool()
    {
        string Of(MaxUnpooling layer, Shape values, Shape source) =>
            Assert.Throws<ShapeException>(() => Network.Of(Node.Apply(layer with { Name = "c" }, Network.Input([.. values]).Named("a"), Network.Input([.. source]).Named("b")))).Message;
        Assert.Equal("MaxUnpooling 'c' unpools values of 2×2×3 to the places of a map of 5×6×3, which pools to 2×3×3. What would fit: values of 2×3×3.", Of(new MaxUnpooling(2), Shape.Of(2, 2, 3), Shape.Of(5, 6, 3)));
        Assert.Equal("MaxUnpooling 'c' has windows that overlap: stride 2, window 3, and two values may meet at one place. What would fit: a stride of 3 or more.",
            Of(new MaxUnpooling(3) { Stride = 2 }, Shape.Of(2, 3), Shape.Of(5, 3)));
    }

    [Fact]
    public void WindowsThatDoNotFit()
    {
        Assert.Equal("AveragePooling 'c' does not fit: input 4, kernel 3, stride 3, dilation 2: the window spans (2·(3 − 1) + 1), the padded input 4. "
            + "What would fit: an input of 5 or more, 1 more padding on each side, or a smaller kernel.", Message(new AveragePooling(3) { Dilation = 2 }, 4, 2));
        Assert.Equal("Convolution 'c' does not fit: input 9, kernel 3, stride 2, dilation 2, padding (1, 0) gives (9 + 1 + 0 − (2·(3 − 1) + 1)) / 2 + 1 = 3.5.\n"
            + "Strides that fit: 1, 5. With stride 2: input 8 or 10. To drop the last column, set Fit = Fit.Floor.",
            Message(new Convolution(1, 3) { Stride = 2, Dilation = 2, Padding = Padding.Of(new AxisSizes(1), new AxisSizes(0)), Fit = Fit.Strict }, 9, 2));
        Assert.Equal("MaxPooling 'c' does not fit: input 5×7×12, kernel 2×2×2, stride 1×2×4 gives (7 − 2) / 2 + 1 = 3.5.\n"
            + "Strides that fit: 1, 5. With stride 2: input 6 or 8. To drop the last row and 2 columns, set Fit = Fit.Floor.",
            Message(new MaxPooling(2) { Stride = (1, 2, 4), Fit = Fit.Strict }, 5, 7, 12, 2));
    }

    [Fact]
    public void Rates()
    {
        Assert.Equal("Dropout 'c' has a rate of NaN; it must be 0 or more and below 1.", Message(new Dropout(float.NaN), 4));
        Assert.Equal("Dropout 'c' has a rate of -1; it must be 0 or more and below 1.", Message(new Dropout(-1), 4));
        Assert.Equal("SpatialDropout 'c' has a rate of 1; it must be 0 or more and below 1.", Message(new SpatialDropout(1), 4, 2));
        Assert.Equal("StochasticDepth 'c' has a rate of NaN; it must be 0 or more and below 1.", Message(new StochasticDepth(float.NaN), 4));
        Assert.Equal("LeakyRelu 'c' has a slope of NaN; it must be 0 or more, so that the sign of the output tells that of the input.", Message(new LeakyRelu(float.NaN), 4));
        Assert.Equal("Elu 'c' has an alpha of NaN; it must be 0 or more, so that the sign of the output tells that of the input.", Message(new Elu(float.NaN), 4));
        Assert.Equal("HardSigmoid 'c' has a slope of NaN; it must be more than 0.", Message(new HardSigmoid(float.NaN), 4));
        foreach (var (p, word) in new[] { (0, "0"), (-1, "-1"), (float.NaN, "NaN") })
            Assert.Equal($"LpPooling 'c' has a p of {word}; it must be more than 0. What would fit: 2, or float.PositiveInfinity for the largest magnitude.", Message(new LpPooling(2, p), 4, 4));
        Assert.Equal("DistanceWeightedPooling 'c' has a sigma of 0; it must be more than 0. What would fit: null, for a quarter of the window.", Message(new DistanceWeightedPooling(2) { Sigma = 0 }, 4, 4));
        Assert.Equal("ChannelMaxPooling 'c' has a size of 4, which does not divide 6 channels. What would fit: 1, 2, 3, 6.", Message(new ChannelMaxPooling(4), 4, 6));
        Assert.Equal("ChannelMaxPooling 'c' has a size of 0, which does not divide 6 channels. What would fit: 1, 2, 3, 6.", Message(new ChannelMaxPooling(0), 4, 6));
        Assert.Equal("PartialPooling 'c' pools 3 of 3 channels. What would fit: 1 to 2.", Message(new PartialPooling(new MaxPooling(2), 3), 4, 3));
        Assert.Equal("PartialPooling 'c' pools 0 of 1 channels. What would fit: an input of 2 channels or more.", Message(new PartialPooling(new MaxPooling(2), 0), 4, 1));
        Assert.Equal("PartialPooling 'c' cannot pool by MaxUnpooling. What would fit: pooling of one input, as new MaxPooling(2).", Message(new PartialPooling(new MaxUnpooling(2), 2), 4, 3));
        Assert.Equal("PartialPooling 'c' does not fit: input 2, kernel 3, stride 3: the window spans 3, the padded input 2. What would fit: an input of 3 or more, 1 more padding on each side, or a smaller kernel.",
            Message(new PartialPooling(new MaxPooling(3), 2), 2, 3));
        Assert.Equal("ClusterPooling 'c' has 5 clusters; an input of 2×2×3 has 4 pixels. What would fit: 1 to 4.", Message(new ClusterPooling(5), 2, 2, 3));
        Assert.Equal("ClusterPooling 'c' has 2 features for 3 clusters. What would fit: 3 features or more.", Message(new ClusterPooling(3) { Features = 2 }, 2, 2, 3));
        Assert.Equal("LearnedPooling 'c' has a size of 2×0; it must be 1 or more along every axis.", Message(new LearnedPooling((2, 0)), 4, 4, 4));
        Assert.Equal("FixedUnpooling 'c' has a position of 0×2, outside of windows of 2. What would fit: 0 to 1 along axis 2.", Message(new FixedUnpooling(2) { Position = (0, 2) }, 4, 4, 4));
        Assert.Equal("FixedUnpooling 'c' has a kernel of 0; it must be 1 or more along every axis.", Message(new FixedUnpooling(0), 4, 4));
        Assert.Equal("AdaptiveMaxPooling 'c' cannot cut an input of 1 into 2 disjoint windows. What would fit: a size of 1 or less, or IsDisjoint = false.", Message(AdaptiveMaxPooling.Quadrants, 4, 1, 4));
        Assert.Equal("LocalResponseNormalization 'c' has a size of 0, an alpha of 0.0001 and a k of 1; size must be 1 or more, alpha 0 or more and k more than 0, so that nothing is divided by 0.",
            Message(new LocalResponseNormalization(0), 4));
        Assert.Equal("LocalResponseNormalization 'c' has a size of 5, an alpha of -1 and a k of 1; size must be 1 or more, alpha 0 or more and k more than 0, so that nothing is divided by 0.",
            Message(new LocalResponseNormalization(5) { Alpha = -1 }, 4));
    }

    [Fact]
    public void RanksThatALayerDoesNotWorkOn()
    {
        foreach (var layer in new Layer[] { new Convolution(2, 1), new TransposedConvolution(2, 1), new MaxPooling(1), new AveragePooling(1), new GlobalAveragePooling(), new AdaptiveAveragePooling(1), new AdaptiveMaxPooling(1) })
        {
            Assert.Equal($"{layer.Kind} 'c' works on 1 to 3 spatial axes and channels; its input is 9, of rank 1.", Message(layer, 9));
            Assert.Equal($"{layer.Kind} 'c' works on 1 to 3 spatial axes and channels; its input is 2×3×4×5×6, of rank 5.", Message(layer, 2, 3, 4, 5, 6));
        }
        Assert.Equal("BatchNormalization 'c' needs a channel axis; its input is a scalar.", Message(new BatchNormalization()));
        Assert.Equal("LocalResponseNormalization 'c' works along channels; its input is a single number.", Message(new LocalResponseNormalization(5)));
        Assert.Equal("LayerNormalization 'c' needs a channel axis; its input is a scalar.", Message(new LayerNormalization()));
        Assert.Equal("PRelu 'c' needs a channel axis; its input is a scalar.", Message(new PRelu()));
        Assert.Equal("Softmax 'c' works along channels; its input is a single number.", Message(new Softmax()));
        Assert.Equal("LogSoftmax 'c' works along channels; its input is a single number.", Message(new LogSoftmax()));
        Assert.Equal("SpatialDropout 'c' works on 1 to 3 spatial axes and channels; its input is 9, of rank 1.", Message(new SpatialDropout(0.2f), 9));
        Assert.Equal("GroupNormalization 'c' needs a channel axis; its input is a scalar.", Message(new GroupNormalization(1)));
        Assert.Equal("InstanceNormalization 'c' works on 1 to 3 spatial axes and channels; its input is 9, of rank 1.", Message(new InstanceNormalization(), 9));
        Assert.Equal("Dense 'c' takes a vector; its input is scalar. What would fit: a Flatten before it (1 inputs), or a GlobalAveragePooling (1).", Message(new Dense(2)));
    }

    [Fact]
    public void MapsOfOtherRanksDoNotJoin()
    {
        static string Join(params Node[] nodes) => Assert.Throws<ShapeException>(() => Network.Of(Node.Concatenate(nodes).Named("cat"))).Message;
        Assert.Equal("Concatenation 'cat' joins maps of the same spatial size; its inputs are 4×2, 8.", Join(Network.Input(4, 2), Network.Input(8)));
        Assert.Equal("Concatenation 'cat' joins maps of the same spatial size; its inputs are scalar, scalar.", Join(Network.Input(), Network.Input()));
    }

    private static string Message(Layer layer, params int[] input) => Assert.Throws<ShapeException>(() => Network.Sequential(Shape.Of(input), layer with { Name = "c" })).Message;
}
