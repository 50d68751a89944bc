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
        for (var round = 0; round < (threads > 3 ? 200 : 2000); round++)
        {
            var counts = new int[1 + round % 37];
            var grid = new CountGrid { Counts = counts };
            pool.Run(counts.Length, ref grid);
            Assert.DoesNotContain(counts, count => count != 1);
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
                Assert.DoesNotContain(counts, count => count != 1);
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
        Assert.DoesNotContain(counts, count => count != 1);
    }

    // However it runs: alone, because one task or one thread needs no help, or together.
    [Theory]
    [InlineData(1, 50)]
    [InlineData(3, 8)]
    [InlineData(3, 50)]
    public void AFailureIsTheSameForAnyNumberOfThreads(int threads, int tasks)
    {
        var grid = new FailGrid();
        var failure = Assert.Throws<AggregateException>(() => WorkerPool.Of(threads).Run(tasks, ref grid));
        Assert.Equal("task 7", Assert.IsType<InvalidOperationException>(Assert.Single(failure.InnerExceptions)).Message);
    }

    [Fact]
    public void ATaskMayRunAGridOfItsOwn()
    {
        var counts = new int[20 * 30];
        var grid = new NestedGrid { Counts = counts };
        WorkerPool.Of(3).Run(20, ref grid);
        Assert.DoesNotContain(counts, count => count != 1);
    }

    [Fact]
    public void LittleWorkRunsOnItsCaller()
    {
        // A pool of a size that no other test uses: its count moves here only.
        var pool = WorkerPool.Of(6);
        var counts = new int[9];
        var grid = new CountGrid { Counts = counts };
        pool.Run(9, ref grid, WorkerPool.LeastSharedWork - 1);
        Assert.Equal(0, pool.SharedGrids);
        pool.Run(9, ref grid, WorkerPool.LeastSharedWork);
        Assert.Equal(1, pool.SharedGrids);
        Assert.DoesNotContain(counts, count => count != 2);
    }

    [Fact]
    public void APoolHasAThread() => Assert.Equal("threads ('0') must be greater than or equal to '1'. (Parameter 'threads')" + Environment.NewLine + "Actual value was 0.",
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkerPool.Of(0)).Message);

    private struct NestedGrid : IGrid
    {
        public int[] Counts;

        public readonly void Run(int task, int worker)
        {
            var inner = new InnerGrid { Counts = Counts, Row = task };
            WorkerPool.Of(3).Run(30, ref inner);
        }
    }

    private struct InnerGrid : IGrid
    {
        public int[] Counts;
        public int Row;

        public readonly void Run(int task, int worker) => Interlocked.Increment(ref Counts[Row * 30 + task]);
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
