namespace Striate.Onnx.Tests;

/// <summary>Names by rules.</summary>
public sealed class NameMapTests : IDisposable
{
    private readonly string _folder = TestData.Temporary();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("fc.weight", "classifier.1.weight")]
    [InlineData("fc", "classifier.1")]
    [InlineData("fc2.weight", "fc2.weight")]
    [InlineData("module.conv.bias", "conv.bias")]
    [InlineData("module.fc.bias", "head.bias")]
    [InlineData("layer1.0.bn1.running_mean", "layer1.0.bn1.running_mean")]
    public void TheLongestRuleRenames(string name, string expected) => Assert.Equal(expected, NameMap.Parse(["module.=", "fc=classifier.1", "module.fc=head"]).Apply(name));

    [Fact]
    public void APrefixForAllOthers()
    {
        var map = NameMap.Parse(["=backbone.", "fc=head"]);
        Assert.Equal(["backbone.conv.weight", "head.bias"], new[] { "conv.weight", "fc.bias" }.Select(map.Apply));
    }

    [Theory]
    [InlineData("module.conv1.weight", "conv1.weight")]
    [InlineData("features.denseblock1.denselayer12.norm.1.weight", "features.denseblock1.denselayer12.norm1.weight")]
    [InlineData("features.denseblock1.denselayer2.conv.2.weight", "features.denseblock1.denselayer2.conv2.weight")]
    [InlineData("features.norm.1.weight", "features.norm.1.weight")]
    public void NamesOfTorchvision(string name, string expected) => Assert.Equal(expected, NameMap.Torchvision(name));

    [Fact]
    public void RulesInAFile()
    {
        var path = Path.Combine(_folder, "map.json");
        File.WriteAllText(path, """{"module.": "", "fc": "head"}""");
        Assert.Equal("head.bias", NameMap.Read(path).Apply("fc.bias"));
        File.WriteAllText(path, """{"fc": 3}""");
        Assert.StartsWith($"'{path}' is no map of names, a JSON object like {{\"old\": \"new\"}}: ", Assert.Throws<InvalidDataException>(() => NameMap.Read(path)).Message, StringComparison.Ordinal);
        File.WriteAllText(path, """{"fc": "a", "fc": "b"}""");
        Assert.Equal($"'{path}' is no map of names, a JSON object like {{\"old\": \"new\"}}: The map has two rules for 'fc': 'a' and 'b'.", Assert.Throws<InvalidDataException>(() => NameMap.Read(path)).Message);
        Assert.StartsWith($"'{path}2' is no map of names", Assert.Throws<InvalidDataException>(() => NameMap.Read(path + "2")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoRuleIsSaid() => Assert.Equal("'fc' is no rule; rules look like old=new.", Assert.Throws<ArgumentException>(() => NameMap.Parse(["fc"])).Message);
}
