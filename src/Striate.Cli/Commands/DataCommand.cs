using System.CommandLine;
using Striate.Data;

namespace Striate.Cli.Commands;

/// <summary><c>striate data list|stats|preview|split|fetch</c>: what data there are, and what a data set holds.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Fetch data, look at them, and cut them into parts") { List(), DataStatsCommand.Create(), DataPreviewCommand.Create(), DataSplitCommand.Create(), DataFetchCommand.Create() };

    private static Command List()
    {
        var json = Options.Json();
        var command = new Command("list", "The kinds of data, and what each needs") { json };
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(json))
            {
                foreach (var kind in DataKinds.All) Console.Out.WriteLine($"{kind.Pattern,-18}{kind.Needs}");
                return 0;
            }
            JsonOutput.Write(writer =>
            {
                writer.WriteStartArray("kinds");
                foreach (var kind in DataKinds.All)
                {
                    writer.WriteStartObject();
                    writer.WriteString("kind", kind.Pattern);
                    writer.WriteString("needs", kind.Needs);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            });
            return 0;
        });
        return command;
    }
}
