using System.CommandLine;
using System.Globalization;
using Striate.Networks;
using Striate.Onnx;

namespace Striate.Cli.Commands;

/// <summary><c>striate convert</c>: ONNX to ONNX as Striate writes it, ONNX to safetensors, and safetensors into a model.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        var from = new Argument<string>("input") { Description = "An .onnx or .safetensors file" };
        var to = new Argument<string>("output") { Description = "An .onnx or .safetensors file; ONNX is opset 17, checked by reading it back" };
        var model = new Option<string?>("--model") { Description = "The network whose weights a .safetensors file holds: a name from docs/models.md, or an .onnx file" };
        var input = new Option<string?>("--input") { Description = "The size of one example of a network by name, as in 224x224x3 (default its own)" };
        var classes = new Option<int?>("--classes") { Description = "The outputs of a network by name (default its own)" };
        var map = new Option<string[]>("--map") { Description = "New names for tensors of a .safetensors file: rules old=new, a FILE.json with them, or torchvision", AllowMultipleArgumentsPerToken = true };
        var external = new Option<bool>("--external-data") { Description = "Weights in a file of their own, OUTPUT.data" };
        var unchecked_ = new Option<bool>("--no-check") { Description = "Do not read the file back and compare outputs" };
        var json = Options.Json();
        var command = new Command("convert", "Write a model in another form") { from, to, model, input, classes, map, external, unchecked_, json };
        command.SetAction(parsed =>
        {
            var (source, target, name, rules) = (parsed.GetValue(from)!, parsed.GetValue(to)!, parsed.GetValue(model), parsed.GetValue(map) ?? []);
            var isWeights = IsWeights(source, "INPUT");
            var toWeights = IsWeights(target, "OUTPUT");
            if (isWeights && name is null) throw new ArgumentException($"'{source}' holds weights without a network; --model says which network they belong to.");
            if (!isWeights && (name is not null || rules.Length > 0)) throw new ArgumentException("--model and --map are for .safetensors files; an .onnx file brings its network and its names.");
            var network = Options.Network(isWeights ? name! : source, Options.Shape(parsed.GetValue(input)), parsed.GetValue(classes));
            var report = isWeights ? network.LoadWeights(source, Map(rules)) : null;
            var isWhole = report is null || report.Missing.Count + report.Mismatched.Count == 0;
            if (isWhole) Write(network, target, toWeights, new SaveOptions { ExternalData = parsed.GetValue(external), Check = !parsed.GetValue(unchecked_) });
            if (parsed.GetValue(json)) WriteJson(network, report, isWhole ? target : null);
            else WriteText(network, report, isWhole ? target : null);
            return isWhole ? 0 : 1;
        });
        return command;
    }

    private static bool IsWeights(string path, string argument) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".ONNX" => false,
        ".SAFETENSORS" => true,
        ".PT" or ".PTH" or ".TH" or ".CKPT" or ".BIN" when argument == "INPUT" => true,
        _ => throw new ArgumentException($"{argument} '{path}' is neither an .onnx nor a .safetensors file."),
    };

    private static void Write(Network network, string path, bool isWeights, SaveOptions options)
    {
        if (isWeights) network.SaveWeights(path);
        else network.Save(path, options);
    }

    private static Func<string, string>? Map(string[] rules)
    {
        if (rules.Length == 0) return null;
        if (rules is ["torchvision"]) return NameMap.Torchvision;
        return rules is [var file] && file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? NameMap.Read(file).Apply : NameMap.Parse(rules).Apply;
    }

    private static void WriteText(Network network, WeightsReport? report, string? written)
    {
        if (report is not null) Console.Out.WriteLine(report);
        foreach (var note in network.Info.Notes) Console.Out.WriteLine($"note: {note}");
        if (written is null) Console.Out.WriteLine("nothing was written: the network would keep random weights");
        else Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{written}: {network.Nodes.Count(node => !node.IsInput)} layers, {network.Parameters.LearntLength} parameters"));
    }

    private static void WriteJson(Network network, WeightsReport? report, string? written) => JsonOutput.Write(json =>
    {
        json.WriteOptionalString("file", written);
        json.WriteNumber("layers", network.Nodes.Count(node => !node.IsInput));
        json.WriteNumber("parameters", network.Parameters.LearntLength);
        foreach (var (key, names) in new[] { ("loaded", report?.Loaded), ("missing", report?.Missing), ("unexpected", report?.Unexpected), ("mismatched", report?.Mismatched), ("notes", [.. network.Info.Notes, .. report?.Notes ?? []]) })
        {
            json.WriteStartArray(key);
            foreach (var name in names ?? []) json.WriteStringValue(name);
            json.WriteEndArray();
        }
    });
}
