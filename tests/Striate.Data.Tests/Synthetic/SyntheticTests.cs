using System.Numerics.Tensors;
using Striate.Data.Synthetic;
using Striate.Training;
using Xunit.Abstractions;

namespace Striate.Data.Tests.Synthetic;

public sealed class SyntheticTests(ITestOutputHelper output)
{
    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        foreach (var kind in new[] { "digits", "shapes" })
        {
            var first = Values(DataKinds.Open($"synthetic:{kind},count=20,test=5,seed=3").Train);
            Assert.Equal(first, Values(DataKinds.Open($"synthetic:{kind},count=20,test=5,seed=3").Train));
            Assert.NotEqual(first, Values(DataKinds.Open($"synthetic:{kind},count=20,test=5,seed=4").Train));
            // More pictures do not change the first ones; the test pictures follow the training pictures.
            var more = DataKinds.Open($"synthetic:{kind},count=25,test=0,seed=3");
            Assert.Null(more.Test);
            Assert.Equal([.. first, .. Values(DataKinds.Open($"synthetic:{kind},count=20,test=5,seed=3").Test!)], Values(more.Train));
        }
    }

    [Fact]
    public void All_classes_come_about_as_often()
    {
        foreach (var data in new[] { SyntheticPictures.Digits(3000, 0, 8).Train, SyntheticPictures.Shapes(3000, 0, 8).Train })
        {
            var counts = new int[data.ClassNames.Count];
            var (input, target) = (new float[data.InputShape.Length], new float[1]);
            for (var i = 0; i < data.Count; i++)
            {
                data.Read(i, 0, input, target);
                counts[(int)target[0]]++;
            }
            var expected = data.Count / counts.Length;
            // Five binomial deviations, of at most √expected.
            Assert.All(counts, count => Assert.InRange(count, expected - 5 * Math.Sqrt(expected), expected + 5 * Math.Sqrt(expected)));
        }
    }

    [Theory]
    [InlineData("digits", 0.11, 0.70)]
    [InlineData("shapes", 0.17, 0.50)]
    public void A_linear_model_stays_behind(string kind, double least, double most)
    {
        var data = DataKinds.Open($"synthetic:{kind}");
        var accuracy = new[] { 0.0003f, 0.002f }.Max(rate => LinearAccuracy(data, epochs: 5, rate));
        output.WriteLine($"{kind}: {accuracy:F3}");
        Assert.InRange(accuracy, least, most);
    }

    [Fact]
    public void Numbers_that_cannot_be_are_refused()
    {
        Assert.Equal("synthetic:digits needs count 1 or more, test 0 or more and size 8 to 512, at most 2147483591 bytes in all; count 0, test 0, size 28 were given.",
            Assert.Throws<ArgumentException>(() => DataKinds.Open("synthetic:digits,count=0,test=0")).Message);
        Assert.Equal("synthetic:shapes needs count 1 or more, test 0 or more and size 8 to 512, at most 2147483591 bytes in all; count 999999999, test 2000, size 32 were given.",
            Assert.Throws<ArgumentException>(() => DataKinds.Open("synthetic:shapes,count=999999999")).Message);
        Assert.Equal("'sise=3' is no option of synthetic:digits. There are: count=N, test=N, size=N, seed=N.",
            Assert.Throws<ArgumentException>(() => DataKinds.Open("synthetic:digits,sise=3")).Message);
        Assert.Equal("'synthetic:cats' is no kind of data. There are: synthetic:digits, synthetic:shapes.",
            Assert.Throws<ArgumentException>(() => DataKinds.Open("synthetic:cats")).Message);
        Assert.Equal("'pictures:here' is no kind of data. There are: mnist:DIR, idx:DIR, cifar10:DIR, images:DIR, npy:DIR, synthetic:digits, synthetic:shapes.",
            Assert.Throws<ArgumentException>(() => DataKinds.Open("pictures:here")).Message);
    }

    // Softmax regression by plain stochastic gradient descent, an example a step.
    private static double LinearAccuracy(DataSplits data, int epochs, float rate)
    {
        var (classes, length) = (data.Train.ClassNames.Count, (int)data.Train.InputShape.Length);
        var (weights, bias, scores) = (new float[classes * length], new float[classes], new float[classes]);
        var (input, target) = (new float[length], new float[1]);
        void Score()
        {
            for (var c = 0; c < classes; c++) scores[c] = bias[c] + TensorPrimitives.Dot(weights.AsSpan(c * length, length), input);
        }
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var step = rate * (epochs - epoch) / epochs;
            for (var i = 0; i < data.Train.Count; i++)
            {
                data.Train.Read(i, 0, input, target);
                TensorPrimitives.Subtract(input, 0.5f, input);
                Score();
                TensorPrimitives.SoftMax(scores, scores);
                scores[(int)target[0]] -= 1;
                for (var c = 0; c < classes; c++)
                {
                    var row = weights.AsSpan(c * length, length);
                    TensorPrimitives.MultiplyAdd(input, -step * scores[c], row, row);
                    bias[c] -= step * scores[c];
                }
            }
        }
        var right = 0;
        for (var i = 0; i < data.Test!.Count; i++)
        {
            data.Test.Read(i, 0, input, target);
            TensorPrimitives.Subtract(input, 0.5f, input);
            Score();
            if (TensorPrimitives.IndexOfMax<float>(scores) == (int)target[0]) right++;
        }
        return right / (double)data.Test.Count;
    }

    private static float[] Values(IDataset data)
    {
        var (length, values) = ((int)data.InputShape.Length, new List<float>());
        var (input, target) = (new float[length], new float[1]);
        for (var i = 0; i < data.Count; i++)
        {
            data.Read(i, 0, input, target);
            values.AddRange(input);
            values.Add(target[0]);
        }
        return [.. values];
    }
}
