namespace Striate.Kernels.Arrays;

/// <summary>What is made of two numbers; where there are vectors for it, of rows at once.</summary>
internal interface IPairOperation<T, TResult> where T : unmanaged where TResult : unmanaged
{
    static abstract TResult Of(T a, T b);

    /// <summary>Whether the forms for rows are there; they give the same bits.</summary>
    static virtual bool HasRows => false;

    static virtual void Row(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<TResult> y) => throw new NotSupportedException();

    static virtual void Row(ReadOnlySpan<T> a, T b, Span<TResult> y) => throw new NotSupportedException();

    static virtual void Row(T a, ReadOnlySpan<T> b, Span<TResult> y) => throw new NotSupportedException();
}
