using Striate.Kernels.Arrays;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Arrays;

/// <summary>Operations of arrays that are repeated against each other, held against loops over indices.</summary>
public class BroadcastTests
{
    private static readonly int[][][] Shapes =
    [
        [[2, 3, 4], [2, 3, 4], [2, 3, 4]],
        [[2, 3, 4], [1, 3, 1], [2, 1, 4]],
        [[2, 1, 4], [2, 1, 1], [1, 1, 4]],
        [[5], [1], [5]],
        [[1, 1], [1, 1], [1, 1]],
        [[3, 40000], [1, 40000], [3, 1]],
        [[700, 50, 3], [700, 50, 3], [1, 1, 3]],
    ];

    [Theory]
    [InlineData(BroadcastOperation.Add)]
    [InlineData(BroadcastOperation.Subtract)]
    [InlineData(BroadcastOperation.Multiply)]
    [InlineData(BroadcastOperation.Divide)]
    [InlineData(BroadcastOperation.Maximum)]
    [InlineData(BroadcastOperation.Remainder)]
    public void EqualsTheDefinition(BroadcastOperation operation)
    {
        foreach (var shapes in Shapes)
        {
            var (a, b, y) = (Numbers(shapes[1]), Numbers(shapes[2]), new float[Length(shapes[0])]);
            var broadcast = new Broadcast(shapes[0], shapes[1], shapes[2]);
            BroadcastKernel.Run<float>(operation, broadcast, a, b, y, WorkerPool.Of(2));
            for (var i = 0; i < y.Length; i++)
            {
                var (left, right) = (a[Place(shapes[0], shapes[1], i)], b[Place(shapes[0], shapes[2], i)]);
                var expected = operation switch
                {
                    BroadcastOperation.Add => left + right,
                    BroadcastOperation.Subtract => left - right,
                    BroadcastOperation.Multiply => left * right,
                    BroadcastOperation.Divide => left / right,
                    BroadcastOperation.Maximum => Math.Max(left, right),
                    _ => left - right * MathF.Truncate(left / right),
                };
                Assert.Equal(expected, y[i], 1e-4f);
            }
        }
    }

    // What falls on a repeated number is added up: of 2·3·4 ones on an array of 3, 8 each.
    [Fact]
    public void GradientsOfRepeatedNumbersAreSums()
    {
        var dx = new float[] { 1, 1, 1 };
        var broadcast = new Broadcast([2, 3, 4], [2, 3, 4], [1, 3, 1], [1, 3, 1]);
        var dy = new float[24];
        dy.AsSpan().Fill(1);
        BroadcastGradient.Run(BroadcastOperation.Subtract, isSecond: true, broadcast, new float[24], new float[3], dy, dx, accumulate: true, WorkerPool.Of(2));
        Assert.Equal([-7, -7, -7], dx);
        BroadcastGradient.Run(BroadcastOperation.Add, isSecond: true, broadcast, new float[24], new float[3], dy, dx, accumulate: false, WorkerPool.Of(2));
        Assert.Equal([8, 8, 8], dx);
    }

    // Quotients as in C. Python's % follows b, fmod follows a; powers below 1 are not whole.
    [Theory]
    [InlineData(BroadcastOperation.Divide, -7, 2, -3)]
    [InlineData(BroadcastOperation.Divide, 7, 0, 0)]
    [InlineData(BroadcastOperation.Divide, int.MinValue, -1, int.MinValue)]
    [InlineData(BroadcastOperation.Modulo, -7, 3, 2)]
    [InlineData(BroadcastOperation.Modulo, 7, -3, -2)]
    [InlineData(BroadcastOperation.Modulo, 6, -3, 0)]
    [InlineData(BroadcastOperation.Remainder, -7, 3, -1)]
    [InlineData(BroadcastOperation.Remainder, int.MinValue, -1, 0)]
    [InlineData(BroadcastOperation.Power, -3, 3, -27)]
    [InlineData(BroadcastOperation.Power, 2, -1, 0)]
    [InlineData(BroadcastOperation.Power, -1, -3, -1)]
    [InlineData(BroadcastOperation.Power, 0, 0, 1)]
    [InlineData(BroadcastOperation.Slope, -2, 5, -10)]
    [InlineData(BroadcastOperation.Minimum, -2, 5, -2)]
    public void WholeNumbers(BroadcastOperation operation, int a, int b, int expected)
    {
        var y = new int[1];
        BroadcastKernel.Run<int>(operation, new Broadcast([1], [1], [1]), [a], [b], y, WorkerPool.Of(1));
        Assert.Equal(expected, y[0]);
    }

    [Fact]
    public void BitsThatAreMovedOutAreGone()
    {
        var y = new byte[3];
        BroadcastKernel.RunBits<byte>(BroadcastOperation.ShiftLeft, new Broadcast([3], [3], [3]), [16, 4, 1], [1, 7, 8], y, WorkerPool.Of(1));
        Assert.Equal(new byte[] { 32, 0, 0 }, y);
        BroadcastKernel.RunBits<byte>(BroadcastOperation.ShiftRight, new Broadcast([3], [3], [3]), [16, 255, 255], [1, 7, 8], y, WorkerPool.Of(1));
        Assert.Equal(new byte[] { 8, 1, 0 }, y);
    }

    [Fact]
    public void NaNIsNeitherLessNorGreaterAndStays()
    {
        var (truths, numbers) = (new byte[1], new float[1]);
        foreach (var operation in new[] { BroadcastOperation.Equal, BroadcastOperation.Less, BroadcastOperation.LessOrEqual, BroadcastOperation.Greater, BroadcastOperation.GreaterOrEqual })
        {
            BroadcastKernel.Compare<float>(operation, new Broadcast([1], [1], [1]), [float.NaN], [1], truths, WorkerPool.Of(1));
            Assert.Equal(0, truths[0]);
        }
        foreach (var operation in new[] { BroadcastOperation.Minimum, BroadcastOperation.Maximum })
        {
            BroadcastKernel.Run<float>(operation, new Broadcast([1], [1], [1]), [1], [float.NaN], numbers, WorkerPool.Of(1));
            Assert.True(float.IsNaN(numbers[0]));
        }
    }

    [Fact]
    public void OtherShapesAreRefused()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Broadcast([2, 3], [2, 1], [2, 2]));
        Assert.Equal("An array of 2×2 is not repeated to 2×3.", exception.Message);
    }

    private static int Length(int[] shape) => shape.Aggregate(1, (product, size) => product * size);

    private static float[] Numbers(int[] shape) => [.. Enumerable.Range(0, Length(shape)).Select(i => MathF.Sin(i) + 1.5f)];

    // The place in a smaller array of the output's number i.
    private static int Place(int[] output, int[] input, int i)
    {
        var (place, stride) = (0, 1);
        for (var axis = output.Length - 1; axis >= 0; axis--)
        {
            var index = i % output[axis];
            i /= output[axis];
            if (input[axis] == 1) continue;
            place += index * stride;
            stride *= input[axis];
        }
        return place;
    }
}
