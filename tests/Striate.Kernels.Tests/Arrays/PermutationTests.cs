using System.Runtime.InteropServices;
using Striate.Kernels.Arrays;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Arrays;

/// <summary>Axes in another order, against a walk through all places.</summary>
public class PermutationTests
{
    public static TheoryData<int[], int[]> Cases => new()
    {
        { [], [] },
        { [5], [0] },
        { [3, 4], [1, 0] },
        { [2, 3, 4], [0, 2, 1] },
        { [2, 3, 4], [2, 1, 0] },
        { [2, 3, 4], [1, 0, 2] },
        { [2, 1, 4], [1, 2, 0] },
        { [2, 3, 1, 5], [0, 3, 2, 1] },
        { [2, 3, 4, 5], [0, 2, 3, 1] },
        { [2, 3, 4, 5], [3, 1, 0, 2] },
        { [17, 33], [1, 0] },
        { [1, 1, 1], [2, 0, 1] },
        { [0, 3], [1, 0] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryNumberGoesWhereItBelongs(int[] sizes, int[] order)
    {
        var length = sizes.Aggregate(1, (product, size) => product * size);
        var permutation = new Permutation(sizes, order);
        var expected = Naive(sizes, order);
        Check(Enumerable.Range(0, length).Select(i => (byte)i).ToArray());
        Check(Enumerable.Range(0, length).ToArray());
        Check(Enumerable.Range(0, length).Select(i => i * 10_000_000_007L).ToArray());

        void Check<T>(T[] input) where T : unmanaged
        {
            var output = new T[length];
            permutation.Run(MemoryMarshal.AsBytes<T>(input), MemoryMarshal.AsBytes(output.AsSpan()), Marshal.SizeOf<T>(), WorkerPool.Default);
            Assert.Equal(expected.Select(place => input[place]), output);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheInverseTakesBackAndAdds(int[] sizes, int[] order)
    {
        var length = sizes.Aggregate(1, (product, size) => product * size);
        float[] input = [.. Enumerable.Range(0, length)], moved = new float[length], back = [.. Enumerable.Repeat(0.5f, length)];
        var permutation = new Permutation(sizes, order);
        permutation.Run(input, moved, accumulate: false, WorkerPool.Default);
        permutation.Inverse().Run(moved, back, accumulate: true, WorkerPool.Default);
        Assert.Equal(input.Select(value => value + 0.5f), back);
    }

    [Fact]
    public void AnOrderThatNamesAnAxisTwiceIsRefused() =>
        Assert.Equal("The order 0, 0 does not name each of 2 axes once.", Assert.Throws<ArgumentException>(() => new Permutation([2, 3], [0, 0])).Message);

    // The input's place for each place of the output.
    private static int[] Naive(int[] sizes, int[] order)
    {
        var strides = new int[sizes.Length];
        for (var (axis, stride) = (sizes.Length - 1, 1); axis >= 0; axis--) (strides[axis], stride) = (stride, stride * sizes[axis]);
        var places = new List<int> { 0 };
        foreach (var axis in order) places = [.. places.SelectMany(place => Enumerable.Range(0, sizes[axis]).Select(i => place + i * strides[axis]))];
        return [.. places];
    }
}
