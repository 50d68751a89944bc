using System.Text.Json.Serialization;

namespace Striate.Cli;

/// <summary>What a training run was told; null where a recipe decides. Stored beside the run, so that <c>--resume</c> needs nothing but the folder.</summary>
internal sealed record TrainSettings
{
    public string? Model { get; init; }

    public int? ReplaceHead { get; init; }

    public string[]? Freeze { get; init; }

    public string? Data { get; init; }

    public string? Validation { get; init; }

    public int? Epochs { get; init; }

    public int? Batch { get; init; }

    public string? Optimizer { get; init; }

    [JsonPropertyName("lr")]
    public float? LearningRate { get; init; }

    public float? Momentum { get; init; }

    public float? WeightDecay { get; init; }

    public string? Schedule { get; init; }

    public string? Augment { get; init; }

    public string? Loss { get; init; }

    public float? LabelSmoothing { get; init; }

    public string[]? LearningRateOf { get; init; }

    public string? Rates { get; init; }

    public string? Whiten { get; init; }

    public double? Ema { get; init; }

    public int Accumulate { get; init; } = 1;

    public bool Balance { get; init; }

    public double? Clip { get; init; }

    public int Warmup { get; init; }

    public int? Patience { get; init; }

    public ulong Seed { get; init; } = 1;

    public int Threads { get; init; } = Environment.ProcessorCount;

    public bool? TestMirror { get; init; }

    public string Algorithms { get; init; } = "fastest";

    public bool Recompute { get; init; }

    public bool NoShuffle { get; init; }

    public string? Out { get; init; }

    public string? Recipe { get; init; }
}

/// <summary>Settings as JSON, without reflection.</summary>
[JsonSerializable(typeof(TrainSettings))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class TrainSettingsJson : JsonSerializerContext;
