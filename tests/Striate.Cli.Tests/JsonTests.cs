using System.Text.Json;
using System.Text.RegularExpressions;
using Striate.Data.Readers;
using Striate.Tensors;

namespace Striate.Cli.Tests;

/// <summary>The JSON keys that docs/cli.md names are those that the commands write, in their order.</summary>
public class JsonTests
{
    [Fact]
    public void EveryKeyStandsInTheDocument()
    {
        using var striate = new StriateProcess();
        const string Data = "synthetic:digits,count=40,test=10,seed=3";
        var wrong = new List<string>();

        Look("striate train", "--data", Data, "--epochs", "1", "--threads", "1", "--out", "run");
        Look("striate evaluate", "--model", "run/model.onnx", "--data", Data, "--threads", "1");
        Look("striate data preview", Data, "--columns", "1", "--rows", "1");
        Look("striate predict", "--model", "run/model.onnx", "preview.png");
        Look("striate data split", "--data", Data, "--out", "parts");
        Look("striate data list");
        // An archive that was unpacked is not fetched again.
        Directory.CreateDirectory(striate.File("cifar"));
        File.WriteAllText(striate.File("cifar/cifar-10-binary.tar.gz.md5"), "c32a1d4ab5d03f1284b67883e8d87530");
        Look("striate data fetch", "cifar10", "--to", "cifar");
        Look("striate data stats", Data);
        Look("striate summary", "lenet5", "--plan");
        Look("striate convert", "run/model.onnx", "weights.safetensors");
        Look("striate compare", "run/model.onnx", "run/model.onnx", "--data", Data, "--seconds", "0.01", "--threads", "1");
        Look("striate bench", "--model", "lenet5", "--seconds", "0.05", "--threads", "1");
        Look("striate bench convolution", "--shape", "8x8", "--channels", "4", "--seconds", "0.01", "--threads", "1");
        Look("striate arithmetic", "convolution", "--input", "7", "--kernel", "3", "--stride", "3");
        File.WriteAllText(striate.File("x.csv"), "0,1,2\n3,4,5\n6,7,8\n");
        File.WriteAllText(striate.File("k.csv"), "0,1\n2,3\n");
        File.WriteAllText(striate.File("x3.csv"), "0,1,2\n");
        Look("striate trace", "--input", "x.csv", "--kernel", "k.csv");
        Look("striate matrix", "convolution");
        Look("striate separability", "lenet5");
        Look("striate filter", "x.csv", "--kernel", "box:3");
        Look("striate match", "x.csv", "k.csv", "--threshold", "-1");
        Look("striate smooth", "x3.csv");
        Look("striate receptive-field", "lenet5", "--effective", "--draws", "1");
        Look("striate meter", "lenet5", "--data", Data, "--threads", "1");
        // A case without data is one that can't be tried.
        Directory.CreateDirectory(striate.File("cases/one"));
        File.Copy(striate.File("run/model.onnx"), striate.File("cases/one/model.onnx"));
        Look("striate conformance", "cases");
        Npy.Write(striate.File("x.npy"), new Tensor(Shape.Of(1, 1, 28, 28)));
        Look("striate run", "--model", "run/model.onnx", "--input", "x.npy", "--output", "out");
        Assert.Equal([], wrong);
        // Each documented command was looked at.
        Assert.Equal(24, Regex.Count(Documents.CommandLine, "^## striate ", RegexOptions.Multiline));

        void Look(string command, params string[] arguments)
        {
            var (code, output, error) = striate.Run([.. command.Split(' ')[1..], .. arguments, "--json"]);
            Assert.True(code == 0, $"{command}: {error}");
            using var json = JsonDocument.Parse(output);
            var section = Regex.Match(Documents.CommandLine, $@"(?<=^## {Regex.Escape(command)}\n).*?(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline).Value;
            var documented = Regex.Match(section, "^JSON: `(.+)`\\.$", RegexOptions.Multiline).Groups[1].Value;
            if (Keys(json.RootElement) != documented) wrong.Add($"{command} writes {Keys(json.RootElement)}");
        }
    }

    // name, other [ name of each item, … ].
    private static string Keys(JsonElement element) => string.Join(", ", element.EnumerateObject().Select(property =>
        property.Value.ValueKind == JsonValueKind.Array && Inner(property.Value) is { Length: > 0 } inner ? $"{property.Name} [ {inner} ]" : property.Name));

    private static string Inner(JsonElement array) => array.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(Keys).OrderByDescending(keys => keys.Length).FirstOrDefault("");
}
