using Striate.Kernels.Threading;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Tests.Training;

public class LossTests
{
    private static readonly WorkerPool Pool = WorkerPool.Of(2);

    // x = torch.tensor([[1., 2., 3.], [.5, -1., 100.]], requires_grad=True)
    // l = torch.nn.functional.cross_entropy(x, torch.tensor([2, 0]), reduction='none'); l.mean().backward()
    [Fact]
    public void CrossEntropyIsPyTorchs()
    {
        var (losses, gradient) = (new float[2], new float[6]);
        Loss.SoftmaxCrossEntropy.Evaluate([1, 2, 3, 0.5f, -1, 100], [2, 0], Shape.Of(3), gradient, losses, Pool);
        Assert.Equal(0.40760595f, losses[0], 1e-7f);
        Assert.Equal(99.5f, losses[1]);
        float[] expected = [0.045015290f, 0.12236425f, -0.16737950f, -0.5f, 0, 0.5f];
        for (var i = 0; i < 6; i++) Assert.Equal(expected[i], gradient[i], 1e-7f);
    }

    // The same with label_smoothing=0.2.
    [Fact]
    public void SmoothedCrossEntropyIsPyTorchs()
    {
        var (losses, gradient) = (new float[2], new float[6]);
        Loss.SmoothedCrossEntropy(0.2f).Evaluate([1, 2, 3, 0.5f, -1, 100], [2, 0], Shape.Of(3), gradient, losses, Pool);
        Assert.Equal(0.60760593f, losses[0], 1e-6f);
        Assert.Equal(92.966667f, losses[1], 1e-5f);
        float[] expected = [0.011681955f, 0.0890309066f, -0.1007128358f, -0.433333337f, -0.033333335f, 0.46666667f];
        for (var i = 0; i < 6; i++) Assert.Equal(expected[i], gradient[i], 1e-7f);
    }

    // The same logits with q = torch.tensor([[.25, 0, .75], [.5, .3, .2]]) as targets, and label_smoothing 0 and 0.2.
    [Theory]
    [InlineData(0f, 0.907605946f, 80.050003052f, new[] { -0.079984710f, 0.122364245f, -0.042379498f, -0.25f, -0.150000006f, 0.400000006f })]
    [InlineData(0.2f, 1.007606030f, 77.406669617f, new[] { -0.088318050f, 0.089030907f, -0.000712842f, -0.233333334f, -0.153333336f, 0.386666656f })]
    public void CrossEntropyOfProbabilitiesIsPyTorchs(float smoothing, float first, float second, float[] expected)
    {
        var (losses, gradient) = (new float[2], new float[6]);
        var loss = Loss.SmoothedCrossEntropy(smoothing);
        loss.Check(Shape.Of(3), Shape.Of(3));
        loss.Evaluate([1, 2, 3, 0.5f, -1, 100], [0.25f, 0, 0.75f, 0.5f, 0.3f, 0.2f], Shape.Of(3), gradient, losses, Pool);
        Assert.Equal(first, losses[0], 1e-6f);
        Assert.Equal(second, losses[1], 2e-5f);
        for (var i = 0; i < 6; i++) Assert.Equal(expected[i], gradient[i], 1e-7f);
        loss.Evaluate([1, 2, 3, 0.5f, -1, 100], [0.25f, 0, 0.75f, 0.5f, 0.3f, 0.2f], Shape.Of(3), default, losses, Pool);
        Assert.Equal(first, losses[0], 1e-6f);
    }

    [Fact]
    public void ProbabilitiesThatAreCertainAreClassIndices()
    {
        float[] logits = [1, 2, 3, 0.5f, float.NegativeInfinity, 100];
        var (losses, gradient, softLosses, softGradient) = (new float[2], new float[6], new float[2], new float[6]);
        Loss.SoftmaxCrossEntropy.Evaluate(logits, [2, 0], Shape.Of(3), gradient, losses, Pool);
        Loss.SoftmaxCrossEntropy.Evaluate(logits, [0, 0, 1, 1, 0, 0], Shape.Of(3), softGradient, softLosses, Pool);
        Assert.Equal(losses, softLosses);
        Assert.Equal(gradient, softGradient);
        // The likeliest class is what accuracy asks for: 2 is found, 0 is not.
        var tally = new double[2];
        Metric.Accuracy.Add(logits, [0.1f, 0.4f, 0.5f, 1, 0, 0], Shape.Of(3), tally);
        Assert.Equal([1, 2], tally);
    }

    [Theory]
    [InlineData("A target of 3 probabilities holds -0.1; each lies between 0 and 1.", 0.5f, 0.6f, -0.1f)]
    [InlineData("A target of 3 probabilities sums to 0.9, not to 1.", 0.5f, 0.2f, 0.2f)]
    public void WhatIsNoDistributionIsRefused(string message, float a, float b, float c) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Loss.SoftmaxCrossEntropy.Evaluate([1, 2, 3], [a, b, c], Shape.Of(3), default, new float[1], Pool)).Message);

    [Fact]
    public void OnlyCrossEntropyTakesProbabilities() =>
        Assert.Equal("Focal loss takes a class index for each vector of logits: outputs of 3 need targets of scalar, not 3.",
            Assert.Throws<ArgumentException>(() => Loss.Focal().Check(Shape.Of(3), Shape.Of(3))).Message);

    [Fact]
    public void SmoothingIsAShare()
    {
        Assert.Equal("cross-entropy", Loss.SmoothedCrossEntropy(0).Name);
        Assert.Equal("cross-entropy, smoothing 0.2", Loss.SmoothedCrossEntropy(0.2f).Name);
        Assert.Equal("Label smoothing lies between 0 and 1; it is 1.5.", Assert.Throws<ArgumentException>(() => Loss.SmoothedCrossEntropy(1.5f)).Message);
        Assert.Equal("Label smoothing lies between 0 and 1; it is NaN.", Assert.Throws<ArgumentException>(() => Loss.SmoothedCrossEntropy(float.NaN)).Message);
    }

    [Fact]
    public void CrossEntropyOfPixelsIsTheMeanOverAnExamplesPixels()
    {
        // Two examples of two pixels of two classes; equal logits cost log 2, a margin of log 3 costs log(4/3) or log 4.
        var margin = MathF.Log(3);
        var (losses, gradient) = (new float[2], new float[8]);
        Loss.SoftmaxCrossEntropy.Evaluate([0, 0, 0, 0, margin, 0, margin, 0], [0, 1, 0, 1], Shape.Of(2, 2), gradient, losses, Pool);
        Assert.Equal(MathF.Log(2), losses[0], 1e-6f);
        Assert.Equal((MathF.Log(4f / 3) + MathF.Log(4)) / 2, losses[1], 1e-6f);
        float[] expected = [-0.125f, 0.125f, 0.125f, -0.125f, -0.0625f, 0.0625f, 0.1875f, -0.1875f];
        for (var i = 0; i < 8; i++) Assert.Equal(expected[i], gradient[i], 1e-7f);
    }

    [Fact]
    public void SquaredErrorByHand()
    {
        var (losses, gradient) = (new float[2], new float[4]);
        Loss.MeanSquaredError.Evaluate([1, 2, 3, 4], [1, 4, 0, 0], Shape.Of(2), gradient, losses, Pool);
        Assert.Equal([2, 12.5f], losses);
        // 2 (y − t) / 4
        Assert.Equal([0, -1, 1.5f, 2], gradient);
    }

    public static TheoryData<string> Names => ["cross-entropy", "smoothed cross-entropy", "mean-squared-error"];

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsAreDifferencesOfTheMean(string name)
    {
        var loss = name == "cross-entropy" ? Loss.SoftmaxCrossEntropy : name == "smoothed cross-entropy" ? Loss.SmoothedCrossEntropy(0.3f) : Loss.MeanSquaredError;
        const int batch = 3, classes = 4;
        var random = new System.Random(5);
        var outputs = Enumerable.Range(0, batch * classes).Select(_ => random.NextSingle() * 4 - 2).ToArray();
        var targets = name != "mean-squared-error" ? [0f, 3f, 1f] : outputs.Select(_ => random.NextSingle()).ToArray();
        var (gradient, losses) = (new float[outputs.Length], new float[batch]);
        loss.Evaluate(outputs, targets, Shape.Of(classes), gradient, losses, Pool);
        for (var i = 0; i < outputs.Length; i++)
        {
            double At(float delta)
            {
                var moved = (float[])outputs.Clone();
                moved[i] += delta;
                loss.Evaluate(moved, targets, Shape.Of(classes), default, losses, Pool);
                return losses.Average(value => (double)value);
            }
            Assert.Equal((At(0.01f) - At(-0.01f)) / 0.02, gradient[i], 1e-4);
        }
    }

    [Theory]
    [InlineData(10f)]
    [InlineData(-1f)]
    [InlineData(0.5f)]
    public void LabelsOutOfRangeAreRefused(float label)
    {
        var exception = Assert.Throws<ArgumentException>(() => Loss.SoftmaxCrossEntropy.Evaluate(new float[10], [label], Shape.Of(10), default, new float[1], Pool));
        Assert.Equal($"A target of {label} is no class index from 0 to 9.", exception.Message);
    }

    [Fact]
    public void ShapesThatDoNotFitAreRefused()
    {
        Assert.Equal("Cross-entropy takes a class index for each vector of logits: outputs of 4×4×3 need targets of 4×4, not scalar.",
            Assert.Throws<ArgumentException>(() => Loss.SoftmaxCrossEntropy.Check(Shape.Of(4, 4, 3), Shape.Scalar)).Message);
        Assert.Equal("Mean squared error compares number with number: outputs of 3 need targets of 3, not 2.",
            Assert.Throws<ArgumentException>(() => Loss.MeanSquaredError.Check(Shape.Of(3), Shape.Of(2))).Message);
    }
}
