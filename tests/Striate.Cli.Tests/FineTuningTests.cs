using System.Text.Json;
using Striate.Layers;
using Striate.Networks;
using Striate.Onnx;
using Striate.Tensors;

namespace Striate.Cli.Tests;

public class FineTuningTests
{
    private const string Few = "synthetic:digits,count=300,test=60,seed=4";

    private static StriateProcess Prepared()
    {
        var striate = new StriateProcess();
        var network = Network.Sequential(Shape.Of(28, 28, 1), new Convolution(4, 5) { Name = "body.conv", Stride = 2 }, new Relu(), new Convolution(8, 3) { Name = "body.conv2", Stride = 2, HasBias = false },
            new BatchNormalization { Name = "body.bn" }, new Relu(), new Flatten(), new Dense(3) { Name = "head" });
        network.Initialize(5);
        network.With(new ModelInfo { Name = "small", ClassNames = ["x", "y", "z"] }).Save(striate.File("base.onnx"));
        return striate;
    }

    [Fact]
    public void AHeadIsReplacedAndTheBodyStays()
    {
        using var striate = Prepared();
        var (code, output, error) = striate.Run("train", "--model", "base.onnx", "--replace-head", "5", "--freeze", "body", "--data", $"{Few},classes=2-6", "--epochs", "2", "--batch", "20", "--out", "tuned");
        Assert.True(code == 0, error);
        var lines = output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("note: 1 batch normalization; 1 convolution has a bias and none behind (body.conv): one that was folded in stays folded.", lines[0]);
        // 4 · 25 + 4, 8 · 4 · 9 and 2 · 8 of the body; 5 · 200 + 5 of the head: (28 − 5) / 2 + 1 = 12, (12 − 3) / 2 + 1 = 5, 8 · 25 = 200.
        Assert.Equal("408 of 1,413 parameters are frozen.", lines[1]);
        var (before, after) = (OnnxModel.Load(striate.File("base.onnx")), OnnxModel.Load(striate.File("tuned/model.onnx")));
        Assert.Equal(["2", "3", "4", "5", "6"], after.Info.ClassNames.AsEnumerable());
        Assert.Equal(Shape.Of(5), after.OutputShape);
        foreach (var parameter in before.Parameters.Where(parameter => parameter.Name.StartsWith("body", StringComparison.Ordinal)))
            Assert.Equal(parameter.Values.ToArray(), after.Parameters[parameter.Name].Values.ToArray());
        Assert.Contains("note: 1 batch normalization; 1 convolution has a bias and none behind (body.conv): one that was folded in stays folded.", striate.Run("summary", "tuned/model.onnx").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void RatesGoByPatternAndTheFirstCounts()
    {
        using var striate = Prepared();
        var (code, _, error) = striate.Run("train", "--model", "base.onnx", "--replace-head", "10", "--learning-rate-of", "body.conv=0", "--learning-rate-of", "body=0.1", "--data", Few, "--epochs", "1", "--batch", "50", "--out", "tuned");
        Assert.True(code == 0, error);
        var (before, after) = (OnnxModel.Load(striate.File("base.onnx")), OnnxModel.Load(striate.File("tuned/model.onnx")));
        bool Stayed(string name) => before.Parameters[name].Values.SequenceEqual(after.Parameters[name].Values);
        Assert.Equal((true, true, false, false), (Stayed("body.conv.weight"), Stayed("body.conv.bias"), Stayed("body.conv2.weight"), Stayed("body.bn.running_mean")));
    }

    [Theory]
    [InlineData("striate: No parameter matches 'boddy'. There are 9: body.conv.weight, body.conv.bias, body.conv2.weight, body.bn.weight, body.bn.bias, body.bn.running_mean, ….", "--freeze", "boddy")]
    [InlineData("striate: --learning-rate-of: 'body' is no factor for parameters; it looks like *.bias=2.", "--learning-rate-of", "body")]
    [InlineData("striate: No parameter matches 'boddy'. There are 9: body.conv.weight, body.conv.bias, body.conv2.weight, body.bn.weight, body.bn.bias, body.bn.running_mean, ….", "--learning-rate-of", "boddy=0.1", "--replace-head", "10")]
    [InlineData("striate: 'nan' is not a number, which --ema takes. See 'striate train --help'.", "--ema", "nan")]
    [InlineData("striate: '1e39' is not a number, which --lr takes. See 'striate train --help'.", "--lr", "1e39")]
    [InlineData("striate: A warm-up takes 0 steps or more, not -1.", "--warmup", "-1", "--replace-head", "10")]
    [InlineData("striate: The momentum must be 0 or more and less than 1; it is 2.", "--momentum", "2", "--replace-head", "10")]
    [InlineData("striate: The momentum must be 0 or more and less than 1; it is -0.5.", "--momentum", "-0.5", "--optimizer", "rmsprop", "--replace-head", "10")]
    [InlineData("striate: The weight decay must be 0 or more; it is -1.", "--weight-decay", "-1", "--replace-head", "10")]
    [InlineData("striate: --find-lr begins a short run of its own; it does not go with --resume.", "--find-lr", "--resume", "tuned")]
    [InlineData("striate: A head has 1 output or more, not 0.", "--replace-head", "0")]
    [InlineData("striate: The network tells 3 classes apart; the data synthetic:digits have 10.")]
    [InlineData("striate: The network tells 5 classes apart; the data synthetic:digits have 10.", "--replace-head", "5")]
    [InlineData("striate: The network takes inputs of 28×28×1; the data synthetic:shapes have 32×32×3.", "--replace-head", "6", "--data", "synthetic:shapes,count=20,test=10")]
    [InlineData("striate: All parameters of the network are frozen: there is nothing to train.", "--freeze", "*", "--data", "synthetic:digits,count=300,test=60,classes=0-2")]
    [InlineData("striate: The decay of averaged weights lies between 0 and 1; it is 2.", "--ema", "2", "--data", "synthetic:digits,count=300,test=60,classes=0-2")]
    [InlineData("striate: A step takes 1 batch or more, not 0.", "--accumulate", "0", "--data", "synthetic:digits,count=300,test=60,classes=0-2")]
    public void WhatDoesNotFitIsSaidInOneLine(string message, params string[] options)
    {
        using var striate = Prepared();
        string[] data = options.Contains("--data") ? [] : ["--data", Few];
        var (code, _, error) = striate.Run(["train", "--model", "base.onnx", "--out", "tuned", .. data, .. options]);
        Assert.Equal((2, message), (code, error.TrimEnd()));
    }

    // With everything that a run carries beside its weights: killed, resumed on another number of threads, and the same bits.
    [Fact]
    public void AKilledRunWithAnAverageResumesToTheSameBits()
    {
        using var striate = Prepared();
        string[] arguments = ["train", "--model", "base.onnx", "--replace-head", "10", "--freeze", "body.conv", "--learning-rate-of", "body=0.5", "--ema", "0.98", "--accumulate", "2", "--balance", "--augment", "shift:1",
            "--data", "synthetic:digits,count=3000,test=50,seed=5", "--epochs", "12", "--batch", "25", "--threads", "2", "--out"];
        var (code, _, error) = striate.Run([.. arguments, "whole"]);
        Assert.True(code == 0, error);
        using (var process = striate.Start([.. arguments, "killed"]))
        {
            for (var i = 0; i < 600 && !Directory.Exists(striate.File("killed/checkpoint/60")); i++) Thread.Sleep(20);
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        (code, _, error) = striate.Run("train", "--resume", "killed", "--threads", "1");
        Assert.True(code == 0, error);
        Assert.Equal(File.ReadAllBytes(striate.File("whole/model.onnx")), File.ReadAllBytes(striate.File("killed/model.onnx")));
        Assert.Equal(File.ReadAllText(striate.File("whole/steps.csv")), File.ReadAllText(striate.File("killed/steps.csv")));
        Assert.Equal(1 + 12 * 60, File.ReadLines(striate.File("whole/steps.csv")).Count());
    }

    [Fact]
    public void ALearningRateIsFound()
    {
        using var striate = Prepared();
        var (code, output, error) = striate.Run("train", "--model", "base.onnx", "--replace-head", "10", "--data", Few, "--batch", "20", "--find-lr", "--out", "found");
        Assert.True(code == 0, error);
        Assert.Matches(@"\nThe smoothed loss is lowest, [0-9.]+, at a learning rate of [0-9.e-]+; [0-9]+ steps from 1e-06 to [0-9.]+, drawn in found.report\.html\.\nsuggested learning rate [0-9.e-]+\n$", output.ReplaceLineEndings("\n"));
        Assert.False(File.Exists(striate.File("found/model.onnx")));
        var report = File.ReadAllText(striate.File("found/report.html"));
        Assert.Contains("<polyline", report, StringComparison.Ordinal);
        Assert.DoesNotContain("http", report, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(striate.Run("train", "--model", "base.onnx", "--replace-head", "10", "--data", Few, "--batch", "20", "--find-lr", "--out", "found", "--json").Output);
        Assert.Equal(["out", "model", "data", "suggested_lr", "points"], json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["lr", "loss", "smoothed"], json.RootElement.GetProperty("points")[0].EnumerateObject().Select(property => property.Name));
    }
}
