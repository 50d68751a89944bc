using System.ComponentModel;
using System.Diagnostics;

namespace Striate.Onnx.Tests;

/// <summary>A fact that asks ONNX Runtime; skipped, and seen to be, where Node.js does not find it.</summary>
internal sealed class OnnxRuntimeFactAttribute : FactAttribute
{
    public OnnxRuntimeFactAttribute()
    {
        if (!IsThere()) Skip = "Node.js does not find onnxruntime-node; NODE_PATH names the folder where it was installed.";
    }

    private static bool IsThere()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node") { ArgumentList = { "-e", "require.resolve('onnxruntime-node')" }, RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
