using System.Runtime.InteropServices;

namespace Striate.Kernels.Tests;

/// <summary>Maps between guard zones. Whatever lies around and between their numbers is a marked NaN: it must stay, and spoils every result that it is read into.</summary>
/// <remarks>On Linux the last number of a map ends where a page begins that nobody may touch: one float too far ends the process. Elsewhere a margin of NaN stands there.</remarks>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    /// <summary>A quiet NaN that no arithmetic makes.</summary>
    public const int Mark = 0x7FC0BEEF;

    private const int Margin = 64;
    private const int PageBytes = 4096;
    private const int NoAccess = 0;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly List<(nint Address, nuint Bytes)> _blocks = [];
    private readonly List<GuardedMap> _maps = [];

    /// <summary>Numbers in order, one behind the other.</summary>
    public GuardedMap Row(ReadOnlySpan<float> values) => Map(values, Math.Max(1, values.Length), Math.Max(1, values.Length));

    /// <summary>A row to be written.</summary>
    public GuardedMap BlankRow(long length) => Blank(1, (int)length, (int)length);

    /// <summary>Pixels of some channels, a stride apart.</summary>
    public GuardedMap Map(ReadOnlySpan<float> dense, int channels, int stride)
    {
        var map = Blank(dense.Length / channels, channels, stride);
        for (var pixel = 0; pixel < map.Pixels; pixel++) dense.Slice(pixel * channels, channels).CopyTo(map.Span[(pixel * stride)..]);
        return map;
    }

    /// <summary>Pixels to be written: marked like their surroundings.</summary>
    public GuardedMap Blank(int pixels, int channels, int stride)
    {
        var length = pixels == 0 ? 0 : (pixels - 1) * stride + channels;
        var (block, start) = Allocate(length);
        MemoryMarshal.Cast<float, int>(block.Span).Fill(Mark);
        var map = new GuardedMap(block, start, pixels, channels, stride);
        _maps.Add(map);
        return map;
    }

    /// <summary>Refuses a float that was written around or between the numbers of any map.</summary>
    public void AssertUntouched()
    {
        foreach (var map in _maps) map.AssertUntouched();
    }

    public void Dispose()
    {
        foreach (var (address, bytes) in _blocks)
        {
            if (OperatingSystem.IsLinux()) Unmap(address, bytes);
            else NativeMemory.Free((void*)address);
        }
        _blocks.Clear();
    }

    private (GuardedBlock Block, int Start) Allocate(int length)
    {
        if (!OperatingSystem.IsLinux())
        {
            var floats = length + 2 * Margin;
            var memory = (nint)NativeMemory.Alloc((nuint)floats, sizeof(float));
            _blocks.Add((memory, (nuint)floats * sizeof(float)));
            return (new GuardedBlock((float*)memory, floats), Margin);
        }
        var pages = ((length + Margin) * sizeof(float) + PageBytes - 1) / PageBytes;
        var bytes = (nuint)(pages + 1) * PageBytes;
        var address = MapPages(0, bytes, ReadWrite, PrivateAnonymous, -1, 0);
        if (address == -1 || Protect(address + pages * PageBytes, PageBytes, NoAccess) != 0) throw new InvalidOperationException("No memory for a guard page.");
        _blocks.Add((address, bytes));
        var usable = pages * PageBytes / sizeof(float);
        return (new GuardedBlock((float*)address, usable), usable - length);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MapPages(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
