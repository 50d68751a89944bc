using Striate.Kernels.Resampling;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Resampling;

/// <summary>Memory and threads; the numbers and gradients are held against the definition by the cases of the layer.</summary>
public class GridSampleTests
{
    private static readonly GridSampleShape[] Shapes =
    [
        new(2, 7, [5, 4], 70, 2), new(1, 19, [3, 2, 4], 9, 2) { Border = GridBorder.Reflection, AlignCorners = true }, new(3, 2, [6], 5, 4) { Border = GridBorder.Border }, new(2, 3, [1, 1], 4, 4) { Border = GridBorder.Reflection, AlignCorners = true },
        new(2, 5, [4, 3], 8, 1) { Border = GridBorder.Reflection },
    ];

    [Fact]
    public void NothingIsTouchedAndThreadsAgree()
    {
        foreach (var shape in Shapes)
        {
            float[] places = [.. Numbers.Draw(shape.GridLength, 2, false).Select((value, i) => i == 3 ? float.NaN : i == 4 ? 1e30f : i == 5 ? float.NegativeInfinity : value * 0.3f)];
            var (x, dy) = (Numbers.Draw(shape.InputLength, 1, false), Numbers.Draw(shape.OutputLength, 3, false));
            SameBits.OnThreads(threads =>
            {
                using var memory = new GuardedMemory();
                var y = memory.BlankRow(shape.OutputLength);
                var (a, b) = (memory.BlankRow(shape.InputLength), memory.BlankRow(shape.GridLength));
                GridSample.Forward(shape, memory.Row(x).Span, memory.Row(places).Span, y.Span, WorkerPool.Of(threads));
                GridSample.Backward(shape, memory.Row(x).Span, memory.Row(places).Span, memory.Row(dy).Span, a.Span, false, b.Span, false, WorkerPool.Of(threads));
                memory.AssertUntouched();
                return [.. y.ToDense(), .. a.ToDense(), .. b.ToDense()];
            });
        }
    }

    [Fact]
    public void BadNumbersAreRefused()
    {
        Assert.Equal("A sampling of a batch of 1 with 2 channels and 3×0 pixels at 4 places by 3 taps needs 1 or more of each, 1 to 3 axes, 1, 2 or 4 taps and at most 2147483591 numbers.",
            Assert.Throws<ArgumentException>(() => _ = new GridSampleShape(1, 2, [3, 0], 4, 3)).Message);
        Assert.Equal("places holds 7 floats; 8 are needed.", Assert.Throws<ArgumentException>(() => GridSample.Forward(new GridSampleShape(1, 1, [2, 2], 4, 2), new float[4], new float[7], new float[4], WorkerPool.Of(1))).Message);
    }
}
