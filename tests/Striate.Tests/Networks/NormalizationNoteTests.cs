using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Tests.Networks;

public class NormalizationNoteTests
{
    [Fact]
    public void ConvolutionsWithABiasMayHaveSwallowedANormalization()
    {
        string Note(params Layer[] layers) => Network.Sequential(Shape.Of(8, 8, 1), layers).NormalizationNote;
        Assert.Equal("1 batch normalization; no convolution has a bias without one behind it.", Note(new Convolution(2, 3) { HasBias = false }, new BatchNormalization(), new Convolution(2, 3) { HasBias = false }));
        Assert.Equal("1 batch normalization; 1 convolution has a bias and none behind (convolution2): one that was folded in stays folded.", Note(new Convolution(2, 3), new BatchNormalization(), new Relu(), new Convolution(2, 3)));
        Assert.Equal("0 batch normalizations; 4 convolutions have a bias and none behind (convolution1, convolution2, transposedconvolution1, …): one that was folded in stays folded.",
            Note(new Convolution(2, 3), new Convolution(2, 3), new TransposedConvolution(2, 3), new Convolution(2, 3)));
    }
}
