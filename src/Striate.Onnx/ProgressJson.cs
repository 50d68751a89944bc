using System.Text.Json;
using Striate.Training;

namespace Striate.Onnx;

/// <summary>The plain numbers of a checkpoint; doubles come back bit for bit.</summary>
internal static class ProgressJson
{
    public static byte[] Write(TrainingProgress progress)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("step", progress.Step);
            json.WriteNumber("epoch", progress.Epoch);
            json.WriteNumber("epochStep", progress.EpochStep);
            json.WriteNumber("seed", progress.Seed);
            json.WriteString("settings", progress.Settings);
            json.WriteNumber("lossSum", progress.LossSum);
            json.WriteStartArray("metricTally");
            foreach (var number in progress.MetricTally) json.WriteNumberValue(number);
            json.WriteEndArray();
            json.WriteNumber("seconds", progress.Seconds);
            json.WriteNumber("bestEpoch", progress.BestEpoch);
            Write(json, "bestScore", progress.BestScore);
            json.WriteBoolean("finished", progress.Finished);
            json.WriteStartArray("history");
            foreach (var record in progress.History)
            {
                json.WriteStartObject();
                json.WriteNumber("epoch", record.Epoch);
                json.WriteNumber("step", record.Step);
                json.WriteNumber("loss", record.Loss);
                Write(json, "accuracy", record.Accuracy);
                Write(json, "validationLoss", record.ValidationLoss);
                Write(json, "validationAccuracy", record.ValidationAccuracy);
                json.WriteNumber("learningRate", record.LearningRate);
                json.WriteNumber("seconds", record.Seconds);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    public static TrainingProgress Read(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            return new TrainingProgress
            {
                Step = root.GetProperty("step").GetInt64(),
                Epoch = root.GetProperty("epoch").GetInt32(),
                EpochStep = root.GetProperty("epochStep").GetInt32(),
                Seed = root.GetProperty("seed").GetUInt64(),
                Settings = root.GetProperty("settings").GetString() ?? "",
                LossSum = root.GetProperty("lossSum").GetDouble(),
                MetricTally = [.. root.GetProperty("metricTally").EnumerateArray().Select(number => number.GetDouble())],
                Seconds = root.GetProperty("seconds").GetDouble(),
                BestEpoch = root.GetProperty("bestEpoch").GetInt32(),
                BestScore = Optional(root, "bestScore"),
                Finished = root.GetProperty("finished").GetBoolean(),
                History = [.. root.GetProperty("history").EnumerateArray().Select(ReadRecord)],
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"state.json is damaged ({exception.Message})");
        }
    }

    private static EpochRecord ReadRecord(JsonElement item) => new(item.GetProperty("epoch").GetInt32(), item.GetProperty("step").GetInt64(), item.GetProperty("loss").GetDouble(),
        Optional(item, "accuracy"), Optional(item, "validationLoss"), Optional(item, "validationAccuracy"), item.GetProperty("learningRate").GetDouble(), item.GetProperty("seconds").GetDouble());

    private static double? Optional(JsonElement item, string name) => item.GetProperty(name).ValueKind == JsonValueKind.Null ? null : item.GetProperty(name).GetDouble();

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is null) json.WriteNull(name);
        else json.WriteNumber(name, value.Value);
    }
}
