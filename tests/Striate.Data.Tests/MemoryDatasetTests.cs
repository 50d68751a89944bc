using Striate.Networks;
using Striate.Tensors;

namespace Striate.Data.Tests;

public sealed class MemoryDatasetTests
{
    private static readonly MemoryDataset Two = MemoryDataset.OfBytes("two", Shape.Of(1, 1, 3), [0, 51, 255, 255, 102, 0], [0, 1], ["a", "b"]);

    [Fact]
    public void Bytes_are_scaled_channel_by_channel()
    {
        var data = Two.With(new Preprocessing { Mean = [0.5f, 0, 1], Scale = [0.5f, 1, 2] });
        var (input, target) = (new float[3], new float[1]);
        data.Read(0, 0, input, target);
        // (0 − 0.5) / 0.5, 51 / 255, (1 − 1) / 2.
        Assert.Equal([-1f, 0.2f, 0f], input.Select(value => MathF.Round(value, 6)));
        data.Read(1, 0, input, target);
        // (1 − 0.5) / 0.5, 102 / 255, (0 − 1) / 2.
        Assert.Equal([1f, 0.4f, -0.5f], input.Select(value => MathF.Round(value, 6)));
        Assert.Equal(1f, target[0]);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var data = DataKinds.Open("synthetic:shapes,count=20,test=0").Train;
        var (input, target) = (new float[data.InputShape.Length], new float[1]);
        data.Read(0, 0, input, target);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++) data.Read(i, 0, input, target);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Standardizing_brings_every_channel_to_mean_0_and_deviation_1()
    {
        var data = (MemoryDataset)DataKinds.Open("synthetic:shapes,count=100,test=0").Train;
        var (mean, deviation) = Statistics.Of(data.With(Statistics.Standardizing(data)));
        Assert.All(mean, value => Assert.Equal(0, value, 1e-4));
        Assert.All(deviation, value => Assert.Equal(1, value, 1e-4));
    }

    [Fact]
    public void A_split_is_chosen_by_the_seed_and_loses_nothing()
    {
        var values = Enumerable.Range(0, 100).Select(i => (float)i).ToArray();
        var data = MemoryDataset.OfFloats("numbers", Shape.Of(1, 1), values, Shape.Scalar, values, []);
        float[] Read(Subset part)
        {
            var (input, target) = (new float[1], new float[1]);
            return [.. Enumerable.Range(0, part.Count).Select(i => { part.Read(i, 0, input, target); return target[0]; })];
        }
        var (kept, held) = Subset.Split(data, 0.2, seed: 1);
        Assert.Equal((80, 20), (kept.Count, held.Count));
        Assert.Equal(values, Read(kept).Concat(Read(held)).Order());
        Assert.Equal(Read(held), Read(Subset.Split(data, 0.2, seed: 1).HeldBack));
        Assert.NotEqual(Read(held), Read(Subset.Split(data, 0.2, seed: 2).HeldBack));
    }

    [Fact]
    public void Wrong_calls_say_what_is_wrong()
    {
        Assert.Equal("bad: label 2 of example 1 is out of range; there are 2 classes, 0 to 1.",
            Assert.Throws<InvalidDataException>(() => MemoryDataset.OfBytes("bad", Shape.Of(1, 1), [0, 0], [0, 2], ["a", "b"])).Message);
        Assert.Equal("bad: 2 inputs of 1×1, but 1 target numbers of scalar each.",
            Assert.Throws<InvalidDataException>(() => MemoryDataset.OfBytes("bad", Shape.Of(1, 1), [0, 0], [0], ["a"])).Message);
        Assert.Equal("Preprocessing has 2 means and 0 scales for 3 channels.", Assert.Throws<ArgumentException>(() => Two.With(new Preprocessing { Mean = [1, 2] })).Message);
        foreach (var share in new[] { "0", "1", "0.1", "NaN" })
        {
            Assert.Equal($"A share of {share} of 2 examples leaves a part empty; it must lie between 0 and 1.",
                Assert.Throws<ArgumentException>(() => Subset.Split(Two, double.Parse(share, System.Globalization.CultureInfo.InvariantCulture), 0)).Message);
        }
        var floats = MemoryDataset.OfFloats("floats", Shape.Of(1, 1), [1], Shape.Scalar, [1], []);
        Assert.Equal("floats holds floats, which are used as they are.", Assert.Throws<InvalidOperationException>(() => floats.With(Preprocessing.Bytes)).Message);
    }
}
