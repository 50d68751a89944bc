using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Striate.Cli;

/// <summary>Options from a JSON file: the same names without dashes in front; what stands on the command line wins.</summary>
internal static class SettingsFile
{
    public const string Name = "settings.json";

    public static TrainSettings Apply(string path, Command command, ParseResult parsed, TrainSettings given)
    {
        var merged = Parse(path);
        var typed = JsonSerializer.SerializeToNode(given, TrainSettingsJson.Default.TrainSettings)!.AsObject();
        foreach (var option in command.Options)
        {
            var name = option.Name.TrimStart('-');
            if (parsed.GetResult(option) is { Implicit: false } && typed.TryGetPropertyValue(name, out var value)) merged[name] = value?.DeepClone();
        }
        return Deserialize(merged, path);
    }

    public static TrainSettings Read(string path) => Deserialize(Parse(path), path);

    public static void Write(string path, TrainSettings settings) => File.WriteAllText(path, JsonSerializer.Serialize(settings, TrainSettingsJson.Default.TrainSettings) + "\n");

    private static JsonObject Parse(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new InvalidDataException($"'{path}' holds no JSON object of options.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{path}' cannot be read as options: {exception.Message}");
        }
    }

    private static TrainSettings Deserialize(JsonObject settings, string path)
    {
        try
        {
            return settings.Deserialize(TrainSettingsJson.Default.TrainSettings)!;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' has an option that is not understood: {exception.Message}");
        }
    }
}
