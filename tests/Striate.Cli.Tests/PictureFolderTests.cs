using System.Text.Json;
using Striate.Data.Pictures;
using Striate.Data.Tests.Fetching;

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

    [Fact]
    public void StatsCountEachClassAndMeasureThePictures()
    {
        using var striate = new StriateProcess();
        Draw(striate, "p/train", 9);
        Draw(striate, "p/val", 3, 100);
        var (code, output, error) = striate.Run("data", "stats", "--data", "images:p,size=8");
        Assert.True(code == 0, error);
        // Heights and widths 12×12, 13×13, 14×14, 15×15, 16×16, 17×12, 18×13, 12×14, 13×15: areas of 144 to 256 with 196 in the middle.
        var lines = output.TrimEnd().Split('\n');
        Assert.Equal(["images:p/train: 9 training, 3 validation and 0 test examples of 8×8×3, 2 classes", "class   train  validation", "bright      5           2", "dark        4           1"], lines[..4]);
        Assert.Equal("pictures of 12×12 to 16×16 pixels, in the middle 14×14", lines[4]);
        Assert.StartsWith("mean 0.", lines[5], StringComparison.Ordinal);
        using var json = JsonDocument.Parse(striate.Run("data", "stats", "images:p,size=8", "--json").Output);
        Assert.Equal(["bright 5 2", "dark 4 1"], json.RootElement.GetProperty("counts").EnumerateArray().Select(row => $"{row.GetProperty("class")} {row.GetProperty("train")} {row.GetProperty("validation")}"));
        Assert.Equal(3, json.RootElement.GetProperty("sizes").GetArrayLength());
        Assert.Equal((2, "striate: Data are given once; 'images:p' and --data images:q were."), Failure(striate, "data", "stats", "images:p", "--data", "images:q"));
    }

    private static (int Code, string Error) Failure(StriateProcess striate, params string[] arguments)
    {
        var (code, _, error) = striate.Run(arguments);
        return (code, error.TrimEnd());
    }

    [Fact]
    public void APreviewShowsEachExampleAndWhatAugmentationMakesOfIt()
    {
        using var striate = new StriateProcess();
        Draw(striate, "p", 8);
        var (code, output, error) = striate.Run("data", "preview", "--data", "images:p,size=10", "--augment", "flip-vertical,cutout:4,mixup:1", "--output", "sheet.png", "--rows", "2", "--columns", "5", "--json");
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal((26, 62, 2), (json.RootElement.GetProperty("height").GetInt32(), json.RootElement.GetProperty("width").GetInt32(), json.RootElement.GetProperty("examples").GetInt32()));
        var sheet = Picture.Read(striate.File("sheet.png"));
        Assert.Equal((26, 62), (sheet.Height, sheet.Width));
        Assert.Equal((0, ""), Failure(striate, "data", "preview", "images:p,size=10", "--augment", "none", "--out", "plain.png"));
        Assert.Equal((0, ""), Failure(striate, "data", "preview", "images:p,size=10", "--out", "default.png"));
        Assert.Equal(File.ReadAllBytes(striate.File("default.png")), File.ReadAllBytes(striate.File("plain.png")));
        // The first row's example is bright, the second's dark; the first column is as they are, and mixing lies between.
        int At(int row, int column) => sheet.Bytes[((2 + 12 * row) * 62 + 2 + 12 * column) * 3];
        Assert.InRange(At(0, 0), 160, 220);
        Assert.InRange(At(1, 0), 20, 80);
        Assert.Equal(5, Enumerable.Range(0, 5).Select(column => At(0, column)).Append(At(1, 1)).Distinct().Count(), 1.0);
        Assert.Equal((2, "striate: A sheet of 200 × 200 pictures of 1000×1000 has 40160 million pixels; ask for fewer rows or columns."),
            Failure(striate, "data", "preview", "images:p,size=1000", "--rows", "200", "--columns", "200"));
    }

    [Fact]
    public void ASplitOfFoldersIsFolders()
    {
        using var striate = new StriateProcess();
        Draw(striate, "p", 20);
        var (code, output, error) = striate.Run("data", "split", "--data", "images:p", "--out", "parts", "--parts", "0.6,0.2,0.2");
        Assert.True(code == 0, error);
        Assert.Equal(["images:parts/train  12 examples", "images:parts/validation  4 examples", "images:parts/test  4 examples"], output.TrimEnd().Split('\n'));
        Assert.StartsWith("images:parts/train: 12 training, 4 validation and 4 test examples", striate.Run("data", "stats", "images:parts,size=8").Output, StringComparison.Ordinal);
        var copies = Directory.GetFiles(striate.File("parts"), "*.png", SearchOption.AllDirectories);
        Assert.Equal(20, copies.Select(Path.GetFileName).Distinct().Count());
        Assert.All(copies, copy => Assert.Equal(File.ReadAllBytes(striate.File($"p/{Path.GetFileName(Path.GetDirectoryName(copy))}/{Path.GetFileName(copy)}")), File.ReadAllBytes(copy)));
        Assert.Equal((2, "striate: The folder 'p/bright/parts/train' lies in 'p/': its copies would count as pictures there."), Failure(striate, "data", "split", "--data", "images:p/", "--out", "p/bright/parts"));
        Assert.Equal((2, "striate: The folder 'parts/train' is not empty."), Failure(striate, "data", "split", "--data", "images:p", "--out", "parts"));
    }

    [Fact]
    public void FetchingSaysWhatWentWrongInOneLine()
    {
        using var striate = new StriateProcess();
        using var server = new FileServer();
        Assert.Equal((2, $"striate: {server.Address}train-images-idx3-ubyte.gz cannot be fetched: the server answers 404 NotFound."), Failure(striate, "data", "fetch", "mnist", "--to", "m", "--from", server.Address.ToString()));
        server.Files["train-images-idx3-ubyte.gz"] = new byte[9912422];
        Assert.Equal((2, $"striate: {server.Address}train-images-idx3-ubyte.gz is not the file that was expected: its MD5 is 51552e37bc256999a66fea5bd4c4e654, not f68b3c2dcbeaaa9fbdd348bbdeb94873. It was deleted; another mirror may have the right one."),
            Failure(striate, "data", "fetch", "mnist", "--to", "m", "--from", server.Address.ToString().TrimEnd('/')));
        Assert.Equal((2, "striate: 'mnst' cannot be fetched. There are: mnist, fashion-mnist, cifar10."), Failure(striate, "data", "fetch", "mnst"));
        Assert.Equal((2, "striate: --from here is no address that begins with http:// or https://."), Failure(striate, "data", "fetch", "mnist", "--from", "here"));
        // The cache is where XDG says; an archive that was unpacked there is there.
        striate.Environment["XDG_CACHE_HOME"] = striate.File("cache");
        Directory.CreateDirectory(striate.File("cache/striate/cifar10"));
        File.WriteAllText(striate.File("cache/striate/cifar10/cifar-10-binary.tar.gz.md5"), "c32a1d4ab5d03f1284b67883e8d87530");
        Assert.Equal($"cifar10:{striate.File("cache/striate/cifar10")}", striate.Run("data", "fetch", "cifar10").Output.TrimEnd());
    }
}
