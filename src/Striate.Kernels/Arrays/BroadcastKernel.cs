using System.Numerics;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Arrays;

/// <summary>Operations of two arrays that are set against each other.</summary>
public static class BroadcastKernel
{
    /// <summary>Writes numbers of the same type as the inputs.</summary>
    /// <exception cref="ArgumentException">The operation does not give such numbers.</exception>
    public static void Run<T>(BroadcastOperation operation, Broadcast broadcast, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, WorkerPool pool) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        ArgumentNullException.ThrowIfNull(broadcast);
        switch (operation)
        {
            case BroadcastOperation.Add: Run<T, T, AddOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.Subtract: Run<T, T, DifferenceOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.Multiply: Run<T, T, ProductOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.Divide: Run<T, T, QuotientOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.Modulo: Run<T, T, ModuloOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.Remainder: Run<T, T, RemainderOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.Minimum: Run<T, T, MinimumOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.Maximum: Run<T, T, MaximumOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.Power: Run<T, T, PowerOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.Slope: Run<T, T, SlopeOf<T>>(broadcast, a, b, y, pool); break;
            default: throw new ArgumentException($"{operation} gives no numbers.");
        }
    }

    /// <summary>Writes bits, or truths in bytes of 0 and 1.</summary>
    /// <exception cref="ArgumentException">The operation does not work on bits.</exception>
    public static void RunBits<T>(BroadcastOperation operation, Broadcast broadcast, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, WorkerPool pool) where T : unmanaged, IBinaryInteger<T>
    {
        ArgumentNullException.ThrowIfNull(broadcast);
        switch (operation)
        {
            case BroadcastOperation.And: Run<T, T, AndOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.Or: Run<T, T, OrOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.ExclusiveOr: Run<T, T, ExclusiveOrOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.ShiftLeft: Run<T, T, LeftOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.ShiftRight: Run<T, T, RightOf<T>>(broadcast, a, b, y, pool); break;
            default: throw new ArgumentException($"{operation} does not work on bits.");
        }
    }

    /// <summary>Writes truths in bytes of 0 and 1.</summary>
    /// <exception cref="ArgumentException">The operation compares nothing.</exception>
    public static void Compare<T>(BroadcastOperation operation, Broadcast broadcast, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<byte> y, WorkerPool pool) where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(broadcast);
        switch (operation)
        {
            case BroadcastOperation.Equal: Run<T, byte, EqualOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.Less: Run<T, byte, LessOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.LessOrEqual: Run<T, byte, LessOrEqualOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.Greater: Run<T, byte, GreaterOf<T>>(broadcast, a, b, y, pool); break;
            case BroadcastOperation.GreaterOrEqual: Run<T, byte, GreaterOrEqualOf<T>>(broadcast, a, b, y, pool); break;
            default: throw new ArgumentException($"{operation} compares nothing.");
        }
    }

    private static unsafe void Run<T, TResult, TOperation>(Broadcast broadcast, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<TResult> y, WorkerPool pool)
        where T : unmanaged where TResult : unmanaged where TOperation : struct, IPairOperation<T, TResult>
    {
        fixed (T* left = a, right = b)
        fixed (TResult* to = y)
        {
            var rows = new PairRows<T, TResult, TOperation> { A = left, B = right, Y = to, StepA = broadcast.Step(0), StepB = broadcast.Step(1) };
            broadcast.Run(ref rows, pool);
        }
    }
}
