using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Striate.Models;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Tests.Models;

/// <summary>Names, shapes and counts of parameters are torchvision's. <c>torchvision.txt</c> is the output of <c>tests/peers/torchvision_models.py list</c> (torchvision 0.14.1).</summary>
public class TorchvisionTests
{
    private static readonly Dictionary<string, string[]> Peers = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Models", "torchvision.txt"))
        .Select(line => line.Split(' ')).ToDictionary(columns => columns[0]);

    private static readonly Dictionary<string, Func<Network>> Settings = new()
    {
        ["mobilenet_v2:0.35"] = () => MobileNetV2.Build(Shape.Of(224, 224, 3), 1000, 0.35),
        ["mobilenet_v2:1.4"] = () => MobileNetV2.Build(Shape.Of(224, 224, 3), 1000, 1.4),
        ["unet:2"] = () => UNet.Build(Shape.Of(160, 160, 3), 12, levels: 2),
        ["unet:5"] = () => UNet.Build(Shape.Of(160, 160, 3), 12, levels: 5),
    };

    public static TheoryData<string> Names => [.. Peers.Keys.Where(name => Settings.ContainsKey(name) || ModelZoo.Contains(name))];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Row", "96")]
    [Trait("Row", "150")]
    [Trait("Row", "151")]
    [Trait("Row", "152")]
    [Trait("Row", "153")]
    [Trait("Row", "154")]
    [Trait("Row", "155")]
    [Trait("Row", "156")]
    public void ParametersAreThePeers(string name)
    {
        var parameters = (Settings.TryGetValue(name, out var build) ? build() : ModelZoo.Build(name)).Parameters;
        Assert.Equal(Peers[name][1], parameters.LearntLength.ToString(CultureInfo.InvariantCulture));
        var lines = parameters.Select(parameter => $"{parameter.Name} {string.Join('x', parameter.Shape)}\n").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(Peers[name][2], lines.Length.ToString(CultureInfo.InvariantCulture));
        // A difference shows in the lines themselves: tests/peers/torchvision_models.py names NAME.
        Assert.Equal(Peers[name][3], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines)))));
    }
}
