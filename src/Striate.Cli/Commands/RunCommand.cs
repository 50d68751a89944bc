using System.CommandLine;
using Striate.Data.Readers;
using Striate.Networks;
using Striate.Onnx;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Cli.Commands;

/// <summary><c>striate run</c>: raw tensors in the model's own, channels-first layout.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var model = Options.Model("A name from docs/models.md, or an .onnx file");
        var weights = new Option<string?>("--weights") { Description = "A .safetensors file with a tensor for each parameter, by name (default the model's own)" };
        var input = new Option<string[]>("--input") { Description = "[NAME=]X.npy, N × C × spatial; once for each input", Required = true, AllowMultipleArgumentsPerToken = true };
        var output = new Option<string>("--output") { Description = "The folder for one .npy an output", Required = true };
        var json = Options.Json();
        var command = new Command("run", "Compute a model's outputs from arrays") { model, weights, input, output, json };
        command.SetAction(parsed =>
        {
            var network = Options.Network(parsed.GetValue(model)!);
            if (parsed.GetValue(weights) is { } file) LoadWeights(network, file);
            var (given, folder) = (parsed.GetValue(input)!, parsed.GetValue(output)!);
            var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
            for (var i = 0; i < given.Length; i++)
            {
                var parts = given[i].Split('=', 2);
                if (parts.Length == 1 && i >= network.Inputs.Count) throw new ArgumentException($"The network has {network.Inputs.Count} input(s); {given.Length} were given.");
                tensors[parts.Length == 2 ? parts[0] : network.Inputs[i].Name] = Read(parts[^1]);
            }
            Options.Warn(network);
            var results = network.Run(tensors);
            Directory.CreateDirectory(folder);
            var written = new List<(string Name, Shape Shape, string Path)>();
            for (var i = 0; i < network.Outputs.Count; i++)
            {
                var name = network.Outputs.Count == 1 ? "output" : $"output{i + 1}";
                var tensor = results[network.Outputs[i].Name].ToChannelsFirst();
                var path = Path.Combine(folder, name + ".npy");
                Npy.Write(path, tensor);
                written.Add((name, tensor.Shape, path));
            }
            if (parsed.GetValue(json)) WriteJson(written);
            else foreach (var (name, shape, path) in written) Console.Out.WriteLine($"{name} {shape} {path}");
            return 0;
        });
        return command;
    }

    private static Tensor Read(string path)
    {
        var tensor = Npy.Read(path);
        if (tensor.Type != ElementType.Float32) throw new InvalidDataException($"'{path}' holds {tensor.Type}; the inputs of run are float32, after preprocessing.");
        return tensor.ToChannelsLast();
    }

    private static void LoadWeights(Network network, string file)
    {
        var report = network.LoadWeights(file);
        if (report.Missing.Count > 0) throw new InvalidDataException($"'{file}' lacks {report.Missing.Count} of {network.Parameters.Count} parameters: {List(report.Missing)}.");
        if (report.Mismatched.Count > 0) throw new InvalidDataException($"'{file}' has {report.Mismatched.Count} of {network.Parameters.Count} parameters in another shape: {List(report.Mismatched)}.");
        if (report.Unexpected.Count > 0) Console.Error.WriteLine($"'{file}' has {report.Unexpected.Count} of {report.Loaded.Count + report.Unexpected.Count} tensors that the network does not use: {List(report.Unexpected)}.");
    }

    private static string List(IReadOnlyList<string> names) => string.Join(", ", names.Take(6)) + (names.Count > 6 ? ", …" : "");

    private static void WriteJson(List<(string Name, Shape Shape, string Path)> written) => JsonOutput.Write(json =>
    {
        json.WriteStartArray("outputs");
        foreach (var (name, shape, path) in written)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteStartArray("shape");
            foreach (var size in shape) json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteString("file", path);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
