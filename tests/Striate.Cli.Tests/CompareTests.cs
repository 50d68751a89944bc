using System.Diagnostics;

namespace Striate.Cli.Tests;

/// <summary><c>benchmarks/compare</c> asked for what it does not know: one line, exit code 2, before anything is measured.</summary>
public class CompareTests
{
    private const string Python = "/usr/bin/python3";
    private const string Torchvision = "alexnet, densenet121, efficientnet_b0, efficientnet_b1, efficientnet_b2, efficientnet_b3, googlenet, inception_v3, ";
    private const string Rest = "mobilenet_v1, mobilenet_v2, resnet101, resnet18, resnet34, resnet50, squeezenet1_1, unet, vgg11, vgg11_bn, vgg13, vgg13_bn, vgg16, vgg16_bn, vgg19, vgg19_bn.";

    [PythonTheory]
    [InlineData("no network is called 'resnet19'. There are: " + Torchvision + Rest, "inference", "resnet18:1", "resnet19:1")]
    [InlineData("no network is called 'resnet20'. There are: " + Torchvision + Rest, "inference", "resnet20:1")]
    [InlineData("'resnet20' has no batch; a network is NAME:BATCH, as in resnet20:16.", "training", "resnet20")]
    [InlineData("'lenet5:0' has no batch; a network is NAME:BATCH, as in lenet5:16.", "training", "lenet5:0")]
    [InlineData("no problem is called '9x9'. There are: 7x7s2, 3x3-56, 3x3s2-56, 3x3-28, 3x3-14, 3x3-7, 1x1-56, 1x1-14, depthwise-112, depthwise-28, cifar-32, lenet-28.", "convolution", "9x9")]
    [InlineData("argument --rounds: 'x' is not a whole number of 1 or more", "convolution", "--rounds", "x")]
    [InlineData("argument --rounds: '0' is not a whole number of 1 or more", "training", "--rounds", "0")]
    [InlineData("say what to compare: training, inference or convolution")]
    public void WhatItDoesNotKnow(string message, params string[] arguments)
    {
        var start = new ProcessStartInfo(Python) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Documents.Root, "benchmarks", "compare"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        Assert.Equal("", process.StandardOutput.ReadToEnd());
        Assert.Equal($"compare: {message}\n", error.Result);
        process.WaitForExit();
        Assert.Equal(2, process.ExitCode);
    }

    /// <summary>A test that needs Python 3.</summary>
    private sealed class PythonTheoryAttribute : TheoryAttribute
    {
        public PythonTheoryAttribute()
        {
            if (!File.Exists(Python)) Skip = $"{Python} is not there";
        }
    }
}
