namespace Striate.Kernels.Arrays;

/// <summary>Rows of an operation of two arrays.</summary>
internal unsafe struct PairRows<T, TResult, TOperation> : IBroadcastRows where T : unmanaged where TResult : unmanaged where TOperation : struct, IPairOperation<T, TResult>
{
    public T* A;
    public T* B;
    public TResult* Y;
    public int StepA;
    public int StepB;

    public readonly void Run(ReadOnlySpan<int> offsets, int output, int length)
    {
        var a = new ReadOnlySpan<T>(A + offsets[0], StepA == 0 ? 1 : length);
        var b = new ReadOnlySpan<T>(B + offsets[1], StepB == 0 ? 1 : length);
        var y = new Span<TResult>(Y + output, length);
        if (TOperation.HasRows)
        {
            if (StepA == StepB) TOperation.Row(a, b, y);
            else if (StepA == 0) TOperation.Row(a[0], b, y);
            else TOperation.Row(a, b[0], y);
        }
        else if (StepA == StepB)
            for (var i = 0; i < y.Length; i++) y[i] = TOperation.Of(a[i], b[i]);
        else if (StepA == 0)
            for (var i = 0; i < y.Length; i++) y[i] = TOperation.Of(a[0], b[i]);
        else
            for (var i = 0; i < y.Length; i++) y[i] = TOperation.Of(a[i], b[0]);
    }
}
