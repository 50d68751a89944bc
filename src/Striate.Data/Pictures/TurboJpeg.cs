using System.Runtime.InteropServices;

namespace Striate.Data.Pictures;

/// <summary>libjpeg-turbo's TurboJPEG API, version 2 and newer: the few functions that decoding takes.</summary>
internal static unsafe partial class TurboJpeg
{
    /// <summary>TJPF_RGB, TJPF_GRAY and TJPF_CMYK.</summary>
    public const int Rgb = 0, Grey = 6, Cmyk = 11;

    /// <summary>TJFLAG_STOPONWARNING and TJFLAG_LIMITSCANS: a progressive picture of more than 500 scans is an attack.</summary>
    public const int StopOnWarning = 8192, LimitScans = 32768;

    /// <summary>The environment variable that names the library's file where it lies in an unusual place.</summary>
    public const string Variable = "STRIATE_TURBOJPEG";

    private const string Library = "turbojpeg";

    // Where each system's packages put it; the names without a folder are looked for where the system looks.
    private static readonly string[] Names = OperatingSystem.IsWindows()
        ? ["turbojpeg.dll", "libturbojpeg.dll", @"C:\libjpeg-turbo64\bin\turbojpeg.dll", @"C:\libjpeg-turbo-gcc64\bin\libturbojpeg.dll"]
        : OperatingSystem.IsMacOS()
            ? ["libturbojpeg.0.dylib", "libturbojpeg.dylib", "/opt/homebrew/opt/jpeg-turbo/lib/libturbojpeg.dylib", "/usr/local/opt/jpeg-turbo/lib/libturbojpeg.dylib", "/opt/local/lib/libturbojpeg.dylib"]
            : ["libturbojpeg.so.0", "libturbojpeg.so", "/opt/libjpeg-turbo/lib64/libturbojpeg.so"];

    private static readonly nint Handle = Load();

    static TurboJpeg() => NativeLibrary.SetDllImportResolver(typeof(TurboJpeg).Assembly, (name, _, _) => name == Library ? Handle : 0);

    /// <summary>Whether the library is installed.</summary>
    public static bool IsInstalled => Handle != 0;

    /// <summary>How to install it, on each system.</summary>
    public const string Installing =
        "apt install libturbojpeg0 (Debian), apt install libturbojpeg (Ubuntu), dnf install turbojpeg (Fedora), brew install jpeg-turbo (macOS), winget install libjpeg-turbo.libjpeg-turbo.VC (Windows)";

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial nint InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    public static partial int Destroy(nint decoder);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    public static partial int Decompress(nint decoder, byte* file, CULong length, byte* pixels, int width, int pitch, int height, int format, int flags);

    /// <summary>What libjpeg-turbo says of the last call.</summary>
    public static string Error(nint decoder) => Marshal.PtrToStringUTF8(ErrorText(decoder)) ?? "";

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    private static partial nint ErrorText(nint decoder);

    private static nint Load()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } stated) return NativeLibrary.TryLoad(stated, out var library) ? library : 0;
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, typeof(TurboJpeg).Assembly, DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory, out var handle)) return handle;
        }
        return 0;
    }
}
