using Striate.Kernels.Threading;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Tests.Training;

/// <summary>Losses for unequal classes, regions, independent labels and outliers.</summary>
[Trait("Row", "148")]
public class MoreLossTests
{
    private static readonly WorkerPool Pool = WorkerPool.Of(2);

    private static readonly Dictionary<string, (Loss Loss, Shape Output, bool Classes)> Cases = new()
    {
        ["weighted cross-entropy"] = (Loss.WeightedCrossEntropy([1, 0.2f, 3, 0]), Shape.Of(4), true),
        ["weighted, smoothed, of pixels"] = (Loss.WeightedCrossEntropy([1, 0.2f, 3, 0.5f], 0.3f), Shape.Of(3, 4), true),
        ["focal"] = (Loss.Focal(), Shape.Of(4), true),
        ["focal of pixels"] = (Loss.Focal(0.5f), Shape.Of(3, 4), true),
        ["dice"] = (Loss.Dice, Shape.Of(3, 2, 4), true),
        ["binary cross-entropy"] = (Loss.BinaryCrossEntropy, Shape.Of(3, 4), false),
        ["mean absolute error"] = (Loss.MeanAbsoluteError, Shape.Of(3, 4), false),
        ["huber"] = (Loss.Huber(0.7f), Shape.Of(3, 4), false),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsAreDifferencesOfTheMean(string name)
    {
        var (loss, output, classes) = Cases[name];
        const int Batch = 3;
        var random = new System.Random(5);
        var outputs = Enumerable.Range(0, Batch * (int)output.Length).Select(_ => random.NextSingle() * 4 - 2).ToArray();
        var targets = classes ? Enumerable.Range(0, outputs.Length / 4).Select(_ => (float)random.Next(4)).ToArray() : outputs.Select(_ => random.NextSingle()).ToArray();
        var (gradient, losses) = (new float[outputs.Length], new float[Batch]);
        loss.Evaluate(outputs, targets, output, gradient, losses, Pool);
        var (again, sameLosses) = (new float[outputs.Length], new float[Batch]);
        loss.Evaluate(outputs, targets, output, again, sameLosses, WorkerPool.Of(1));
        Assert.Equal(gradient, again);
        Assert.Equal(losses, sameLosses);
        for (var i = 0; i < outputs.Length; i++)
        {
            double At(float delta)
            {
                var moved = (float[])outputs.Clone();
                moved[i] += delta;
                loss.Evaluate(moved, targets, output, default, losses, Pool);
                return losses.Average(value => (double)value);
            }
            Assert.Equal((At(0.005f) - At(-0.005f)) / 0.01, gradient[i], 2e-4);
        }
    }

    // From PyTorch 1.13: cross_entropy with weight and label_smoothing, binary_cross_entropy_with_logits, l1_loss, huber_loss, and log_softmax put together by
    // the formulas of focal and Dice loss (three pixels of one example).
    [Theory]
    [InlineData("weights", 1.45623207, 0.05691260, 0.15470448, -0.24613631, 0.03451924)]
    [InlineData("weights, smoothed", 1.58182120, 0.02985938, 0.12313757, -0.17288311, 0.01988614)]
    [InlineData("binary", 1.12361908, 0.06092155, -0.00993358, 0.05438118, -0.03146172)]
    [InlineData("absolute", 1.47083330, 0.08333334, 0.08333334, 0.08333334, -0.08333334)]
    [InlineData("huber", 0.82552081, 0.05833333, 0.05833333, 0.05833333, -0.04166667)]
    [InlineData("focal", 1.70913887, 0.01392219, 0.03784445, -0.06021088, 0.00844424)]
    [InlineData("dice", 0.61345303, 0.00933963, 0.02480455, -0.04558554, 0.01144135)]
    public void AsInPyTorch(string name, double mean, double g0, double g1, double g2, double g3)
    {
        float[] weights = [1, 0.2f, 3, 0.5f];
        var loss = name switch
        {
            "weights" => Loss.WeightedCrossEntropy(weights),
            "weights, smoothed" => Loss.WeightedCrossEntropy(weights, 0.3f),
            "binary" => Loss.BinaryCrossEntropy,
            "absolute" => Loss.MeanAbsoluteError,
            "huber" => Loss.Huber(0.7f),
            "focal" => Loss.Focal(1.5f),
            _ => Loss.Dice,
        };
        float[] outputs = [1, 2, 3, 0.5f, -1, 4, 0.25f, 0, 0, -2, 1.5f, 3];
        float[] numbers = [0, 1, 0.3f, 1, 1, 0.5f, 0, 0, 0.2f, 1, 0, 1];
        var output = name == "dice" ? Shape.Of(3, 4) : Shape.Of(4);
        var (gradient, losses) = (new float[12], new float[name == "dice" ? 1 : 3]);
        loss.Evaluate(outputs, name is "binary" or "absolute" or "huber" ? numbers : [2, 0, 3], output, gradient, losses, Pool);
        Assert.Equal(mean, losses.Average(), 2e-6);
        double[] expected = [g0, g1, g2, g3];
        for (var i = 0; i < 4; i++) Assert.Equal(expected[i], gradient[i], 1e-7);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AStepAllocatesNothing(string name)
    {
        var (loss, output, classes) = Cases[name];
        var pool = WorkerPool.Of(1);
        var (outputs, targets) = (new float[2 * output.Length], new float[2 * output.Length / (classes ? output.Channels : 1)]);
        var (gradient, losses) = (new float[outputs.Length], new float[2]);
        for (var i = 0; i < 3; i++) loss.Evaluate(outputs, targets, output, gradient, losses, pool);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 3; i++) loss.Evaluate(outputs, targets, output, gradient, losses, pool);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Logits 0 0 cost log 2 whatever the class; 0 and log 3 cost log 4 or log 4/3. Weights 1 and 3: (1 · log 2 + 3 · log 4/3) / 4.
    [Fact]
    public void ClassWeightsByHand()
    {
        var losses = new float[2];
        Loss.WeightedCrossEntropy([1, 3]).Evaluate([0, 0, 0, MathF.Log(3)], [0, 1], Shape.Of(2), default, losses, Pool);
        Assert.Equal((Math.Log(2) + 3 * Math.Log(4 / 3.0)) / 4, (losses[0] + losses[1]) / 2, 1e-6);
        // Equal weights are none, smoothed or not.
        var plain = new float[2];
        Loss.SmoothedCrossEntropy(0.2f).Evaluate([1, 2, 3, 0.5f, -1, 4], [2, 0], Shape.Of(3), default, plain, Pool);
        Loss.WeightedCrossEntropy([2, 2, 2], 0.2f).Evaluate([1, 2, 3, 0.5f, -1, 4], [2, 0], Shape.Of(3), default, losses, Pool);
        for (var i = 0; i < 2; i++) Assert.Equal(plain[i], losses[i], 1e-6f);
    }

    // p = ¾: (¼)² · log 4/3; γ = 0 is cross-entropy, and an answer that is sure costs nothing and asks for nothing.
    [Fact]
    public void FocalByHand()
    {
        var (losses, gradient) = (new float[1], new float[2]);
        Loss.Focal().Evaluate([0, MathF.Log(3)], [1], Shape.Of(2), default, losses, Pool);
        Assert.Equal(Math.Log(4 / 3.0) / 16, losses[0], 1e-7);
        Loss.Focal(0).Evaluate([0, MathF.Log(3)], [1], Shape.Of(2), default, losses, Pool);
        Assert.Equal(Math.Log(4 / 3.0), losses[0], 1e-7);
        Loss.Focal(0.5f).Evaluate([-2000, 2000], [1], Shape.Of(2), gradient, losses, Pool);
        Assert.Equal([0, 0, 0], [losses[0], .. gradient]);
    }

    // Two pixels, two classes, p = ½ everywhere, targets 0 and 1: 2 · ½ / (1 + 1) = ½ for both. A sure right answer is 0.
    [Fact]
    public void DiceByHand()
    {
        var losses = new float[2];
        Loss.Dice.Evaluate([0, 0, 0, 0, 50, 0, 0, 50], [0, 1, 0, 1], Shape.Of(2, 2), default, losses, Pool);
        Assert.Equal(0.5, losses[0], 1e-5);
        Assert.Equal(0, losses[1], 1e-5);
    }

    [Fact]
    public void NumbersByHand()
    {
        var (losses, gradient) = (new float[1], new float[2]);
        Loss.MeanAbsoluteError.Evaluate([1, -2], [3, -2], Shape.Of(2), gradient, losses, Pool);
        Assert.Equal([1, -0.5f, 0], [losses[0], .. gradient]);
        // ½ · ½² and 1 · (3 − ½).
        Loss.Huber().Evaluate([0.5f, 3], [0, 0], Shape.Of(2), gradient, losses, Pool);
        Assert.Equal([1.3125f, 0.25f, 0.5f], [losses[0], .. gradient]);
        // log 2 at 0, and log 4/3 at log 3 for a 1; logits far out do not overflow.
        Loss.BinaryCrossEntropy.Evaluate([0, MathF.Log(3)], [0.3f, 1], Shape.Of(2), gradient, losses, Pool);
        Assert.Equal((Math.Log(2) + Math.Log(4 / 3.0)) / 2, losses[0], 1e-6);
        Assert.Equal([0.1f, -0.125f], gradient.Select(g => MathF.Round(g, 6)));
        Loss.BinaryCrossEntropy.Evaluate([1000, -1000], [0, 0], Shape.Of(2), gradient, losses, Pool);
        Assert.Equal([500, 0.5f, 0], [losses[0], .. gradient]);
    }

    [Fact]
    public void Messages()
    {
        static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
        Assert.Equal("Class weights are 0 or more, and one is positive; they are 1, -1.", Message(() => Loss.WeightedCrossEntropy([1, -1])));
        Assert.Equal("Class weights are 0 or more, and one is positive; they are 0, 0.", Message(() => Loss.WeightedCrossEntropy([0, 0])));
        Assert.Equal("Label smoothing lies between 0 and 1; it is 2.", Message(() => Loss.WeightedCrossEntropy([1], 2)));
        Assert.Equal("Cross-entropy has 2 class weights for outputs of 3 classes; it needs one a class.", Message(() => Loss.WeightedCrossEntropy([1, 2]).Check(Shape.Of(3), Shape.Scalar)));
        Assert.Equal("The gamma of focal loss is 0 or more; it is -1.", Message(() => Loss.Focal(-1)));
        Assert.Equal("The delta of Huber loss is more than 0; it is 0.", Message(() => Loss.Huber(0)));
        Assert.Equal("Focal loss takes a class index for each vector of logits: outputs of 4×3 need targets of 4, not scalar.", Message(() => Loss.Focal().Check(Shape.Of(4, 3), Shape.Scalar)));
        Assert.Equal("Dice loss compares regions: outputs of 3 have no pixels. What would fit: a network whose output is a map, or cross-entropy.", Message(() => Loss.Dice.Check(Shape.Of(3), Shape.Scalar)));
        Assert.Equal("Binary cross-entropy takes targets from 0 to 1; one is 2.", Message(() => Loss.BinaryCrossEntropy.Evaluate([1], [2], Shape.Of(1), default, new float[1], Pool)));
        Assert.Equal("Binary cross-entropy compares number with number: outputs of 3 need targets of 3, not 2.", Message(() => Loss.BinaryCrossEntropy.Check(Shape.Of(3), Shape.Of(2))));
        Assert.Equal("Mean absolute error compares number with number: outputs of 3 need targets of 3, not 2.", Message(() => Loss.MeanAbsoluteError.Check(Shape.Of(3), Shape.Of(2))));
        Assert.Equal("Huber loss compares number with number: outputs of 3 need targets of 3, not 2.", Message(() => Loss.Huber().Check(Shape.Of(3), Shape.Of(2))));
    }

    [Fact]
    public void NamesTellTheirSettings() => Assert.Equal(
        ["cross-entropy, 2 class weights", "cross-entropy, 2 class weights, smoothing 0.1", "focal, gamma 2", "dice", "binary-cross-entropy", "mean-absolute-error", "huber, delta 1"],
        new[] { Loss.WeightedCrossEntropy([1, 2]), Loss.WeightedCrossEntropy([1, 2], 0.1f), Loss.Focal(), Loss.Dice, Loss.BinaryCrossEntropy, Loss.MeanAbsoluteError, Loss.Huber() }.Select(loss => loss.Name));
}
