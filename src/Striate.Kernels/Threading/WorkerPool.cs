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
/// Workers spin briefly after a grid and then park. A worker joins a grid if it comes in time; nobody waits for one that still wakes up. A grid started while the pool
/// is busy with another caller's, or with too little work to share, runs on its caller alone; because tasks are independent, the numbers are the same.
/// </remarks>
public sealed class WorkerPool
{
    private static readonly ConcurrentDictionary<int, WorkerPool> Pools = new();

    // Iterations of SpinWait(8) before a worker parks: about 30 µs, longer than the gap between two steps of a plan.
    private const int SpinLimit = 2000;

    /// <summary>The least work that is shared, in multiply–adds of a vector as <c>ConvolutionKernel.Cost</c> counts them.</summary>
    /// <remarks>Half a µs of one core at the roof, small problems take three times as long; sharing a grid with a worker that spins takes 0.3 to 1 µs (<c>docs/decisions.md</c>).</remarks>
    internal const double LeastSharedWork = 4_000;

    // The state of the current grid: its number, whether workers may still join, how many have joined and not left.
    private const long Open = 1L << 31;
    private const long Joined = Open - 1;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim[] _wake;
    private readonly int[] _parked;
    private unsafe delegate*<void*, int, int, void> _run;
    private unsafe void* _grid;
    private int _tasks;
    private int _next;
    private long _state;
    private long _shared;
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

    /// <summary>Grids that were offered to the workers, since the pool was made.</summary>
    internal long SharedGrids => Volatile.Read(ref _shared);

    /// <summary>Runs all tasks of a grid and returns when the last one has ended.</summary>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="grid">What they do.</param>
    /// <param name="work">All of it, in multiply–adds of a vector; little work is not shared.</param>
    /// <exception cref="AggregateException">A task failed; the others have ended.</exception>
    public unsafe void Run<TGrid>(int tasks, ref TGrid grid, double work = double.PositiveInfinity) where TGrid : struct, IGrid, allows ref struct
    {
        // The lock would let its holder in again: a grid inside a task of another runs on its caller alone.
        if (tasks <= 1 || Threads == 1 || work < LeastSharedWork || _gate.IsHeldByCurrentThread || !_gate.TryEnter())
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
        _shared++;
        Interlocked.Exchange(ref _state, (_state & ~(Open | Joined)) + 2 * Open | Open);
        for (var worker = 1; worker < Threads; worker++)
        {
            if (Interlocked.Exchange(ref _parked[worker], 0) == 1) _wake[worker].Release();
        }
        TakeTasks(0);
        // No task is left for a worker that comes now; those that came are waited for.
        Interlocked.And(ref _state, ~Open);
        var spin = new SpinWait();
        while ((Volatile.Read(ref _state) & Joined) != 0) spin.SpinOnce(sleep1Threshold: -1);
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
        var seen = 0L;
        while (true)
        {
            for (var spin = 0; Number() == seen && spin < SpinLimit; spin++) Thread.SpinWait(8);
            while (Number() == seen)
            {
                // A full fence: the flag is out before the state is read again, as the dispatcher moves the state before it reads the flag. One of both sees the other.
                Interlocked.Exchange(ref _parked[worker], 1);
                if (Number() != seen && Interlocked.Exchange(ref _parked[worker], 0) == 1) break;
                _wake[worker].Wait();
            }
            seen = Number();
            if (!TryJoin(seen)) continue;
            TakeTasks(worker);
            Interlocked.Decrement(ref _state);
        }
    }

    private long Number() => Volatile.Read(ref _state) & ~(Open | Joined);

    // While a worker is counted the grid stays; before that it may end, and the next one begin, at any moment.
    private bool TryJoin(long number)
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if ((state & Open) == 0 || (state & ~(Open | Joined)) != number) return false;
            if (Interlocked.CompareExchange(ref _state, state + 1, state) == state) return true;
        }
    }
}
