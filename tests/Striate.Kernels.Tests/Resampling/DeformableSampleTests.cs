using Striate.Kernels.Convolution;
using Striate.Kernels.Resampling;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Resampling;

public class DeformableSampleTests
{
    private static readonly DeformableShape[] Shapes =
        [new(2, 7, new WindowAxis(5, 3, 2, 1, 1, 1), new WindowAxis(4, 2, 1, 2, 0, 1)), new(1, 1, new WindowAxis(1, 1), new WindowAxis(3, 1)), new(3, 19, new WindowAxis(4, 2), new WindowAxis(3, 3, 1, 1, 1, 1)),
        new(2, 6, new WindowAxis(4, 2), new WindowAxis(3, 3, 1, 1, 1, 1), groups: 3)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ForwardIsTheDefinition(bool masked)
    {
        foreach (var shape in Shapes)
        {
            var (x, offsets, mask) = Draw(shape, masked);
            var expected = new double[shape.OutputLength];
            foreach (var (output, place, input, share, _, _) in Corners(shape, offsets)) expected[output] += share * x[input] * Factor(mask, place);
            var actual = SameBits.OnThreads(threads =>
            {
                using var memory = new GuardedMemory();
                var y = memory.BlankRow(expected.Length);
                DeformableSample.Forward(shape, memory.Row(x).Span, memory.Row(offsets).Span, masked ? memory.Row(mask).Span : [], y.Span, WorkerPool.Of(threads));
                memory.AssertUntouched();
                return y.ToDense();
            });
            for (var i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4);
        }
    }

    [Fact]
    public void BackwardIsTheDefinition()
    {
        foreach (var (shape, add, masked) in from shape in Shapes from add in new[] { false, true } from masked in new[] { false, true } select (shape, add, masked))
        {
            var (x, offsets, mask) = Draw(shape, masked);
            var (dy, startX, startOffsets, startMask) = (Numbers.Draw(shape.OutputLength, 3, false), Numbers.Draw(x.Length, 4, false), Numbers.Draw(offsets.Length, 5, false), Numbers.Draw(mask.Length, 6, false));
            double[] dx = [.. startX.Select(value => add ? (double)value : 0)], dOffsets = [.. startOffsets.Select(value => add ? (double)value : 0)], dMask = [.. startMask.Select(value => add ? (double)value : 0)];
            foreach (var (output, place, input, share, byRow, byColumn) in Corners(shape, offsets))
            {
                dx[input] += share * dy[output] * Factor(mask, place);
                dOffsets[2 * place] += byRow * x[input] * dy[output] * Factor(mask, place);
                dOffsets[2 * place + 1] += byColumn * x[input] * dy[output] * Factor(mask, place);
                if (masked) dMask[place] += share * x[input] * dy[output];
            }
            var actual = SameBits.OnThreads(threads =>
            {
                using var memory = new GuardedMemory();
                var (a, b) = add ? (memory.Row(startX), memory.Row(startOffsets)) : (memory.BlankRow(dx.Length), memory.BlankRow(dOffsets.Length));
                var c = masked ? add ? memory.Row(startMask) : memory.BlankRow(dMask.Length) : null;
                DeformableSample.Backward(shape, memory.Row(x).Span, memory.Row(offsets).Span, masked ? memory.Row(mask).Span : [], memory.Row(dy).Span,
                    a.Span, add, b.Span, add, c is null ? [] : c.Span, add, WorkerPool.Of(threads));
                memory.AssertUntouched();
                return [.. a.ToDense(), .. b.ToDense(), .. c is null ? [] : c.ToDense()];
            });
            double[] expected = [.. dx, .. dOffsets, .. dMask];
            for (var i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], 2e-3);
        }
    }

    [Fact]
    public void BadNumbersAreRefused()
    {
        Assert.Equal("A deformable sampling of a batch of 0 with 2 channels, input 3, kernel 1, stride 1, dilation 1, padding (0, 0) and input 3, kernel 1, stride 1, dilation 1, padding (0, 0), needs 1 or more of each and at most 2147483591 numbers.",
            Assert.Throws<ArgumentException>(() => _ = new DeformableShape(0, 2, new WindowAxis(3, 1), new WindowAxis(3, 1))).Message);
        var shape = Shapes[1];
        Assert.Equal("offsets holds 5 floats; 6 are needed.", Assert.Throws<ArgumentException>(() => DeformableSample.Forward(shape, new float[3], new float[5], [], new float[3], WorkerPool.Of(1))).Message);
    }

    private static (float[] X, float[] Offsets, float[] Mask) Draw(DeformableShape shape, bool masked) =>
        (Numbers.Draw(shape.InputLength, 1, false), [.. Numbers.Draw(shape.OffsetsLength, 2, false).Select(value => value * 0.37f)], masked ? Numbers.Draw(shape.MaskLength, 7, false) : []);

    private static double Factor(float[] mask, int place) => mask.Length == 0 ? 1 : mask[place];

    // Every output with every pixel less than one away in both directions, its share, and how that changes with the place.
    private static IEnumerable<(int Output, int Place, int Input, double Share, double ByRow, double ByColumn)> Corners(DeformableShape shape, float[] offsets)
    {
        for (var i = 0; i < shape.OutputLength; i++)
        {
            var (c, rest) = (i % shape.Channels, i / shape.Channels);
            var (tap, pixel) = (rest % shape.Taps, rest / shape.Taps);
            // Channels share offsets by runs; behind each other lie the taps of a run.
            var place = (pixel * shape.Groups + c * shape.Groups / shape.Channels) * shape.Taps + tap;
            var (q, p, n) = (pixel % shape.Width.Output, pixel / shape.Width.Output % shape.Height.Output, pixel / shape.Width.Output / shape.Height.Output);
            var y = (double)(p * shape.Height.Stride - shape.Height.PaddingLow + tap / shape.Width.Kernel * shape.Height.Dilation + offsets[2 * place]);
            var x = (double)(q * shape.Width.Stride - shape.Width.PaddingLow + tap % shape.Width.Kernel * shape.Width.Dilation + offsets[2 * place + 1]);
            for (var row = 0; row < shape.Height.Input; row++)
                for (var column = 0; column < shape.Width.Input; column++)
                {
                    var (a, b) = (1 - Math.Abs(y - row), 1 - Math.Abs(x - column));
                    if (a > 0 && b > 0) yield return (i, place, ((n * shape.Height.Input + row) * shape.Width.Input + column) * shape.Channels + c, a * b, Math.Sign(row - y) * b, Math.Sign(column - x) * a);
                }
        }
    }
}
