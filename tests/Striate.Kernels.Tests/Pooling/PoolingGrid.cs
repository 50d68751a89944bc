using Striate.Kernels.Convolution;
using Striate.Kernels.Pooling;

namespace Striate.Kernels.Tests.Pooling;

/// <summary>Problems with all tails: numbers of channels, 1 to 3 axes, strides, dilation, padding that differs on both sides, last windows that hang over.</summary>
internal static class PoolingGrid
{
    public static IEnumerable<PoolingShape> Shapes(int seed)
    {
        var random = new System.Random(seed);
        foreach (var channels in Lengths.Channels)
        {
            yield return new PoolingShape(random.Next(1, 4), channels, WindowAxis.Unit, WindowAxis.Unit, Axis(random, 12, 5));
            yield return new PoolingShape(random.Next(1, 4), channels, WindowAxis.Unit, Axis(random, 7, 4), Axis(random, 7, 4));
            yield return new PoolingShape(random.Next(1, 3), channels, Axis(random, 4, 3), Axis(random, 5, 3), Axis(random, 5, 3));
            // Windows side by side, the last perhaps partial.
            yield return new PoolingShape(random.Next(1, 3), channels, WindowAxis.Unit, SideBySide(random, 6), SideBySide(random, 7));
        }
        // One window over everything, with channels below, at and above four vectors; and two that only have as many taps as there are pixels.
        foreach (var channels in new[] { 1, Lengths.Lanes - 1, 4 * Lengths.Lanes - 1, 4 * Lengths.Lanes, 4 * Lengths.Lanes + 1, 9 * Lengths.Lanes + 3 })
        {
            yield return new PoolingShape(2, channels, new WindowAxis(2, 2), new WindowAxis(3, 3), new WindowAxis(5, 5));
            yield return new PoolingShape(2, channels, WindowAxis.Unit, new WindowAxis(1, 2, 2, 2, 0, 2), new WindowAxis(4, 2, 1, 3));
            yield return new PoolingShape(2, channels, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(2, 2, 1, 2, 0, 1));
        }
    }

    private static WindowAxis SideBySide(System.Random random, int input)
    {
        // In one of three a stride more than the window: what lies between belongs to no window.
        var kernel = random.Next(1, 4);
        return new WindowAxis(random.Next(kernel, input + 1), kernel, kernel + random.Next(3) / 2).Ceiling();
    }

    private static WindowAxis Axis(System.Random random, int input, int kernel)
    {
        while (true)
        {
            var axis = new WindowAxis(random.Next(1, input + 1), random.Next(1, kernel + 1), random.Next(1, 4), random.Next(1, 4), random.Next(4), random.Next(4));
            if (random.Next(3) == 0 && axis.Output >= 1) axis = axis.Ceiling();
            if (axis.PaddingLow < axis.Extent && axis.PaddingHigh + axis.Overhang < axis.Extent && axis.Output >= 1 && EveryWindowSeesTheInput(axis)) return axis;
        }
    }

    private static bool EveryWindowSeesTheInput(WindowAxis axis) => Enumerable.Range(0, axis.Output).All(output =>
        Enumerable.Range(0, axis.Kernel).Any(tap => output * axis.Stride - axis.PaddingLow + tap * axis.Dilation is var place && place >= 0 && place < axis.Input));
}
