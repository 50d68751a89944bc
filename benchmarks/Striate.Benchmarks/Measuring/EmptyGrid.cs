using Striate.Kernels.Threading;

namespace Striate.Benchmarks.Measuring;

/// <summary>Tasks that do nothing.</summary>
internal struct EmptyGrid : IGrid
{
    /// <summary>Gets workers that have parked to spin again, as they do between the steps of a plan.</summary>
    public static void Wake(WorkerPool pool)
    {
        var grid = new EmptyGrid();
        for (var round = 0; round < 4; round++)
        {
            pool.Run(pool.Threads, ref grid);
            for (var spin = 0; spin < 300; spin++) Thread.SpinWait(8);
        }
        pool.Run(pool.Threads, ref grid);
    }

    public readonly void Run(int task, int worker)
    {
    }
}
