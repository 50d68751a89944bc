using System.Diagnostics;
using System.Runtime.CompilerServices;
using Striate.Data.Readers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>ONNX Runtime computes from an exported file what the network itself computes, for every layer and setting of <see cref="LayerNetworks"/>.</summary>
public sealed class OnnxRuntimeTests : IDisposable
{
    private readonly string _folder = TestData.Temporary();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [OnnxRuntimeFact]
    public void ExportedLayersComputeTheSame()
    {
        var networks = LayerNetworks.All.Where(pair => pair.Key != LayerNetworks.Clusters).ToArray();
        foreach (var (name, build) in networks) Export(Path.Combine(_folder, name), build());
        var said = Check(_folder);
        Assert.Equal("", string.Join('\n', said.Where(line => !line.StartsWith("PASS", StringComparison.Ordinal))));
        Assert.Equal(networks.Length, said.Count(line => line.StartsWith("PASS", StringComparison.Ordinal)));
    }

    private static void Export(string folder, Network network)
    {
        Directory.CreateDirectory(folder);
        Scramble(network);
        network.Save(Path.Combine(folder, "model.onnx"));
        var inputs = new Dictionary<string, Tensor>();
        for (var i = 0; i < network.Inputs.Count; i++)
        {
            var tensor = new Tensor(network.Inputs[i].Shape.WithBatch(2));
            for (var j = 0; j < tensor.Floats.Length; j++) tensor.Floats[j] = 2 * MathF.Sin(1.7f * j + i);
            inputs[network.Inputs[i].Name] = tensor;
            Npy.Write(Path.Combine(folder, $"input_{i}.npy"), tensor.ToChannelsFirst());
        }
        var outputs = network.Run(inputs);
        for (var i = 0; i < network.Outputs.Count; i++) Npy.Write(Path.Combine(folder, $"output_{i}.npy"), outputs[network.Outputs[i].Name].ToChannelsFirst());
    }

    // Biases, scales and running statistics that are no zeros and ones.
    private static void Scramble(Network network)
    {
        network.Initialize(7);
        for (var i = 0; i < network.Parameters.Values.Length; i++) network.Parameters.Values[i] += 0.1f * MathF.Cos(i);
        for (var i = 0; i < network.Parameters.States.Length; i++) network.Parameters.States[i] = 0.1f + i % 17 / 9f;
        network.Parameters.MarkChanged();
    }

    private static List<string> Check(string folder, [CallerFilePath] string source = "")
    {
        var script = Path.Combine(Path.GetDirectoryName(source)!, "..", "peers", "onnxruntime_check.js");
        using var process = Process.Start(new ProcessStartInfo("node") { ArgumentList = { script, folder }, RedirectStandardOutput = true })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        process.WaitForExit();
        return lines;
    }
}
