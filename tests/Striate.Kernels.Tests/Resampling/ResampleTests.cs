using Striate.Kernels.Resampling;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Resampling;

public class ResampleTests
{
    // Sizes in and out, and taps of each row, for depth, height and width; 0 taps: the identity.
    public static TheoryData<int[], int[], int[]> Problems => new()
    {
        { [1, 1, 0], [1, 1, 0], [5, 15, 1] },
        { [1, 1, 0], [4, 4, 0], [5, 7, 2] },
        { [1, 1, 0], [4, 9, 3], [5, 5, 0] },
        { [1, 1, 0], [9, 4, 3], [20, 13, 6] },
        { [3, 6, 2], [2, 5, 1], [4, 4, 0] },
        { [6, 3, 4], [2, 5, 2], [4, 9, 4] },
        { [5, 5, 0], [5, 5, 0], [5, 5, 0] },
        { [2, 5, 2], [3, 3, 0], [3, 3, 0] },
        { [1, 1, 0], [1, 1, 0], [4000, 9000, 2] },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void ForwardIsTheDefinition(int[] depth, int[] height, int[] width)
    {
        foreach (var channels in new[] { 1, 3, 7, 19, 70 })
        {
            if (channels > 7 && width[0] > 1000) continue;
            var shape = Of(channels, depth, height, width);
            foreach (var accumulate in new[] { false, true }) Check(shape, accumulate, transposed: false);
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void BackwardIsTheTranspose(int[] depth, int[] height, int[] width)
    {
        foreach (var accumulate in new[] { false, true }) Check(Of(5, depth, height, width), accumulate, transposed: true);
    }

    // 0 and 1 give to both outputs, 2 to the second, 3 to none.
    [Fact]
    public void TheTransposedTable()
    {
        var table = new ResampleTable(4, [(0, [1, 2]), (0, [3, 4, 5])]).Transposed();
        Assert.Equal((2, 4, 5), (table.Input, table.Output, table.Weights));
        Assert.Equal([[1, 3], [2, 4], [5], []], Enumerable.Range(0, 4).Select(row => table.Row(row).ToArray()));
        Assert.Equal([0, 0, 1, 2], Enumerable.Range(0, 4).Select(table.First));
        Assert.Equal([2, 2, 2, 2], Enumerable.Range(0, 4).Select(table.End));
        Assert.False(table.IsIdentity);
        Assert.True(ResampleTable.Unit.IsIdentity);
    }

    [Fact]
    public void BadNumbersAreRefused()
    {
        static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
        Assert.Equal("A resampling needs 1 or more inputs and outputs, not 0 and 1.", Message(() => _ = new ResampleTable(0, [(0, [1])])));
        Assert.Equal("A resampling needs 1 or more inputs and outputs, not 3 and 0.", Message(() => _ = new ResampleTable(3, [])));
        Assert.Equal("Output 1 of a resampling takes the inputs 2…3 of 3 behind 0…1.", Message(() => _ = new ResampleTable(3, [(0, [1, 1]), (2, [1, 1])])));
        Assert.Equal("Output 1 of a resampling takes the inputs 0…1 of 3 behind 1…1.", Message(() => _ = new ResampleTable(3, [(1, [1]), (0, [1, 1])])));
        Assert.Equal("A resampling needs 1 or more examples and channels, not 2 and 0.", Message(() => Of(0, [1, 1, 0], [1, 1, 0], [1, 1, 0])));
        var large = new ResampleTable(1, [.. Enumerable.Repeat((0, new float[] { 1 }), 1 << 16)]);
        Assert.Equal("A resampled map of 4294967296 numbers is too large; the most is 2147483591.", Message(() => _ = new ResampleShape(1, 1, ResampleTable.Unit, large, large)));
        var shape = Of(3, [1, 1, 0], [1, 1, 0], [2, 4, 1]);
        Assert.Equal("x holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(() => Resample.Run(shape, new float[11], new float[24], false, new float[6], WorkerPool.Of(1))));
        Assert.Equal("y holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Message(() => Resample.Run(shape, new float[12], new float[23], false, new float[6], WorkerPool.Of(1))));
        Assert.Equal("scratch holds 5 floats; 6 are needed.", Message(() => Resample.Run(shape, new float[12], new float[24], false, new float[5], WorkerPool.Of(1))));
    }

    private static void Check(ResampleShape forward, bool accumulate, bool transposed)
    {
        var (shape, channels) = (transposed ? forward.Transposed() : forward, forward.Channels);
        var x = Numbers.Draw((long)shape.Batch * shape.InputPixels * channels, 1, false);
        var start = Numbers.Draw((long)shape.Batch * shape.OutputPixels * channels, 2, false);
        var expected = start.Select(value => accumulate ? (double)value : 0).ToArray();
        for (var example = 0; example < shape.Batch; example++)
            foreach (var (output, input, weight) in Pairs(forward))
            {
                var (to, from) = transposed ? (input, output) : (output, input);
                for (var c = 0; c < channels; c++) expected[(example * shape.OutputPixels + to) * channels + c] += weight * x[(example * shape.InputPixels + from) * channels + c];
            }
        var actual = SameBits.OnThreads(threads =>
        {
            using var memory = new GuardedMemory();
            var y = accumulate ? memory.Row(start) : memory.BlankRow(start.Length);
            Resample.Run(shape, memory.Row(x).Span, y.Span, accumulate, memory.BlankRow((int)Resample.ScratchLength(shape, threads)).Span, WorkerPool.Of(threads));
            memory.AssertUntouched();
            return y.ToDense();
        });
        for (var i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4);
    }

    // Straight from the tables, without an order of axes.
    private static IEnumerable<(int Output, int Input, double Weight)> Pairs(ResampleShape shape)
    {
        foreach (var (d, z, a) in Along(shape.Depth))
            foreach (var (h, y, b) in Along(shape.Height))
                foreach (var (w, x, c) in Along(shape.Width))
                    yield return ((d * shape.Height.Output + h) * shape.Width.Output + w, (z * shape.Height.Input + y) * shape.Width.Input + x, (double)a * b * c);
    }

    private static IEnumerable<(int Output, int Input, float Weight)> Along(ResampleTable table) =>
        from output in Enumerable.Range(0, table.Output) from input in Enumerable.Range(table.First(output), table.End(output) - table.First(output)) select (output, input, table.Row(output)[input - table.First(output)]);

    private static ResampleShape Of(int channels, int[] depth, int[] height, int[] width) => new(2, channels, Table(depth, 3), Table(height, 4), Table(width, 5));

    private static ResampleTable Table(int[] axis, int seed)
    {
        var (input, output, taps) = (axis[0], axis[1], axis[2]);
        if (taps == 0) return new ResampleTable(input, [.. Enumerable.Range(0, output).Select(o => (o, new float[] { 1 }))]);
        var weights = Numbers.Draw(output * taps, seed, false);
        return new ResampleTable(input, [.. Enumerable.Range(0, output).Select(o => (output == 1 ? 0 : o * (input - taps) / (output - 1), weights[(o * taps)..((o + 1) * taps)]))]);
    }
}
