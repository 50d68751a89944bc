using Striate.Insight;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Insight;

/// <summary>The 15 relations of Dumoulin &amp; Visin 2016 (arXiv:1603.07285) over small numbers, and that transposed convolutions are what relations 8 to 14 say.</summary>
[Trait("Row", "59")]
[Trait("Row", "60")]
public class RelationTests
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(1, 15)];

    [Theory]
    [MemberData(nameof(Numbers))]
    [Trait("Row", "137")]
    public void TheOutputIsTheRelations(int relation)
    {
        var cases = Cases(relation).ToArray();
        Assert.NotEmpty(cases);
        foreach (var (layer, input, expected) in cases)
        {
            var answer = WindowArithmetic.Of(layer, Shape.Of(input, 1));
            Assert.Equal((input, expected, expected), (answer.Axes[0].Input, answer.Axes[0].Output, answer.Output[0]));
        }
    }

    // i, k, p, s, d as in the paper; primes are the transposed convolution's.
    private static IEnumerable<(WindowLayer Layer, int Input, int Expected)> Cases(int relation)
    {
        for (var i = 1; i <= 9; i++)
        {
            for (var k = 1; k <= i; k++)
            {
                for (var s = 1; s <= 4; s++)
                {
                    for (var p = 0; p < k; p++)
                    {
                        var plain = new Convolution(1, k) { Stride = s, Padding = Padding.Of(p) };
                        var a = (i + 2 * p - k) % s;
                        var back = new TransposedConvolution(1, k) { Stride = s, Padding = Padding.Of(p), OutputPadding = a };
                        var o = (i + 2 * p - k) / s + 1;
                        var found = (relation, s, p) switch
                        {
                            (1, 1, 0) => (plain, i, i - k + 1),
                            (2, 1, _) => (plain, i, i - k + 2 * p + 1),
                            (3, 1, _) when k % 2 == 1 && p == k / 2 => (plain with { Padding = Padding.Same }, i, i),
                            (4, 1, _) when p == k - 1 => (plain with { Padding = Padding.Full }, i, i + k - 1),
                            (5, _, 0) => (plain, i, (i - k) / s + 1),
                            (6, _, _) => (plain, i, o),
                            (7, _, 0) => (new MaxPooling(k) { Stride = s }, i, (i - k) / s + 1),
                            (8, 1, 0) => (back, o, o + (k - 1)),
                            (9, 1, _) => (back, o, o + (k - 1) - 2 * p),
                            (10, 1, _) when k % 2 == 1 && p == k / 2 => (back, o, o),
                            (11, 1, _) when p == k - 1 && o > k - 1 => (back, o, o - (k - 1)),
                            (12, _, 0) when a == 0 => (back, o, s * (o - 1) + k),
                            (13, _, _) when a == 0 => (back, o, s * (o - 1) + k - 2 * p),
                            (14, _, _) => (back, o, s * (o - 1) + a + k - 2 * p),
                            _ => ((WindowLayer Layer, int Input, int Expected)?)null,
                        };
                        if (found is { } one) yield return one;
                        for (var d = 1; relation == 15 && d <= 3; d++)
                            if (i + 2 * p >= k + (k - 1) * (d - 1)) yield return (plain with { Dilation = d }, i, (i + 2 * p - k - (k - 1) * (d - 1)) / s + 1);
                    }
                }
            }
        }
    }

    // A transposed convolution is a convolution of the input stretched by s − 1 zeros, padded by k − 1 − p (and a more behind), with the kernel reversed.
    [Fact]
    [Trait("Row", "26")]
    public void ATransposedConvolutionIsOneOfTheStretchedInput()
    {
        var random = new Random(1);
        foreach (var (relation, i, k, s, p) in new[] { (8, 5, 3, 1, 0), (9, 5, 4, 1, 2), (10, 5, 3, 1, 1), (11, 7, 3, 1, 2), (12, 7, 3, 2, 0), (13, 5, 3, 2, 1), (14, 6, 3, 2, 1), (14, 9, 4, 3, 1) })
        {
            var a = (i + 2 * p - k) % s;
            var inputs = (i + 2 * p - k) / s + 1;
            var weights = Enumerable.Range(0, k).Select(_ => (float)random.Next(-8, 9)).ToArray();
            var x = Enumerable.Range(0, inputs).Select(_ => (float)random.Next(-8, 9)).ToArray();
            var stretched = new float[(inputs - 1) * s + 1];
            for (var n = 0; n < inputs; n++) stretched[n * s] = x[n];
            var transposed = Run(new TransposedConvolution(1, k) { Stride = s, Padding = Padding.Of(p), OutputPadding = a, HasBias = false, Name = "c" }, weights, x);
            var direct = Run(new Convolution(1, k) { Padding = Padding.Of(new AxisSizes(k - 1 - p), new AxisSizes(k - 1 - p + a)), HasBias = false, Name = "c" }, [.. weights.Reverse()], stretched);
            Assert.True(direct.SequenceEqual(transposed) && transposed.Length == i, $"relation {relation}");
        }
    }

    private static float[] Run(Layer layer, float[] weights, float[] x)
    {
        var network = Network.Sequential(Shape.Of(x.Length, 1), layer);
        network.Parameters["c.weight"].Set(weights);
        return network.Run(Tensor.From(x, 1, x.Length, 1)).ToArray();
    }
}
