using Striate.Kernels.Resampling;
using Striate.Steps;

namespace Striate.Layers;

/// <summary>A change between blocks of pixels and channels of one pixel, in 1, 2 and 3 dimensions. No parameters, no arithmetic.</summary>
public abstract record PixelBlockLayer : Layer
{
    private protected PixelBlockLayer(AxisSizes block) => Block = block;

    /// <summary>Pixels of a block along each spatial axis.</summary>
    public AxisSizes Block { get; init; }

    /// <summary>How the pixels of a block follow each other as channels.</summary>
    public BlockOrder Order { get; init; }

    /// <summary>Pixels of a block along each axis, and their product.</summary>
    private protected (int[] Sizes, int Pixels) Sizes(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        WindowLayer.Require(inputs.Label, "block", Block, inputs.SpatialRank, 1);
        int[] sizes = [.. Enumerable.Range(0, inputs.SpatialRank).Select(Block.At)];
        return (sizes, sizes.Aggregate(1, (product, size) => checked(product * size)));
    }

    private protected Value Lower(Lowering lowering, bool toSpace)
    {
        var output = OutputShape(lowering.Shapes);
        var (coarse, fine) = toSpace ? (lowering.Shapes.Shape, output) : (output, lowering.Shapes.Shape);
        var sizes = Sizes(lowering.Shapes).Sizes;
        int Blocks(int fromEnd) => sizes.Length >= fromEnd ? coarse[^(fromEnd + 1)] : 1;
        int Size(int fromEnd) => sizes.Length >= fromEnd ? sizes[^fromEnd] : 1;
        var shape = new PixelBlockShape(lowering.Batch, fine.Channels, (Blocks(3), Blocks(2), Blocks(1)), (Size(3), Size(2), Size(1)), Order == BlockOrder.ColumnRowDepth);
        return lowering.Add(new PixelBlockStep(shape, toSpace, lowering.InOrder(lowering.Input), lowering.NewValue(output)));
    }
}
