using Striate.Networks;
using Striate.Tensors;

namespace Striate.Models;

/// <summary>Published architectures by name.</summary>
public static class ModelZoo
{
    private static readonly Dictionary<string, (Shape Input, int Classes, Func<Shape, int, Network> Build)> Entries = new(StringComparer.OrdinalIgnoreCase)
    {
        ["lenet5"] = (Shape.Of(28, 28, 1), 10, LeNet.LeNet5),
        ["resnet20"] = (Shape.Of(32, 32, 3), 10, (input, classes) => CifarResNet.ResNet20(input, classes)),
        ["simplenet"] = (Shape.Of(28, 28, 1), 10, SimpleNet.Build),
    };

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether a name is known.</summary>
    public static bool Contains(string name) => Entries.ContainsKey(name);

    /// <summary>Builds a model, with seed 0.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="input">The shape of one example; the model's own if null.</param>
    /// <param name="classes">The number of classes; the model's own if null.</param>
    /// <exception cref="ArgumentException">The name is not known; the message lists those that are.</exception>
    public static Network Build(string name, Shape? input = null, int? classes = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Entries.TryGetValue(name, out var entry)) throw new ArgumentException($"No model is called '{name}'. There are: {string.Join(", ", Names)}.");
        return entry.Build(input ?? entry.Input, classes ?? entry.Classes).With(new ModelInfo { Name = name.ToLowerInvariant() });
    }
}
