using System.CommandLine;
using Striate.Onnx;

namespace Striate.Cli.Commands;

/// <summary><c>striate conformance</c>: ONNX's stored cases, a line each.</summary>
internal static class ConformanceCommand
{
    public static Command Create()
    {
        var folders = new Argument<string[]>("folders") { Description = "Folders in ONNX's backend-test layout, or folders of them", Arity = ArgumentArity.OneOrMore };
        var json = Options.Json();
        var command = new Command("conformance", "Run ONNX's conformance cases") { folders, json };
        command.SetAction(parsed =>
        {
            var results = parsed.GetValue(folders)!.SelectMany(Conformance.Find).Select(Conformance.Run).ToArray();
            int Count(ConformanceOutcome outcome) => results.Count(result => result.Outcome == outcome);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(writer =>
                {
                    writer.WriteNumber("pass", Count(ConformanceOutcome.Pass));
                    writer.WriteNumber("fail", Count(ConformanceOutcome.Fail));
                    writer.WriteNumber("unsupported", Count(ConformanceOutcome.Unsupported));
                    writer.WriteStartArray("cases");
                    foreach (var result in results)
                    {
                        writer.WriteStartObject();
                        writer.WriteString("name", result.Name);
                        writer.WriteString("outcome", result.Outcome.ToString().ToUpperInvariant());
                        writer.WriteString("reason", result.Reason);
                        writer.WriteEndObject();
                    }
                    writer.WriteEndArray();
                });
            }
            else
            {
                foreach (var result in results) Console.Out.WriteLine($"{result.Outcome.ToString().ToUpperInvariant()} {result.Name}{(result.Reason.Length > 0 ? ": " + result.Reason : "")}");
                Console.Out.WriteLine($"{Count(ConformanceOutcome.Pass)} passed, {Count(ConformanceOutcome.Fail)} failed, {Count(ConformanceOutcome.Unsupported)} unsupported");
            }
            return Count(ConformanceOutcome.Fail) > 0 ? 1 : 0;
        });
        return command;
    }
}
