using System.CommandLine;
using System.Text.Json;
using Striate.Insight;
using Striate.Networks;
using Striate.Plans;

namespace Striate.Cli.Commands;

/// <summary><c>striate summary</c>: shapes, parameters, MACs, receptive fields; with <c>--plan</c> the chosen kernels and memory.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "A name from docs/models.md, or an .onnx file" };
        var input = new Option<string?>("--input") { Description = "The size of one example, as in 224x224x3 (default the model's own)" };
        var plan = new Option<bool>("--plan") { Description = "Also the steps of the inference and the training plan" };
        var batch = new Option<int>("--batch") { Description = "The batch of the plans", DefaultValueFactory = _ => 1 };
        var (algorithms, json) = (Options.Algorithms(), Options.Json());
        var command = new Command("summary", "Show a network's layers, sizes and costs") { model, input, plan, batch, algorithms, json };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(model)!;
            var shape = Options.Shape(parsed.GetValue(input));
            var network = Options.Network(name, shape);
            var options = Options.Plan(Environment.ProcessorCount, parsed.GetValue(algorithms)!);
            var summary = network.Summary(shape is null ? null : [shape]);
            var plans = new List<(string Purpose, Plan Plan)>();
            if (parsed.GetValue(plan)) plans.Add(("inference", network.CompileInference(parsed.GetValue(batch), options, inputs: shape is null ? null : [shape])));
            if (parsed.GetValue(plan) && (shape is null || shape == network.InputShape)) plans.Add(("training", network.CompileTraining(parsed.GetValue(batch), options)));
            if (parsed.GetValue(json))
            {
                WriteJson(network.Info, summary, plans);
                return 0;
            }
            Console.Out.Write(summary);
            foreach (var note in network.Info.Notes) Console.Out.WriteLine($"note: {note}");
            if (name.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)) Console.Out.WriteLine($"note: {network.NormalizationNote}");
            foreach (var (purpose, compiled) in plans) Console.Out.Write($"\n{purpose}\n{compiled.Describe()}");
            return 0;
        });
        return command;
    }

    private static void WriteJson(ModelInfo info, NetworkSummary summary, IReadOnlyList<(string Purpose, Plan Plan)> plans) => JsonOutput.Write(json =>
    {
        json.WriteNumber("parameters", summary.Parameters);
        json.WriteNumber("macs", summary.MultiplyAccumulates);
        json.WriteNumber("bytes", summary.Bytes);
        json.WriteNumber("simple_layers", summary.SimpleLayers);
        json.WriteNumber("complex_layers", summary.ComplexLayers);
        json.WriteStartArray("notes");
        foreach (var note in info.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteStartArray("layers");
        foreach (var layer in summary.Layers)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Name);
            json.WriteString("kind", layer.Kind);
            json.WriteStartArray("inputs");
            foreach (var input in layer.Inputs) json.WriteStringValue(input);
            json.WriteEndArray();
            json.WriteNumbers("output", layer.Output);
            json.WriteString("axes", layer.Axes);
            json.WriteNumber("parameters", layer.Parameters);
            json.WriteNumber("macs", layer.MultiplyAccumulates);
            json.WriteNumber("bytes", layer.Bytes);
            json.WriteStartArray("receptive_field");
            foreach (var field in layer.ReceptiveFields)
            {
                json.WriteStartObject();
                json.WriteNumber("size", field.Size);
                json.WriteNumber("jump", field.Jump);
                json.WriteNumber("first", field.First);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteNumbers("unused", layer.Unused);
            json.WriteOptional("complex_layer", layer.ComplexLayer);
            json.WriteString("stage", layer.Stage);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("plans");
        foreach (var (purpose, plan) in plans) WritePlan(json, purpose, plan);
        json.WriteEndArray();
    });

    private static void WritePlan(Utf8JsonWriter json, string purpose, Plan plan)
    {
        json.WriteStartObject();
        json.WriteString("purpose", purpose);
        json.WriteNumber("batch", plan.Batch);
        json.WriteNumber("threads", plan.Pool.Threads);
        json.WriteNumber("value_bytes", plan.ArenaBytes);
        json.WriteNumber("scratch_bytes", plan.ScratchBytes);
        json.WriteStartArray("steps");
        foreach (var step in plan.Steps)
        {
            json.WriteStartObject();
            json.WriteString("name", step.Name);
            json.WriteString("kind", step.Kind);
            json.WriteNumbers("output", step.Output.Shape);
            json.WriteString("detail", step.Detail);
            json.WriteStartArray("passes");
            foreach (var pass in step.Passes)
            {
                json.WriteStartObject();
                json.WriteString("pass", pass.Pass);
                json.WriteStartArray("candidates");
                foreach (var candidate in pass.Candidates)
                {
                    json.WriteStartObject();
                    json.WriteString("kernel", candidate.Kernel);
                    json.WriteNumber("cycles", candidate.Cycles);
                    json.WriteNumber("roof_share", candidate.RoofShare);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
