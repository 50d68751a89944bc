using System.Collections.Concurrent;

namespace Striate.Kernels.Threading;

/// <summary>The work of one grid: what each of its numbered tasks does.</summary>
/// <remarks>A task writes only its own part of the output, so that results do not depend on who runs it.</remarks>
public interface IGrid
{
    /// <summary>Runs one task.</summary>
    /// <param name="task">From 0 to the number of tasks − 1.</param>
    /// <param name="worker">From 0 to <see cref="WorkerPool.Threads"/> − 1; no two tasks that run at once share it: it selects scratch memory, never results.</param>
    void Run(int task, int worker);
}

/// <summary>Persistent worker threads that run the tasks of a grid together with the caller.</summary>
/// <remarks>
/// Workers spin briefly after a grid and then park. A grid started while the pool is busy with another caller's runs on its caller alone;
/// because tasks are independent, the numbers are the same.
/// </remarks>
public sealed class WorkerPool
{
    private static readonly ConcurrentDictionary<int, WorkerPool> Pools = new();

    // Iterations of SpinWait(8) before a worker parks: about 30 µs, longer than the gap between two steps of a plan.
    private const int SpinLimit = 2000;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim[] _wake;
    private readonly int[] _parked;
    private unsafe delegate*<void*, int, int, void> _run;
    private unsafe void* _grid;
    private int _tasks;
    private int _next;
    private int _running;
    private volatile int _epoch;
    private Exception? _failure;

    private WorkerPool(int threads)
    {
        Threads = threads;
        _wake = new SemaphoreSlim[threads];
        _parked = new int[threads];
        for (var worker = 1; worker < threads; worker++)
        {
            _wake[worker] = new SemaphoreSlim(0);
            var number = worker;
            new Thread(() => Work(number)) { IsBackground = true, Name = $"striate worker {number}" }.Start();
        }
    }

    /// <summary>The number of threads that run a grid, the caller included.</summary>
    public int Threads { get; }

    /// <summary>The pool of as many threads as the machine has processors.</summary>
    public static WorkerPool Default => Of(Environment.ProcessorCount);

    /// <summary>The pool with a number of threads, made at the first request and kept for the life of the process.</summary>
    public static WorkerPool Of(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return Pools.GetOrAdd(threads, static count => new WorkerPool(count));
    }

    /// <summary>Runs all tasks of a grid and returns when the last one has ended.</summary>
    /// <exception cref="AggregateException">A task failed; the others have ended.</exception>
    public unsafe void Run<TGrid>(int tasks, ref TGrid grid) where TGrid : struct, IGrid, allows ref struct
    {
        // The lock would let its holder in again: a grid inside a task of another runs on its caller alone.
        if (tasks <= 1 || Threads == 1 || _gate.IsHeldByCurrentThread || !_gate.TryEnter())
        {
            RunAlone(tasks, ref grid);
            return;
        }
        try
        {
#pragma warning disable CS8500 // The grid lives on this stack frame until the last worker has left it.
            fixed (TGrid* pointer = &grid)
            {
                Dispatch(tasks, pointer, &Invoke<TGrid>);
            }
#pragma warning restore CS8500
        }
        finally
        {
            _gate.Exit();
        }
    }

    private static void RunAlone<TGrid>(int tasks, ref TGrid grid) where TGrid : struct, IGrid, allows ref struct
    {
        try
        {
            for (var task = 0; task < tasks; task++) grid.Run(task, 0);
        }
        catch (Exception exception)
        {
            throw new AggregateException(exception);
        }
    }

    private static unsafe void Invoke<TGrid>(void* grid, int task, int worker) where TGrid : struct, IGrid, allows ref struct
    {
#pragma warning disable CS8500
        ((TGrid*)grid)->Run(task, worker);
#pragma warning restore CS8500
    }

    private unsafe void Dispatch(int tasks, void* grid, delegate*<void*, int, int, void> run)
    {
        _grid = grid;
        _run = run;
        _tasks = tasks;
        _next = 0;
        _failure = null;
        // Every worker passes through every grid, even with fewer tasks than workers: one that slept through a grid could otherwise mistake the next for it.
        _running = Threads - 1;
        Interlocked.Increment(ref _epoch);
        for (var worker = 1; worker < Threads; worker++)
        {
            if (Interlocked.Exchange(ref _parked[worker], 0) == 1) _wake[worker].Release();
        }
        TakeTasks(0);
        var spin = new SpinWait();
        while (Volatile.Read(ref _running) != 0) spin.SpinOnce(sleep1Threshold: -1);
        _grid = null;
        if (_failure is { } failure) throw new AggregateException(failure);
    }

    private unsafe void TakeTasks(int worker)
    {
        try
        {
            int task;
            while ((task = Interlocked.Increment(ref _next) - 1) < _tasks) _run(_grid, task, worker);
        }
        catch (Exception exception)
        {
            _next = _tasks;
            Interlocked.CompareExchange(ref _failure, exception, null);
        }
    }

    private void Work(int worker)
    {
        var seen = 0;
        while (true)
        {
            for (var spin = 0; _epoch == seen && spin < SpinLimit; spin++) Thread.SpinWait(8);
            while (_epoch == seen)
            {
                // A full fence: the flag is out before the epoch is read again, as the dispatcher moves the epoch before it reads the flag. One of both sees the other.
                Interlocked.Exchange(ref _parked[worker], 1);
                if (_epoch != seen && Interlocked.Exchange(ref _parked[worker], 0) == 1) break;
                _wake[worker].Wait();
            }
            seen = _epoch;
            TakeTasks(worker);
            Interlocked.Decrement(ref _running);
        }
    }
}
