using System.Diagnostics;

namespace Striate.Onnx.Tests;

/// <summary>A fact that asks Debian's ONNX checker; skipped, and seen to be, where it is not installed.</summary>
internal sealed class CheckerFactAttribute : FactAttribute
{
    private const string Python = "/usr/bin/python3";

    public CheckerFactAttribute()
    {
        if (!File.Exists(Python) || Run("import onnx").Length > 0) Skip = "Debian's python3-onnx is not installed.";
    }

    /// <summary>What a script says on standard error.</summary>
    public static string Run(string script)
    {
        using var process = Process.Start(new ProcessStartInfo(Python) { ArgumentList = { "-c", script }, RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return said;
    }
}
