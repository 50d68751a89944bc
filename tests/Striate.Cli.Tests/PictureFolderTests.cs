using System.Text.Json;
using Striate.Data.Pictures;

namespace Striate.Cli.Tests;

public class PictureFolderTests
{
    // Bright and dark pictures of many sizes.
    internal static void Draw(StriateProcess striate, string folder, int count, int first = 0)
    {
        for (var i = first; i < first + count; i++)
        {
            var path = striate.File($"{folder}/{(i % 2 == 0 ? "bright" : "dark")}/{i}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var (height, width) = (12 + i % 7, 12 + i % 5);
            Png.Write(path, new Picture(height, width, 3, [.. Enumerable.Range(0, height * width * 3).Select(j => (byte)((i % 2 == 0 ? 160 : 20) + j * 7 % 60))]));
        }
    }

    [Fact]
    public void AFolderIsLearntEvaluatedAndPredicted()
    {
        using var striate = new StriateProcess();
        Draw(striate, "p/train", 40);
        Draw(striate, "p/test", 6, 100);
        File.WriteAllText(striate.File("p/train/dark/broken.png"), "no picture");
        var (code, output, error) = striate.Run("train", "--model", "lenet5", "--data", "images:p,size=28,channels=1", "--epochs", "1", "--batch", "8", "--out", "refused");
        Assert.Equal((2, "striate: 'p/train/dark/broken.png' is no picture of a known format: it begins with 6E6F2070."), (code, error.TrimEnd()[..error.IndexOf(". ", StringComparison.Ordinal)] + "."));
        (code, output, error) = striate.Run("train", "--model", "lenet5", "--data", "images:p,size=28,channels=1,unreadable=skip", "--epochs", "6", "--batch", "8", "--lr", "0.02", "--augment", "random-resized-crop,flip,mixup:0.2", "--out", "run");
        Assert.True(code == 0, error);
        Assert.Contains("skipped: 'p/train/dark/broken.png' is no picture of a known format", error, StringComparison.Ordinal);
        // Evaluation is never augmented: the same pictures give the same answer, however often.
        Assert.EndsWith("accuracy 1.0000 on 6 test examples", output.TrimEnd(), StringComparison.Ordinal);
        var evaluations = Enumerable.Range(0, 2).Select(_ => striate.Run("evaluate", "--model", "run/model.onnx", "--data", "images:p/test", "--json").Output).ToArray();
        Assert.Equal(evaluations[0], evaluations[1]);
        using var json = JsonDocument.Parse(evaluations[0]);
        Assert.Equal(1, json.RootElement.GetProperty("accuracy").GetDouble());
        (code, output, error) = striate.Run("predict", "--model", "run/model.onnx", "p/test/dark/101.png", "p/test/bright/100.png", "--top", "1");
        Assert.True(code == 0, error);
        Assert.Equal(["p/test/dark/101.png: dark", "p/test/bright/100.png: bright"], output.TrimEnd().Split('\n').Select(line => line[..line.LastIndexOf(' ')]));
    }
}
