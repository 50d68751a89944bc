using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Blocks of pixels and channels, with numbers that a person can follow.</summary>
public class PixelBlockTests
{
    // Four channels of one row of two pixels: 0 1 2 3 and 10 11 12 13.
    [Fact]
    public void ChannelsBecomePixels()
    {
        float[] x = [0, 1, 2, 3, 10, 11, 12, 13];
        Assert.Equal([0, 1, 10, 11, 2, 3, 12, 13], Run(new DepthToSpace(2), x, 1, 2, 4));
        Assert.Equal(x, Run(new SpaceToDepth(2), [0, 1, 10, 11, 2, 3, 12, 13], 2, 4, 1));
        // Two channels of a row of two: place by place 0 1 | 2 3, channel by channel 0 2 | 1 3 (PyTorch's pixel_shuffle).
        Assert.Equal([0, 1, 2, 3], Run(new DepthToSpace((1, 2)), [0, 1, 2, 3], 1, 1, 4));
        Assert.Equal([0, 2, 1, 3], Run(new DepthToSpace((1, 2)) { Order = BlockOrder.ColumnRowDepth }, [0, 1, 2, 3], 1, 1, 4));
    }

    [Fact]
    public void OneUndoesTheOther()
    {
        foreach (var order in Enum.GetValues<BlockOrder>())
            foreach (var (block, sizes) in new (AxisSizes, int[])[] { (3, [6, 2]), ((2, 3), [4, 9, 5]), ((2, 1, 2), [4, 3, 6, 2]) })
            {
                float[] x = [.. Enumerable.Range(0, sizes.Aggregate(1, (product, size) => product * size)).Select(i => (float)i)];
                var network = Network.Sequential(Shape.Of(sizes), new SpaceToDepth(block) { Order = order }, new DepthToSpace(block) { Order = order });
                Assert.Equal(x, network.Run(Tensor.From(x, [1, .. sizes])).ToArray());
            }
    }

    [Fact]
    public void BadBlocks()
    {
        static string Message(Layer layer, params int[] input) => Assert.Throws<ShapeException>(() => Network.Sequential(Shape.Of(input), layer with { Name = "b" })).Message;
        Assert.Equal("DepthToSpace 'b' does not fit: 6 channels for blocks of 2×2 give 6 / 4 = 1.5 channels. What would fit: 4 or 8 channels.", Message(new DepthToSpace((2, 2)), 3, 3, 6));
        Assert.Equal("DepthToSpace 'b' does not fit: 3 channels for blocks of 2 give 3 / 4 = 0.75 channels. What would fit: 4 channels.", Message(new DepthToSpace(2), 3, 3, 3));
        Assert.Equal("SpaceToDepth 'b' does not fit: blocks of 2×2 do not divide an input of 5×4. What would fit: an input of 4×4 or 6×4.", Message(new SpaceToDepth(2), 5, 4, 3));
        Assert.Equal("SpaceToDepth 'b' does not fit: blocks of 3 do not divide an input of 2. What would fit: an input of 3.", Message(new SpaceToDepth(3), 2, 3));
        Assert.Equal("SpaceToDepth 'b' has a block of 0; it must be 1 or more along every axis.", Message(new SpaceToDepth(0), 2, 3));
        Assert.Equal("DepthToSpace 'b' has a block of 2×2 for 2 axes; its input has 1 spatial axis. Give one number for all or 1.", Message(new DepthToSpace((2, 2)), 2, 4));
    }

    private static float[] Run(Layer layer, float[] x, params int[] sizes) => Network.Sequential(Shape.Of(sizes), layer).Run(Tensor.From(x, [1, .. sizes])).ToArray();
}
