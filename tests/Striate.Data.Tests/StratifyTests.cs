using Striate.Tensors;
using Striate.Training;

namespace Striate.Data.Tests;

public sealed class StratifyTests
{
    [Theory]
    [InlineData(0.8, 0.1, 0.1)]
    [InlineData(0.5, 0.5)]
    [InlineData(0.61, 0.26, 0.13)]
    public void Every_part_has_its_share_of_every_class(params double[] shares)
    {
        // 10, 20, … 70 examples of seven classes, mixed.
        var labels = Enumerable.Range(0, 7).SelectMany(label => Enumerable.Repeat((byte)label, 10 * (label + 1))).ToArray();
        new Random(1).Shuffle(labels);
        var parts = Subset.Stratify(Of(labels), shares, seed: 3);
        Assert.Equal(Enumerable.Range(0, labels.Length), parts.SelectMany(Places).Order());
        for (var part = 0; part < shares.Length; part++)
        {
            Assert.InRange(parts[part].Count, shares[part] * labels.Length - 1, shares[part] * labels.Length + 1);
            for (var label = 0; label < 7; label++)
                Assert.InRange(Places(parts[part]).Count(place => labels[place] == label), shares[part] * 10 * (label + 1) - 2, shares[part] * 10 * (label + 1) + 2);
        }
    }

    // One example in ten of classes of four: rounding class by class would give the smaller part nothing.
    [Fact]
    public void Small_classes_share_what_is_left()
    {
        var labels = Enumerable.Range(0, 40).Select(i => (byte)(i % 10)).ToArray();
        Assert.Equal([32, 4, 4], Subset.Stratify(Of(labels), [0.8, 0.1, 0.1], seed: 1).Select(part => part.Count));
    }

    [Fact]
    public void The_seed_alone_chooses()
    {
        var data = Of([.. Enumerable.Range(0, 200).Select(i => (byte)(i % 3))]);
        int[] Second(ulong seed) => Places(Subset.Stratify(data, [0.7, 0.3], seed)[1]);
        Assert.Equal(Second(1), Second(1));
        Assert.NotEqual(Second(1), Second(2));
        Assert.Equal(Second(1).Order(), Second(1));
        // Not every third one either: the gaps differ.
        Assert.True(Second(1).Zip(Second(1).Skip(1), (a, b) => b - a).Distinct().Count() > 3);
    }

    [Fact]
    public void Numbers_to_predict_are_cut_at_random()
    {
        var values = Enumerable.Range(0, 50).Select(i => (float)i).ToArray();
        var parts = Subset.Stratify(MemoryDataset.OfFloats("numbers", Shape.Of(1, 1), values, Shape.Scalar, values, []), [0.6, 0.4], seed: 1);
        Assert.Equal([30, 20], parts.Select(part => part.Count));
    }

    [Fact]
    public void Shares_that_do_not_work_are_refused()
    {
        void Refused(string message, params double[] shares) => Assert.Equal(message, Assert.Throws<ArgumentException>(() => Subset.Stratify(Of([0, 1, 0]), shares, 1)).Message);
        Refused("Shares are positive and sum to 1; none were given.");
        Refused("Shares are positive and sum to 1; 0.5, 0.4 were given, which sum to 0.9.", 0.5, 0.4);
        Refused("Shares are positive and sum to 1; 1.5, -0.5 were given, which sum to 1.", 1.5, -0.5);
        Refused("Shares are positive and sum to 1; NaN, 1 were given, which sum to NaN.", double.NaN, 1);
        Refused("Shares of 0.8, 0.1, 0.1 of 3 examples leave a part empty.", 0.8, 0.1, 0.1);
    }

    // Each example's input is its place.
    private static MemoryDataset Of(byte[] labels) => MemoryDataset.OfBytes("labels", Shape.Of(1, 2), [.. Enumerable.Range(0, labels.Length).SelectMany(i => new[] { (byte)(i >> 8), (byte)i })], labels,
        [.. Enumerable.Range(0, 10).Select(c => $"{c}")], new Networks.Preprocessing { Factor = 1 });

    private static int[] Places(IDataset part)
    {
        var (input, target) = (new float[2], new float[1]);
        return [.. Enumerable.Range(0, part.Count).Select(i =>
        {
            part.Read(i, 0, input, target);
            return (int)(256 * input[0] + input[1]);
        })];
    }
}
