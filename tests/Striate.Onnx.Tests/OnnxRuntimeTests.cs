using System.Diagnostics;
using System.Runtime.CompilerServices;
using Striate.Data.Readers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;
using Xunit.Abstractions;

namespace Striate.Onnx.Tests;

/// <summary>ONNX Runtime computes from an exported file what the network itself computes, for every layer and setting of <see cref="LayerNetworks"/>.</summary>
public sealed class OnnxRuntimeTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = TestData.Temporary();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [OnnxRuntimeFact]
    public void ExportedLayersComputeTheSame()
    {
        var networks = LayerNetworks.All.Where(pair => pair.Key != LayerNetworks.Clusters).Select(pair => (pair.Key, Network: pair.Value())).ToArray();
        foreach (var (name, network) in networks)
        {
            Scramble(network);
            Export(Path.Combine(_folder, name), network);
        }
        var said = Check(_folder);
        Assert.Equal("", string.Join('\n', said.Where(line => !line.StartsWith("PASS", StringComparison.Ordinal))));
        Assert.Equal(networks.Length, said.Count(line => line.StartsWith("PASS", StringComparison.Ordinal)));
    }

    // VGG, AlexNet and the deeper of each kind, all at the size of their pictures, are run where STRIATE_LARGE is set.
    [OnnxRuntimeFact]
    public void EveryModelComputesTheSame()
    {
        var said = new List<string>();
        foreach (var names in PublishedModels.Names.Chunk(8))
        {
            foreach (var name in names) Export(Path.Combine(_folder, name), PublishedModels.Build(name), isVaried: true);
            said.AddRange(Check(_folder, "1e-4"));
            foreach (var name in names) Directory.Delete(Path.Combine(_folder, name), recursive: true);
        }
        foreach (var line in said) output.WriteLine(line);
        Assert.Equal("", string.Join('\n', said.Where(line => !line.StartsWith("PASS", StringComparison.Ordinal))));
        Assert.Equal(PublishedModels.Names, said.Select(line => line.Split(' ', ':')[1]));
    }

    [CheckerFact]
    public void DebiansCheckerAcceptsEveryModel()
    {
        foreach (var names in PublishedModels.Names.Chunk(8))
        {
            foreach (var name in names) PublishedModels.Build(name).Save(Path.Combine(_folder, $"{name}.onnx"), new SaveOptions { Check = false });
            Assert.Equal("", CheckerFactAttribute.Run($"import onnx, glob\nfor f in glob.glob('{_folder}/*.onnx'): onnx.checker.check_model(f, full_check=True)"));
            foreach (var name in names) File.Delete(Path.Combine(_folder, $"{name}.onnx"));
        }
    }

    private static void Export(string folder, Network network, bool isVaried = false)
    {
        Directory.CreateDirectory(folder);
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
        // A constant would say nothing of what made it.
        if (isVaried) Assert.All(network.Outputs, node => Assert.True(outputs[node.Name].ToArray().Distinct().Count() > 1, node.Name));
        for (var i = 0; i < network.Outputs.Count; i++) Npy.Write(Path.Combine(folder, $"output_{i}.npy"), AsFloats(outputs[network.Outputs[i].Name]).ToChannelsFirst());
    }

    // Whole numbers are compared as floats.
    private static Tensor AsFloats(Tensor tensor) => tensor.Type == ElementType.Float32 ? tensor : Tensor.From([.. tensor.ToDoubles().Select(value => (float)value)], [.. tensor.Shape]);

    // Biases, scales and running statistics that are no zeros and ones.
    private static void Scramble(Network network)
    {
        network.Initialize(7);
        for (var i = 0; i < network.Parameters.Values.Length; i++) network.Parameters.Values[i] += 0.1f * MathF.Cos(i);
        for (var i = 0; i < network.Parameters.States.Length; i++) network.Parameters.States[i] = 0.1f + i % 17 / 9f;
        network.Parameters.MarkChanged();
    }

    private static List<string> Check(string folder, string tolerance = "1e-5", [CallerFilePath] string source = "")
    {
        var script = Path.Combine(Path.GetDirectoryName(source)!, "..", "peers", "onnxruntime_check.js");
        using var process = Process.Start(new ProcessStartInfo("node") { ArgumentList = { script, folder, tolerance }, RedirectStandardOutput = true })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        process.WaitForExit();
        return lines;
    }
}
