using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Between channels-last (TensorFlow's NLC, NHWC, NDHWC) and channels-first (PyTorch's NCL, NCHW, NCDHW).</summary>
public class ChannelOrderTests
{
    // Two examples of two pixels with three channels.
    [Fact]
    [Trait("Row", "68")]
    public void LinesByHand()
    {
        var last = Tensor.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 2, 2, 3);
        var first = last.ToChannelsFirst();
        Assert.Equal(Shape.Of(2, 3, 2), first.Shape);
        Assert.Equal([1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12], first.ToArray());
    }

    [Theory]
    [InlineData(2, 7, 3)]
    [InlineData(2, 4, 5, 3)]
    [InlineData(1, 28, 28, 1)]
    [InlineData(2, 3, 4, 5, 6)]
    [InlineData(3, 1, 1, 17, 33)]
    [Trait("Row", "68")]
    public void TheRoundTripIsExact(params int[] sizes)
    {
        var shape = Shape.Of(sizes);
        float[] values = [.. Enumerable.Range(0, (int)shape.Length).Select(i => i / 7f)];
        values[0] = float.NaN;
        var last = Tensor.From<float>(values, shape);
        var first = last.ToChannelsFirst();
        Assert.Equal(Shape.Of([sizes[0], sizes[^1], .. sizes[1..^1]]), first.Shape);
        Assert.Equal(shape, first.ToChannelsLast().Shape);
        Assert.Equal(values, first.ToChannelsLast().ToArray());
        Assert.Equal(first.ToArray(), first.ToChannelsLast().ToChannelsFirst().ToArray());
        // y[n, c, p] = x[n, p, c].
        var (channels, pixels) = (sizes[^1], (int)(shape.Length / sizes[0] / sizes[^1]));
        for (var i = 1; i < values.Length; i++) Assert.Equal(values[i], first.Floats[(i / channels / pixels * channels + i % channels) * pixels + i / channels % pixels]);
    }

    [Fact]
    public void VectorsStayAsTheyAre()
    {
        var vectors = Tensor.From([1, 2, 3, 4], 2, 2);
        Assert.Same(vectors, vectors.ToChannelsFirst());
        Assert.Same(vectors, vectors.ToChannelsLast());
    }
}
