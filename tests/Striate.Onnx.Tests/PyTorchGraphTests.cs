using System.Diagnostics;
using System.Runtime.CompilerServices;
using Striate.Data.Readers;
using Striate.Layers.Arrays;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>Networks as PyTorch writes them (tests/peers/torchvision_graphs.py): channels-first graphs become channels-last networks in which nothing is transposed.</summary>
public sealed class PyTorchGraphTests : IDisposable
{
    private static readonly string[] Names = ["densenet", "efficientnet", "mobilenet-v2", "mobilenet-v3", "resnet", "unet", "vgg"];

    private readonly string _folder = TestData.Temporary();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TorchFact]
    public void NothingIsTransposedAndOutputsAreThoseOfPyTorch()
    {
        TorchFactAttribute.Run(Script(), _folder);
        Assert.Equal(Names, Directory.GetDirectories(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var name in Names)
        {
            var model = OnnxModel.Import(Path.Combine(_folder, name, "model.onnx"));
            Assert.Empty(model.Network.Nodes.Where(node => node.Layer is ArrayLayer).Select(node => $"{name}: {node}"));
            var expected = Npy.Read(Path.Combine(_folder, name, "output_0.npy"));
            var actual = model.Run(new Dictionary<string, Tensor> { ["input"] = Npy.Read(Path.Combine(_folder, name, "input_0.npy")) })["output"];
            Assert.Equal(expected.Shape, actual.Shape);
            var largest = expected.ToArray().Max(Math.Abs);
            for (var i = 0; i < actual.Floats.Length; i++) Assert.True(Math.Abs(actual.Floats[i] - expected.Floats[i]) <= 1e-4 * largest, $"{name}: {actual.Floats[i]} at {i}, not {expected.Floats[i]}");
        }
    }

    private static string Script([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "..", "peers", "torchvision_graphs.py");

    // A fact that asks PyTorch; skipped, and seen to be, where Debian's is not installed.
    private sealed class TorchFactAttribute : FactAttribute
    {
        private const string Python = "/usr/bin/python3";

        public TorchFactAttribute()
        {
            if (!File.Exists(Python) || Run("-c", "import importlib.util, sys; sys.exit(0 if importlib.util.find_spec('torch') and importlib.util.find_spec('torchvision') else 1)") != 0)
                Skip = "Debian's python3-torch and python3-torchvision are not installed.";
        }

        public static int Run(params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
