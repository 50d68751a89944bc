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

    private static WindowAxis Axis(System.Random random, int input, int kernel)
    {
        while (true)
        {
            var axis = new WindowAxis(random.Next(1, input + 1), random.Next(1, kernel + 1), random.Next(1, 4), random.Next(1, 3), random.Next(4), random.Next(4));
            if (axis.Output >= 1) return axis;
        }
    }
}
