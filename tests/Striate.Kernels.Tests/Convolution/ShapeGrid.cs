using Striate.Kernels.Convolution;

namespace Striate.Kernels.Tests.Convolution;

/// <summary>Problems with all tails: channels below, at and above every vector width, all kinds of windows, 1 to 3 axes, groups, and the two flat kinds.</summary>
internal static class ShapeGrid
{
    private static readonly int[] Channels = [1, 2, 3, 5, 6, 8, 10, 15, 16, 17, 32, 33, 48, 65];

    public static IEnumerable<ConvolutionShape> Random(int count, int seed)
    {
        var random = new System.Random(seed);
        for (var i = 0; i < count; i++)
        {
            var groups = random.Next(4) == 0 ? random.Next(2, 4) : 1;
            var (inputs, outputs) = (Channels[random.Next(Channels.Length)] * groups, Channels[random.Next(Channels.Length)] * groups);
            var (depth, height, width) = (Axis(random, 4, 3), Axis(random, 9, 5), Axis(random, 20, 7));
            yield return (i % 8) switch
            {
                0 => new ConvolutionShape(random.Next(1, 40), inputs, outputs, 1, WindowAxis.Unit, new WindowAxis(height.Input, height.Input), new WindowAxis(width.Input, width.Input)),
                1 => new ConvolutionShape(random.Next(1, 4), inputs, outputs, groups, WindowAxis.Unit, new WindowAxis(height.Input, 1), new WindowAxis(width.Input, 1)),
                2 or 3 => new ConvolutionShape(random.Next(1, 4), inputs, outputs, groups, WindowAxis.Unit, WindowAxis.Unit, width),
                4 => new ConvolutionShape(random.Next(1, 3), inputs, outputs, groups, depth, height, width),
                _ => new ConvolutionShape(random.Next(1, 4), inputs, outputs, groups, WindowAxis.Unit, height, width),
            };
        }
    }

    /// <summary>Few channels on one side or both, on maps that blocks of pixels do not divide.</summary>
    public static IEnumerable<ConvolutionShape> FewChannels(int count, int seed)
    {
        var random = new System.Random(seed);
        int[] channels = [1, 2, 3, 4, 6, 7, 8, 20];
        for (var i = 0; i < count; i++)
            yield return new ConvolutionShape(random.Next(1, 4), channels[random.Next(i % 2 == 0 ? 8 : 3)], channels[random.Next(i % 2 == 0 ? 3 : 8)], 1,
                i % 6 == 0 ? Axis(random, 4, 3) : WindowAxis.Unit, i % 6 == 1 ? WindowAxis.Unit : Axis(random, 20, 5), Axis(random, 40, 7));
    }

    /// <summary>Groups of few channels, more and fewer than fill a vector, with as many outputs as inputs or not.</summary>
    public static IEnumerable<ConvolutionShape> Grouped(int count, int seed)
    {
        var random = new System.Random(seed);
        int[] channels = [1, 2, 3, 4, 4, 5, 6, 8];
        // A large window, a kernel a channel.
        yield return new ConvolutionShape(1, 19, 19, 19, WindowAxis.Unit, new WindowAxis(13, 9, PaddingLow: 4, PaddingHigh: 4), new WindowAxis(40, 11, 2, PaddingLow: 5, PaddingHigh: 5));
        for (var i = 0; i < count; i++)
        {
            var groups = random.Next(2, 20);
            var inputs = channels[random.Next(8)];
            yield return new ConvolutionShape(random.Next(1, 4), groups * inputs, groups * (i % 2 == 0 ? inputs : channels[random.Next(8)]), groups,
                i % 6 == 0 ? Axis(random, 4, 3) : WindowAxis.Unit, i % 6 == 1 ? WindowAxis.Unit : Axis(random, 20, 5), Axis(random, 40, 7));
        }
    }

    /// <summary>Windows of up to 13 taps an axis side by side, on maps of one tile or several, whole or not.</summary>
    public static IEnumerable<ConvolutionShape> LargeWindows(int count, int seed)
    {
        var random = new System.Random(seed);
        int[] channels = [4, 8, 9, 16, 17, 20, 33];
        WindowAxis Large()
        {
            var (kernel, dilation) = (random.Next(1, 14), random.Next(4) == 0 ? 2 : 1);
            var extent = (kernel - 1) * dilation + 1;
            return new WindowAxis(extent + random.Next(30), kernel, 1, dilation, random.Next(extent), random.Next(extent));
        }
        for (var i = 0; i < count; i++)
            yield return new ConvolutionShape(random.Next(1, 3), channels[random.Next(7)], channels[random.Next(7)], 1, WindowAxis.Unit, i % 5 == 0 ? WindowAxis.Unit : Large(), Large());
    }

    /// <summary>Dense layers and 1×1 convolutions of few pixels, with columns below, at and above pairs of vectors.</summary>
    public static IEnumerable<ConvolutionShape> Dense(int count, int seed)
    {
        var random = new System.Random(seed);
        int[] sizes = [1, 5, 12, 13, 16, 31, 32, 64, 100];
        for (var i = 0; i < count; i++)
        {
            var side = new WindowAxis(random.Next(1, 4), 1);
            yield return new ConvolutionShape(random.Next(1, 14), sizes[random.Next(9)], sizes[random.Next(9)], 1, WindowAxis.Unit, i % 2 == 0 ? side : side with { Kernel = side.Input }, i % 2 == 0 ? side : side with { Kernel = side.Input });
        }
    }

    /// <summary>3×3 windows side by side: few tiles and many, tiles that stick out, all paddings, whole vectors of channels and tails.</summary>
    public static IEnumerable<ConvolutionShape> ThreeByThree(int count, int seed)
    {
        var random = new System.Random(seed);
        int[] channels = [16, 17, 24, 32, 40, 49];
        for (var i = 0; i < count; i++)
        {
            // Every fourth has tiles enough for blocks of them.
            var (batch, size) = i % 4 == 0 ? (2, 29) : (random.Next(1, 4), random.Next(3, 15));
            WindowAxis Side(int input) => new(input, 3, PaddingLow: random.Next(4), PaddingHigh: random.Next(4));
            yield return new ConvolutionShape(batch, channels[random.Next(6)], channels[random.Next(6)], 1, WindowAxis.Unit, Side(size), Side(i % 4 == 0 ? 58 : random.Next(3, 15)));
        }
    }

    /// <summary>Channels enough for tasks that are parts of the weights, and tiles enough for several chunks of them, or for groups with sums of their own.</summary>
    public static IEnumerable<ConvolutionShape> LargeThreeByThree()
    {
        static WindowAxis Side(int input) => new(input, 3, PaddingLow: 1, PaddingHigh: 1);
        yield return new ConvolutionShape(1, 210, 230, 1, WindowAxis.Unit, Side(5), Side(6));
        yield return new ConvolutionShape(2, 49, 40, 1, WindowAxis.Unit, Side(50), Side(140));
        // Few channels and many tiles at every width: groups of tiles with sums of their own, tails of channels and of tiles.
        yield return new ConvolutionShape(3, 16, 16, 1, WindowAxis.Unit, Side(58), Side(70));
        yield return new ConvolutionShape(9, 11, 9, 1, WindowAxis.Unit, Side(39), Side(38));
        yield return new ConvolutionShape(3, 7, 6, 1, WindowAxis.Unit, Side(58), Side(70));
    }

    /// <summary>A kernel a channel, of 1 to 3 dimensions, on channels at and around every vector width.</summary>
    public static IEnumerable<ConvolutionShape> Depthwise(int count, int seed)
    {
        var random = new System.Random(seed);
        int[] channels = [4, 7, 8, 9, 16, 17, 30, 32, 35, 48];
        for (var i = 0; i < count; i++)
        {
            var n = channels[random.Next(channels.Length)];
            var depth = i % 4 == 0 ? Axis(random, 4, 3) : WindowAxis.Unit;
            yield return new ConvolutionShape(random.Next(1, 4), n, n, n, depth, i % 4 == 1 ? WindowAxis.Unit : Axis(random, 9, 5), Axis(random, 40, 9));
        }
    }

    private static WindowAxis Axis(System.Random random, int input, int kernel)
    {
        while (true)
        {
            var axis = new WindowAxis(random.Next(1, input + 1), random.Next(1, kernel + 1), random.Next(1, 4), random.Next(1, 3), random.Next(4), random.Next(4));
            if (axis.Output >= 1) return axis;
        }
    }
}
