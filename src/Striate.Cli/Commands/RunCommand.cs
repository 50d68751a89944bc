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
            var (name, given, folder) = (parsed.GetValue(model)!, parsed.GetValue(input)!, parsed.GetValue(output)!);
            var results = name.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)
                ? RunFile(name, given, parsed.GetValue(weights))
                : RunNamed(Options.Network(name), given, parsed.GetValue(weights));
            Directory.CreateDirectory(folder);
            var written = new List<(string Name, Shape Shape, string Path)>();
            for (var i = 0; i < results.Count; i++)
            {
                var file = results.Count == 1 ? "output" : $"output{i + 1}";
                var path = Path.Combine(folder, file + ".npy");
                Npy.Write(path, results[i].Tensor);
                written.Add((results[i].Name, results[i].Tensor.Shape, path));
            }
            if (parsed.GetValue(json)) WriteJson(written);
            else foreach (var (label, shape, path) in written) Console.Out.WriteLine($"{label} {shape} {path}");
            return 0;
        });
        return command;
    }

    // Arrays go in and come out as the file describes them; they also tell the sizes that it leaves free.
    private static List<(string Name, Tensor Tensor)> RunFile(string file, string[] given, string? weights)
    {
        var tensors = Named(given, OnnxModel.InputNames(file)).ToDictionary(pair => pair.Name, pair => Npy.Read(pair.Path), StringComparer.Ordinal);
        var model = OnnxModel.Import(file, tensors);
        if (weights is not null) LoadWeights(model.Network, weights);
        Options.Warn(model.Network);
        var results = model.Run(tensors);
        return [.. model.OutputNames.Select(name => (name, results[name]))];
    }

    private static List<(string Name, Tensor Tensor)> RunNamed(Network network, string[] given, string? weights)
    {
        if (weights is not null) LoadWeights(network, weights);
        var tensors = Named(given, [.. network.Inputs.Select(input => input.Name)]).ToDictionary(pair => pair.Name, pair => Read(pair.Path), StringComparer.Ordinal);
        Options.Warn(network);
        var results = network.Run(tensors);
        return [.. network.Outputs.Select((output, i) => (network.Outputs.Count == 1 ? "output" : $"output{i + 1}", results[output.Name].ToChannelsFirst()))];
    }

    // [NAME=]PATH: without a name, the input of that place.
    internal static IEnumerable<(string Name, string Path)> Named(string[] given, IReadOnlyList<string> names)
    {
        for (var i = 0; i < given.Length; i++)
        {
            var equals = given[i].IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0 && names.Contains(given[i][..equals])) yield return (given[i][..equals], given[i][(equals + 1)..]);
            else if (equals >= 0 && !File.Exists(given[i])) throw new ArgumentException($"--input {given[i]}: the model has no input '{given[i][..equals]}'. There are: {string.Join(", ", names)}.");
            else if (i < names.Count) yield return (names[i], given[i]);
            else throw new ArgumentException($"The network has {names.Count} input(s); {given.Length} were given.");
        }
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
