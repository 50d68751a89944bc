using System.Text.Json;
using Striate.Data;

namespace Striate.Cli.Tests;

public class DataTests
{
    private const string Digits = "synthetic:digits,count=200,test=10,seed=3";

    [Fact]
    public void ListNamesEveryKindAndWhatItNeeds()
    {
        using var striate = new StriateProcess();
        var lines = striate.Run("data", "list").Output.TrimEnd().Split('\n');
        Assert.Equal(DataKinds.All.Select(kind => $"{kind.Pattern,-18}{kind.Needs}"), lines);
        Assert.Contains("npy:DIR           inputs.npy, N × spatial × C, uint8 (scaled to 0…1) or floats as they are; targets.npy, N × …, class indices or floats to predict; classes.txt with a name a line if wanted", lines);
        using var json = JsonDocument.Parse(striate.Run("data", "list", "--json").Output);
        Assert.Equal(DataKinds.All.Select(kind => (kind.Pattern, kind.Needs)), json.RootElement.GetProperty("kinds").EnumerateArray().Select(kind => (kind.GetProperty("kind").GetString()!, kind.GetProperty("needs").GetString()!)));
    }

    [Fact]
    public void SplitWritesFoldersThatAreReadAndTheSameSeedTheSameBytes()
    {
        using var striate = new StriateProcess();
        var (code, output, error) = striate.Run("data", "split", "--data", Digits, "--parts", "0.8,0.1,0.1", "--out", "a", "--seed", "7");
        Assert.True(code == 0, error);
        Assert.Equal(["npy:a/train  160 examples", "npy:a/validation  20 examples", "npy:a/test  20 examples"], output.TrimEnd().Split('\n'));
        using var json = JsonDocument.Parse(striate.Run("data", "split", "--data", Digits, "--out", "b", "--seed", "7", "--json").Output);
        Assert.Equal(["train npy:b/train 160", "validation npy:b/validation 20", "test npy:b/test 20"],
            json.RootElement.GetProperty("parts").EnumerateArray().Select(part => $"{part.GetProperty("name")} {part.GetProperty("data")} {part.GetProperty("examples")}"));
        Assert.Equal(0, striate.Run("data", "split", "--data", Digits, "--out", "c", "--seed", "8", "--parts", "0.25,0.25,0.25,0.25").Code);
        foreach (var part in new[] { "train", "validation", "test" })
        {
            foreach (var file in new[] { "inputs.npy", "targets.npy", "classes.txt" })
                Assert.Equal(File.ReadAllBytes(striate.File($"a/{part}/{file}")), File.ReadAllBytes(striate.File($"b/{part}/{file}")));
        }
        Assert.Equal(["c/part1", "c/part2", "c/part3", "c/part4"], Directory.GetDirectories(striate.File("c")).Select(path => Path.GetRelativePath(striate.Folder, path)).Order());
        (code, output, error) = striate.Run("train", "--data", "npy:a/train", "--validation", "npy:a/validation", "--epochs", "1", "--threads", "1", "--out", "run");
        Assert.True(code == 0, error);
        Assert.EndsWith(" on 20 validation examples", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("striate: --parts 0.8,x: 'x' is no share; shares look like 0.8,0.1,0.1.", "--parts", "0.8,x")]
    [InlineData("striate: Shares are positive and sum to 1; 0.8, 0.1 were given, which sum to 0.9.", "--parts", "0.8,0.1")]
    [InlineData("striate: The folder 'full/train' is not empty.")]
    public void SplitRefusesWhatDoesNotWork(string message, params string[] arguments)
    {
        using var striate = new StriateProcess();
        Directory.CreateDirectory(striate.File("full/train/something"));
        var (code, _, error) = striate.Run(["data", "split", "--data", Digits, "--out", "full", .. arguments]);
        Assert.Equal((2, message), (code, error.TrimEnd()));
    }
}
