using System.Diagnostics;

namespace Striate.Cli.Tests;

/// <summary>A disk of a few kilobytes (tmpfs), which only the system's administrator can mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(int kilobytes)
    {
        if (!Mount($"size={kilobytes}k")) throw new InvalidOperationException("No disk could be mounted.");
    }

    /// <summary>Whether this test run may mount.</summary>
    public static bool IsAvailable { get; } = Try();

    public string Folder { get; } = Directory.CreateTempSubdirectory("striate-disk").FullName;

    /// <summary>Gives the disk another size; what it holds stays.</summary>
    public void Resize(int kilobytes)
    {
        if (!Mount($"remount,size={kilobytes}k")) throw new InvalidOperationException("The disk's size could not be changed.");
    }

    public void Dispose()
    {
        Start("umount", Folder);
        Directory.Delete(Folder, recursive: true);
    }

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux()) return false;
        var folder = Directory.CreateTempSubdirectory("striate-disk").FullName;
        var mounted = Start("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder);
        if (mounted) Start("umount", folder);
        Directory.Delete(folder, recursive: true);
        return mounted;
    }

    private bool Mount(string options) => Start("mount", "-t", "tmpfs", "-o", options, "tmpfs", Folder);

    private static bool Start(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
