namespace Striate.Kernels.Resampling;

/// <summary>Every number of a change between pixels and channels, checked once.</summary>
public readonly record struct PixelBlockShape
{
    /// <summary>Checks and stores the numbers.</summary>
    /// <param name="batch">N.</param>
    /// <param name="channels">Channels of the map with many pixels.</param>
    /// <param name="blocks">Blocks along depth, height and width: the pixels of the small map.</param>
    /// <param name="block">Pixels of a block along depth, height and width.</param>
    /// <param name="channelsOutside">Whether channels come before the places in the block; otherwise behind them.</param>
    /// <exception cref="ArgumentException">A number is not positive, or the map too large.</exception>
    public PixelBlockShape(int batch, int channels, (int Depth, int Height, int Width) blocks, (int Depth, int Height, int Width) block, bool channelsOutside)
    {
        var length = (double)batch * channels * blocks.Depth * blocks.Height * blocks.Width * block.Depth * block.Height * block.Width;
        if (Math.Min(Math.Min(Math.Min(batch, channels), Math.Min(blocks.Depth, blocks.Height)), Math.Min(Math.Min(blocks.Width, block.Depth), Math.Min(block.Height, block.Width))) < 1 || length > Array.MaxLength)
            throw new ArgumentException($"Blocks of {block.Depth}×{block.Height}×{block.Width} pixels, {blocks.Depth}×{blocks.Height}×{blocks.Width} of them, with {channels} channels and a batch of {batch}: each must be 1 or more, and all together at most {Array.MaxLength}.");
        (Batch, Channels, ChannelsOutside) = (batch, channels, channelsOutside);
        (Depth, Height, Width) = blocks;
        (BlockDepth, BlockHeight, BlockWidth) = block;
    }

    /// <summary>N.</summary>
    public int Batch { get; }

    /// <summary>Channels of the map with many pixels.</summary>
    public int Channels { get; }

    /// <summary>Blocks along the axis of 3-D problems.</summary>
    public int Depth { get; }

    /// <summary>Blocks along the axis of 2-D and 3-D problems.</summary>
    public int Height { get; }

    /// <summary>Blocks along the innermost axis.</summary>
    public int Width { get; }

    /// <summary>Pixels of a block along the axis of 3-D problems.</summary>
    public int BlockDepth { get; }

    /// <summary>Pixels of a block along the axis of 2-D and 3-D problems.</summary>
    public int BlockHeight { get; }

    /// <summary>Pixels of a block along the innermost axis.</summary>
    public int BlockWidth { get; }

    /// <summary>Whether channels come before the places in the block.</summary>
    public bool ChannelsOutside { get; }

    /// <summary>Pixels of a block.</summary>
    public int BlockPixels => BlockDepth * BlockHeight * BlockWidth;

    /// <summary>Numbers of either map.</summary>
    public long Length => (long)Batch * Channels * Depth * Height * Width * BlockPixels;
}
