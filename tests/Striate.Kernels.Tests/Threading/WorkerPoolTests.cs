using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Threading;

public class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void EveryTaskRunsOnce(int threads)
    {
        var pool = WorkerPool.Of(threads);
        for (var round = 0; round < 2000; round++)
        {
            var counts = new int[1 + round % 37];
            var grid = new CountGrid { Counts = counts };
            pool.Run(counts.Length, ref grid);
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void CallersFromManyThreadsDoNotDisturbEachOther()
    {
        var pool = WorkerPool.Of(3);
        Parallel.For(0, 6, _ =>
        {
            for (var round = 0; round < 500; round++)
            {
                var counts = new int[20];
                var grid = new CountGrid { Counts = counts };
                pool.Run(20, ref grid);
                Assert.All(counts, count => Assert.Equal(1, count));
            }
        });
    }

    [Fact]
    public void AFailureReachesTheCallerAndThePoolGoesOn()
    {
        var pool = WorkerPool.Of(3);
        var failing = new FailGrid();
        Assert.Throws<AggregateException>(() => pool.Run(50, ref failing));
        var counts = new int[9];
        var grid = new CountGrid { Counts = counts };
        pool.Run(9, ref grid);
        Assert.All(counts, count => Assert.Equal(1, count));
    }

    private struct CountGrid : IGrid
    {
        public int[] Counts;

        public readonly void Run(int task, int worker) => Interlocked.Increment(ref Counts[task]);
    }

    private struct FailGrid : IGrid
    {
        public readonly void Run(int task, int worker)
        {
            if (task == 7) throw new InvalidOperationException("task 7");
        }
    }
}
