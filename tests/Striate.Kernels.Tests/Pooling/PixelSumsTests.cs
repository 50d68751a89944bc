using Striate.Kernels.Pooling;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Pooling;

public class PixelSumsTests
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 3)]
    public void SumsEqualTheOracleBothWays(bool accumulate, int gap)
    {
        foreach (var channels in Lengths.Channels)
        {
            var random = new System.Random(channels);
            const int Batch = 3;
            var (inputs, outputs) = (random.Next(1, 20), random.Next(1, 20));
            // Rows of none to four entries, some of them of the same pixel.
            var rows = Enumerable.Range(0, outputs).Select(_ => Enumerable.Range(0, random.Next(5)).Select(_ => (random.Next(inputs), (float)random.Next(-4, 5))).ToArray()).ToArray();
            var matrix = PixelMatrix.Of(inputs, rows);
            var back = matrix.Transposed();
            Assert.Equal((inputs, outputs, outputs, inputs), (matrix.Inputs, matrix.Outputs, back.Inputs, back.Outputs));
            var (x, dy) = (Numbers.Draw((long)Batch * inputs * channels, channels, true), Numbers.Draw((long)Batch * outputs * channels, channels + 1, true));
            var (y, dx) = (new Expected(dy.Length), new Expected(x.Length));
            for (var i = 0; accumulate && i < dy.Length; i++) y.Add(i, dy[i]);
            for (var i = 0; accumulate && i < x.Length; i++) dx.Add(i, x[i]);
            for (var i = 0; i < dy.Length; i++)
            {
                var (example, output) = Math.DivRem(i / channels, outputs);
                foreach (var (pixel, weight) in rows[output])
                {
                    var place = (example * inputs + pixel) * channels + i % channels;
                    y.Add(i, (double)x[place] * weight);
                    dx.Add(place, (double)dy[i] * weight);
                }
            }
            y.AssertEqual($"{channels}", SameBits.OnThreads(threads => Run(matrix, Batch, channels, x, accumulate ? dy : null, gap, threads)), true, 6);
            dx.AssertEqual($"{channels}", SameBits.OnThreads(threads => Run(back, Batch, channels, dy, accumulate ? x : null, gap, threads)), true, 100);
        }
    }

    [Fact]
    public void MessagesAreWhole()
    {
        string Of(int inputs, params (int, float)[][] rows) => Assert.Throws<ArgumentException>(() => PixelMatrix.Of(inputs, rows)).Message;
        Assert.Equal("A pixel matrix needs 1 or more inputs and outputs, not 0 and 1.", Of(0, [[]]));
        Assert.Equal("A pixel matrix needs 1 or more inputs and outputs, not 2 and 0.", Of(2));
        Assert.Equal("Output 1 of a pixel matrix has input 2; there are 2.", Of(2, [(0, 1)], [(2, 1)]));
        var matrix = PixelMatrix.Of(2, [[(0, 1f)]]);
        Assert.Equal("x holds 3 floats; 2 pixels of 2 channels, 2 apart, take 4.", Assert.Throws<ArgumentException>(() => PixelSums.Run(matrix, 1, 2, new float[3], 2, new float[2], 2, false, WorkerPool.Of(1))).Message);
        Assert.Equal("y holds 1 floats; 1 pixels of 2 channels, 2 apart, take 2.", Assert.Throws<ArgumentException>(() => PixelSums.Run(matrix, 1, 2, new float[4], 2, new float[1], 2, false, WorkerPool.Of(1))).Message);
    }

    private static float[] Run(PixelMatrix matrix, int batch, int channels, float[] x, float[]? start, int gap, int threads)
    {
        using var memory = new GuardedMemory();
        var input = memory.Map(x, channels, channels + gap);
        var output = start is null ? memory.Blank(batch * matrix.Outputs, channels, channels + 2 * gap) : memory.Map(start, channels, channels + 2 * gap);
        PixelSums.Run(matrix, batch, channels, input.Span, input.Stride, output.Span, output.Stride, start is not null, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return output.ToDense();
    }
}
