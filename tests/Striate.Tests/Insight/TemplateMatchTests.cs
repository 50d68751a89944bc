using Striate.Insight;
using Striate.Tensors;

namespace Striate.Tests.Insight;

public class TemplateMatchTests
{
    private static Tensor Random(int seed, params int[] sizes)
    {
        var (tensor, random) = (new Tensor(Shape.Of(sizes)), new Random(seed));
        foreach (ref var value in tensor.Floats) value = random.Next(0, 256);
        return tensor;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [Trait("Row", "86")]
    public void TheScoresAreTheDefinition(int channels)
    {
        var (x, t) = (Random(1, 9, 11, channels), Random(2, 4, 3, channels));
        var match = TemplateMatch.Of(x, t);
        Assert.Equal(Shape.Of(6, 9), match.Scores.Shape);
        for (var place = 0; place < 54; place++)
        {
            double products = 0, window = 0, template = 0;
            for (var c = 0; c < channels; c++)
            {
                var a = Enumerable.Range(0, 12).Select(i => (double)x.Floats[((place / 9 + i / 3) * 11 + place % 9 + i % 3) * channels + c]).ToArray();
                var b = Enumerable.Range(0, 12).Select(i => (double)t.Floats[i * channels + c]).ToArray();
                products += a.Zip(b, (p, q) => (p - a.Average()) * (q - b.Average())).Sum();
                window += a.Sum(p => Math.Pow(p - a.Average(), 2));
                template += b.Sum(q => Math.Pow(q - b.Average(), 2));
            }
            Assert.Equal(products / Math.Sqrt(window * template), match.Scores.Floats[place], 1e-5);
        }
    }

    [Fact]
    [Trait("Row", "86")]
    [Trait("Row", "89")]
    public void BrightnessAndContrastDoNotMatter()
    {
        var x = Random(3, 20, 24, 1);
        var t = new Tensor(Shape.Of(5, 6, 1));
        for (var i = 0; i < 30; i++) t.Floats[i] = 20 + 0.25f * x.Floats[(7 + i / 6) * 24 + 11 + i % 6];
        var match = TemplateMatch.Of(x, t);
        var (row, column, score) = Assert.Single(match.Places(0.9, 5));
        Assert.Equal((7, 11), (row, column));
        Assert.Equal(1, score, 1e-5);
        // A unit whose weights are the template fires there, and nowhere else.
        var fires = match.Fires(0.9);
        Assert.Equal((1f, 1f), (fires.ToArray().Sum(), fires.Floats[7 * 19 + 11]));
        // The negative of the template is as unlike it as can be.
        for (var i = 0; i < 30; i++) t.Floats[i] = -t.Floats[i];
        Assert.Equal(-1, TemplateMatch.Of(x, t).Scores.Floats[7 * 19 + 11], 1e-5);
    }

    [Fact]
    [Trait("Row", "89")]
    public void FlatWindowsLookLikeNothing()
    {
        var x = new Tensor(Shape.Of(8, 8, 1));
        x.Floats.Fill(0.1f);
        (x.Floats[27], x.Floats[36]) = (1, 1);
        var t = Tensor.From([1, 0, 0, 1], 2, 2, 1);
        var match = TemplateMatch.Of(x, t);
        Assert.Equal((3, 3), (match.Places(0.5, 1)[0].Row, match.Places(0.5, 1)[0].Column));
        Assert.Equal(0, match.Scores.Floats[0]);
        Assert.All(TemplateMatch.Of(x, new Tensor(Shape.Of(2, 2, 1))).Scores.ToArray(), score => Assert.Equal(0, score));
    }

    [Fact]
    public void WhatCannotBeLookedForIsSaid()
    {
        string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
        Assert.Equal("A template of 4×3×1 cannot be looked for in a picture of 3×9×1: it needs as many channels, and no more rows and columns.", Message(() => TemplateMatch.Of(Random(1, 3, 9, 1), Random(1, 4, 3, 1))));
        var match = TemplateMatch.Of(Random(1, 3, 9, 1), Random(1, 2, 3, 1));
        Assert.Equal("One place or more is asked for, not 0.", Message(() => match.Places(0, 0)));
        Assert.Equal("A threshold is a number.", Message(() => match.Places(double.NaN, 1)));
    }
}
