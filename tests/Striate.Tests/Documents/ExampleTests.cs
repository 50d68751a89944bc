using Striate.Insight;
using Striate.Layers;
using Striate.Models;

namespace Striate.Tests.Documents;

/// <summary>The examples of documents, as they stand there: compiled and run here.</summary>
public class ExampleTests
{
    [Theory]
    [InlineData("receptive-fields.md")]
    public void EveryExampleStandsHere(string document)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Striate.slnx"))) root = Path.GetDirectoryName(root)!;
        string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
        var source = Lines(File.ReadAllText(Path.Combine(root, "tests", "Striate.Tests", "Documents", "ExampleTests.cs")));
        var blocks = File.ReadAllText(Path.Combine(root, "docs", document)).ReplaceLineEndings("\n").Split("```csharp\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]).ToArray();
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(Lines(block), source, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Row", "164")]
    public void ReceptiveFields()
    {
        var Console = new StringWriter();
        var network = ModelZoo.Build("vgg16");
        foreach (var layer in network.Fields().Where(layer => layer.Node.Layer is MaxPooling))
            Console.WriteLine($"{layer.Node.Name}: {layer.Before[0].Size} before, {layer.Axes[0].Size} behind, a jump of {layer.Axes[0].Jump}");
        var effective = EffectiveField.Of(ModelZoo.Build("resnet20"), "layer1.2.conv2", draws: 4);
        Console.WriteLine($"{effective.Count} inputs act on the middle of layer1.2.conv2");
        Assert.Equal("features.4: 5 before, 6 behind, a jump of 2", Console.ToString().Split(Environment.NewLine)[0]);
        Assert.InRange(effective.Count, 30, 15 * 15);
    }
}
