namespace Striate.Kernels.Threading;

/// <summary>Long rows of numbers cut into chunks of one size: tasks that depend on the problem alone.</summary>
internal readonly struct Chunks(long length, int size)
{
    /// <summary>64 KiB of floats: long enough that handing out tasks costs nothing, short enough to stay in the cache between two passes.</summary>
    public const int Floats = 16 * 1024;

    public int Count => (int)((length + size - 1) / size);

    public long Start(int chunk) => (long)chunk * size;

    public int Length(int chunk) => (int)Math.Min(size, length - Start(chunk));
}
