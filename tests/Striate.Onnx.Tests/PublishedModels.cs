using Striate.Models;
using Striate.Networks;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>Every model of Striate.Models: small pictures and ten classes, or as published where STRIATE_LARGE is set to anything.</summary>
internal static class PublishedModels
{
    private static readonly bool IsLarge = Environment.GetEnvironmentVariable("STRIATE_LARGE") is { Length: > 0 };

    // One of each kind of block: the others differ in numbers of them.
    private static readonly string[] Small =
    [
        "airbench", "densenet121", "efficientnet_b0", "googlenet", "inception_v3", "lenet5", "mobilenet_v1", "mobilenet_v2", "resnet18", "resnet20", "resnet50", "simplenet", "squeezenet1_1", "unet",
    ];

    /// <summary>All of them where that is asked for, else one of each kind below 50 million numbers.</summary>
    public static IReadOnlyList<string> Names => IsLarge ? ModelZoo.Names : Small;

    /// <summary>A model with biases and running statistics that are no zeros and ones.</summary>
    public static Network Build(string name)
    {
        var size = name switch { "lenet5" or "simplenet" => Shape.Of(28, 28, 1), "inception_v3" => Shape.Of(80, 80, 3), _ => Shape.Of(32, 32, 3) };
        var network = IsLarge ? ModelZoo.Build(name) : ModelZoo.Build(name, size, 10);
        network.Initialize(7);
        foreach (var parameter in network.Parameters)
            for (var i = 0; i < parameter.Length; i++)
                if (parameter.Role is ParameterRole.Bias or ParameterRole.Shift or ParameterRole.Mean) parameter.Values[i] = 0.1f * MathF.Sin(i);
                else if (parameter.Role == ParameterRole.Variance) parameter.Values[i] = 0.7f + i % 7 / 10f;
        network.Parameters.MarkChanged();
        return network;
    }
}
