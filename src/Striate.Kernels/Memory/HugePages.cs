using System.Runtime.InteropServices;

namespace Striate.Kernels.Memory;

/// <summary>Asks the system to back large blocks with pages of 2 MB, where it offers them on request (Linux, <c>transparent_hugepage</c> = madvise).</summary>
/// <remarks>Maps of tens of megabytes read by rows and by tiles touch more pages of 4 KB than the processor can translate without walking tables.</remarks>
internal static unsafe partial class HugePages
{
    /// <summary>The size of a large page, and the alignment that a block needs to profit.</summary>
    public const int Size = 2 * 1024 * 1024;

    // MADV_HUGEPAGE in asm-generic/mman-common.h.
    private const int Advice = 14;

    /// <summary>Whether a block of a length is worth the alignment.</summary>
    public static bool Serve(long length) => length >= 2 * Size && OperatingSystem.IsLinux();

    /// <summary>Advises the whole pages of a block that nobody has written to yet. A system that refuses changes nothing but speed.</summary>
    public static void Advise(void* start, long length)
    {
        try
        {
            _ = MemoryAdvise(start, (nuint)(length / Size * Size), Advice);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // A Linux without glibc's name for it: ordinary pages.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvise(void* start, nuint length, int advice);
}
