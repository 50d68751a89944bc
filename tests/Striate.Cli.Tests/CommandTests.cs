using System.Text.Json;

namespace Striate.Cli.Tests;

public class CommandTests
{
    private const string Data = "synthetic:digits,count=400,test=100,seed=3";

    [Fact]
    public void TrainThenUseTheModel()
    {
        using var striate = new StriateProcess();
        var (code, output, error) = striate.Run("train", "--data", Data, "--epochs", "2", "--batch", "32", "--validation", "0.2", "--out", "run", "--augment", "shift:1");
        Assert.True(code == 0, error);
        Assert.Matches(@"accuracy [01]\.\d{4} on 100 test examples\n$", output.ReplaceLineEndings("\n"));
        foreach (var file in new[] { "model.onnx", "metrics.csv", "steps.csv", "report.html", "checkpoint" }) Assert.True(Path.Exists(striate.File("run/" + file)), file);
        Assert.Equal("epoch,step,loss,accuracy,validation_loss,validation_accuracy,learning_rate,seconds", File.ReadLines(striate.File("run/metrics.csv")).First());
        Assert.Equal(1 + 2, File.ReadLines(striate.File("run/metrics.csv")).Count());
        Assert.Equal("step,epoch,loss,learning_rate", File.ReadLines(striate.File("run/steps.csv")).First());
        Assert.Equal(1 + 20, File.ReadLines(striate.File("run/steps.csv")).Count());
        Assert.DoesNotContain("http", File.ReadAllText(striate.File("run/report.html")), StringComparison.Ordinal);

        var evaluation = striate.Run("evaluate", "--model", "run/model.onnx", "--data", Data, "--json");
        using var json = JsonDocument.Parse(evaluation.Output);
        Assert.Equal(100, json.RootElement.GetProperty("examples").GetInt32());
        Assert.Equal(10, json.RootElement.GetProperty("confusion").GetArrayLength());

        Assert.Equal(0, striate.Run("data", "preview", Data, "--out", "one.png", "--columns", "1", "--rows", "1").Code);
        var prediction = striate.Run("predict", "--model", "run/model.onnx", "one.png", "--top", "2", "--csv", "answers.csv", "--json");
        using var answers = JsonDocument.Parse(prediction.Output);
        Assert.Equal(2, answers.RootElement.GetProperty("predictions")[0].GetProperty("answers").GetArrayLength());
        Assert.Equal(3, File.ReadLines(striate.File("answers.csv")).Count());

        var summary = striate.Run("summary", "run/model.onnx", "--json");
        using var layers = JsonDocument.Parse(summary.Output);
        Assert.Equal(61_706, layers.RootElement.GetProperty("parameters").GetInt32());
    }

    // Winograd's sums round otherwise than direct ones: the same losses, not the same digits.
    [Fact]
    public void TheFastRecipeTrainsWithEitherAlgorithm()
    {
        using var striate = new StriateProcess();
        var losses = new[] { "fastest", "direct" }.Select(algorithms =>
        {
            var (code, _, error) = striate.Run("train", "--recipe", "cifar10-fast", "--data", "synthetic:shapes,count=96,test=24,size=32", "--epochs", "1", "--batch", "32", "--algorithms", algorithms, "--out", algorithms);
            Assert.True(code == 0, error);
            return File.ReadLines(striate.File($"{algorithms}/steps.csv")).Skip(1).Select(line => double.Parse(line.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        }).ToArray();
        Assert.Equal(3, losses[0].Length);
        Assert.NotEqual(losses[0], losses[1]);
        Assert.All(losses[0].Zip(losses[1]), pair => Assert.Equal(pair.First, pair.Second, 0.01));
        // Smoothed by 0.2, over 6 classes: a network that knows nothing costs about log 6.
        Assert.Equal(Math.Log(6), losses[0][0], 0.3);
    }

    [Fact]
    public void AKilledRunResumesToTheSameBits()
    {
        using var striate = new StriateProcess();
        string[] arguments = ["train", "--data", "synthetic:digits,count=3000,test=50,seed=5", "--epochs", "12", "--batch", "50", "--threads", "2", "--out"];
        Assert.Equal(0, striate.Run([.. arguments, "whole"]).Code);
        using (var process = striate.Start([.. arguments, "killed"]))
        {
            // Killed as soon as a first checkpoint is there, somewhere inside a later epoch.
            for (var i = 0; i < 600 && !Directory.Exists(striate.File("killed/checkpoint/60")); i++) Thread.Sleep(20);
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        var (code, _, error) = striate.Run("train", "--resume", "killed", "--threads", "1");
        Assert.True(code == 0, error);
        Assert.Equal(File.ReadAllBytes(striate.File("whole/model.onnx")), File.ReadAllBytes(striate.File("killed/model.onnx")));
        Assert.Equal(File.ReadAllText(striate.File("whole/steps.csv")), File.ReadAllText(striate.File("killed/steps.csv")));
        (code, _, error) = striate.Run("train", "--resume", "killed", "--epochs", "20");
        Assert.Equal((0, $"note: --epochs does not count; a resumed run keeps the settings in '{Path.Combine("killed", "settings.json")}'."), (code, error.TrimEnd()));
    }

    // Its plan is that of all examples: numbers for two thousand million would not fit.
    [Fact]
    public void ABatchLargerThanTheDataIsAllOfThem()
    {
        using var striate = new StriateProcess();
        string[] arguments = ["train", "--data", "synthetic:digits,count=30,test=10", "--epochs", "2", "--out"];
        Assert.Equal(0, striate.Run([.. arguments, "all", "--batch", "30"]).Code);
        var (code, _, error) = striate.Run([.. arguments, "more", "--batch", "2000000000"]);
        Assert.True(code == 0, error);
        Assert.Equal(File.ReadAllBytes(striate.File("all/model.onnx")), File.ReadAllBytes(striate.File("more/model.onnx")));
    }

    [Theory]
    [InlineData("striate: Required argument missing for command: 'summary'. See 'striate summary --help'.", "summary")]
    [InlineData("striate: Required command was not provided. See 'striate --help'.")]
    [InlineData("striate: Which data? Give KIND:PATH, as in mnist:DIR or synthetic:digits.", "data", "stats")]
    [InlineData("striate: 'x' is not a whole number of 0 or more, which --seed takes. See 'striate train --help'.", "train", "--seed", "x")]
    [InlineData("striate: '1.5' is not a whole number, which --epochs takes. See 'striate train --help'.", "train", "--epochs", "1.5")]
    [InlineData("striate: 'fast' is not a number, which --lr takes. See 'striate train --help'.", "train", "--lr", "fast")]
    [InlineData("striate: No model is called 'lenet9'. There are: airbench, alexnet, densenet121, efficientnet_b0, efficientnet_b1, efficientnet_b2, efficientnet_b3, googlenet, inception_v3, lenet5, mobilenet_v1, mobilenet_v2, resnet101, resnet18, resnet20, resnet32, resnet34, resnet44, resnet50, resnet56, simplenet, simplenet_flat, squeezenet1_1, unet, vgg11, vgg11_bn, vgg13, vgg13_bn, vgg16, vgg16_bn, vgg19, vgg19_bn.", "summary", "lenet9")]
    [InlineData("striate: 'mist:x' is no kind of data. There are: mnist:DIR, idx:DIR, cifar10:DIR, images:DIR, npy:DIR, synthetic:digits, synthetic:shapes.", "train", "--data", "mist:x")]
    [InlineData("striate: The folder 'nowhere' does not exist.", "train", "--data", "mnist:nowhere")]
    [InlineData("striate: A batch holds 1 example or more, not 0.", "train", "--data", Data, "--batch", "0")]
    [InlineData("striate: --optimizer sdg is unknown. There are: sgd, adam, adamw, rmsprop.", "train", "--data", Data, "--optimizer", "sdg")]
    [InlineData("striate: --algorithms winograd is unknown. There are: fastest, direct.", "train", "--data", Data, "--algorithms", "winograd")]
    [InlineData("striate: --rates: '*.bias' is no factor for parameters; it looks like *.bias=2.", "train", "--data", Data, "--rates", "head.*=0.1,*.bias")]
    [InlineData("striate: --rates: '*.bias=-2' is no factor for parameters; it looks like *.bias=2.", "train", "--data", Data, "--rates", "*.bias=-2")]
    [InlineData("striate: Label smoothing lies between 0 and 1; it is 2.", "train", "--data", Data, "--label-smoothing", "2")]
    [InlineData("striate: 'input' cannot whiten: it must be a convolution of the network's input without groups and dilation.", "train", "--data", Data, "--whiten", "input")]
    [InlineData("striate: --threads 0 must lie between 1 and 1024.", "train", "--data", Data, "--threads", "0")]
    [InlineData("striate: 'flop:1' is no augmentation. There are: random-resized-crop:LEAST/MOST area, crop:PIXELS (zeros around it and a random crop), shift:PIXELS (the same), mirror:PIXELS (a shift that mirrors the border), flip, flip-vertical, alternate (a flip every second epoch), rotate:DEGREES, scale:LEAST/MOST, shear:DEGREES, color-jitter:BRIGHTNESS/CONTRAST/SATURATION/HUE, brightness:AMOUNT, contrast:AMOUNT, saturation:AMOUNT, hue:AMOUNT, blur:PIXELS, noise:DEVIATION, cutout:PIXELS, rand-augment:COUNT/MAGNITUDE, mixup:ALPHA, cutmix:ALPHA.", "train", "--data", Data, "--augment", "flop:1")]
    [InlineData("striate: --resume: the folder 'nowhere' does not exist.", "train", "--resume", "nowhere")]
    [InlineData("striate: --top 0 must be 1 or more.", "predict", "--model", "none.onnx", "none.png", "--top", "0")]
    [InlineData("striate: --batch 0 must be 1 or more.", "bench", "--model", "lenet5", "--batch", "0")]
    public void BadInputGivesOneLineAndCodeTwo(string message, params string[] arguments)
    {
        using var striate = new StriateProcess();
        var (code, _, error) = striate.Run(arguments);
        Assert.Equal(message, error.TrimEnd());
        Assert.Equal(2, code);
    }

    [Fact]
    public void ADivergingRunSaysSoAndKeepsItsCheckpoints()
    {
        using var striate = new StriateProcess();
        var (code, _, error) = striate.Run("train", "--data", Data, "--epochs", "3", "--batch", "32", "--lr", "1e30", "--out", "run");
        Assert.Equal(2, code);
        Assert.Matches(@"^striate: The loss became \S+ at step \d+ \(epoch \d, learning rate \S+\)\. Try a smaller learning rate", error);
    }
}
