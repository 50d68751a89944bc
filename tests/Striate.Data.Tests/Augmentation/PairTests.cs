using Striate.Data.Augmentation;
using Striate.Kernels.Random;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Data.Tests.Augmentation;

public sealed class PairTests
{
    // Picture i is full of the byte 10 · (i + 1) and of class i mod 3.
    private static MemoryDataset Plain(int count = 6) => MemoryDataset.OfBytes("plain", Shape.Of(4, 5, 1),
        [.. Enumerable.Range(0, count).SelectMany(i => Enumerable.Repeat((byte)(10 * (i + 1)), 20))], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 3))], ["a", "b", "c"]);

    private static (float[] Inputs, float[] Targets) Batch(IMixedDataset data, int[] examples, int epoch)
    {
        var (inputs, targets) = (new float[20 * examples.Length], new float[3 * examples.Length]);
        for (var i = 0; i < examples.Length; i++) data.Read(examples[i], epoch, inputs.AsSpan(20 * i, 20), targets.AsSpan(3 * i, 3));
        data.Mix(examples, epoch, inputs, targets);
        return (inputs, targets);
    }

    [Fact]
    public void Mixup_mixes_pictures_and_classes_by_one_share_with_the_next_of_the_batch()
    {
        var data = (AugmentedDataset)Plain().Augment([new Mixup(1)], seed: 4);
        Assert.Equal(Shape.Of(3), data.TargetShape);
        int[] examples = [4, 0, 2];
        var (inputs, targets) = Batch(data, examples, 7);
        for (var i = 0; i < 3; i++)
        {
            var (own, other) = (examples[i], examples[(i + 1) % 3]);
            var share = Beta.Symmetric(1, new PhiloxStream(4, 16, (uint)own, 7));
            var pixel = (share * 10 * (own + 1) + (1 - share) * 10 * (other + 1)) / 255;
            Assert.All(inputs[(20 * i)..(20 * i + 20)], value => Assert.Equal(pixel, value, 1e-6f));
            var expected = new float[3];
            expected[own % 3] += share;
            expected[other % 3] += 1 - share;
            for (var c = 0; c < 3; c++) Assert.Equal(expected[c], targets[3 * i + c], 1e-6f);
        }
        // One alone stays as it is.
        (inputs, targets) = Batch(data, [2], 7);
        Assert.All(inputs, value => Assert.Equal(30 / 255f, value, 1e-6f));
        Assert.Equal([0, 0, 1], targets);
    }

    [Fact]
    public void Cutmix_puts_in_a_rectangle_and_as_much_of_the_class()
    {
        var data = (AugmentedDataset)Plain().Augment([new CutMix(1)], seed: 4);
        var areas = new HashSet<int>();
        for (var epoch = 0; epoch < 60; epoch++)
        {
            var (inputs, targets) = Batch(data, [0, 1], epoch);
            for (var i = 0; i < 2; i++)
            {
                var (own, other) = (10 * (i + 1) / 255f, 10 * (2 - i) / 255f);
                var picture = inputs.AsSpan(20 * i, 20).ToArray();
                var taken = Enumerable.Range(0, 20).Where(j => Math.Abs(picture[j] - other) < 1e-6f).ToArray();
                Assert.All(picture.Where((_, j) => !taken.Contains(j)), value => Assert.Equal(own, value, 1e-6f));
                areas.Add(taken.Length);
                Assert.Equal(1 - taken.Length / 20f, targets[3 * i + i], 1e-6f);
                Assert.Equal(taken.Length / 20f, targets[3 * i + 1 - i], 1e-6f);
                if (taken.Length == 0) continue;
                // What was taken is a rectangle.
                var (rows, columns) = (taken.Select(j => j / 5).Distinct().ToArray(), taken.Select(j => j % 5).Distinct().ToArray());
                Assert.Equal(rows.Length * columns.Length, taken.Length);
                Assert.Equal((rows[^1] - rows[0] + 1, columns.Max() - columns.Min() + 1), (rows.Length, columns.Length));
            }
        }
        Assert.True(areas.Count >= 5, string.Join(' ', areas));
    }

    [Fact]
    public void Both_take_turns_by_chance_behind_all_others()
    {
        var data = (AugmentedDataset)Plain().Augment(Augmentations.Parse("mixup:1,flip,cutmix:1,cutout:1"), seed: 4);
        var mixed = 0;
        for (var epoch = 0; epoch < 200; epoch++)
        {
            var (inputs, targets) = Batch(data, [0, 1], epoch);
            Assert.Equal(1f, targets[..3].Sum(), 1e-6f);
            // Mixup leaves no pixel of the pure bytes.
            if (inputs[..20].Count(value => Math.Abs(value - 10 / 255f) < 1e-6f || Math.Abs(value - 20 / 255f) < 1e-6f) < 15) mixed++;
        }
        Assert.InRange(mixed, 65, 135);
    }

    [Fact]
    public void A_network_learns_from_mixed_classes_and_any_number_of_threads_gives_the_same_bits()
    {
        var source = DataKinds.Open("synthetic:shapes,count=96,test=0,size=16").Train;
        float[] Train(int threads)
        {
            var network = Networks.Network.Sequential(Shape.Of(16, 16, 3), new Layers.Convolution(4, 3), new Layers.Relu(), new Layers.GlobalAveragePooling(), new Layers.Dense(6));
            network.Initialize(1);
            var history = new Trainer(network, Loss.SmoothedCrossEntropy(0.1f), new Sgd(0.1f), seed: 1).Fit(new DataSplits(source.Augment(Augmentations.Parse("flip,color-jitter,mixup,cutmix"), 1), source), 3, 16,
                new TrainingOptions { Plan = new Plans.PlanOptions { Threads = threads } });
            Assert.All(history, record => Assert.InRange(record.Accuracy!.Value, 0, 1));
            return [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];
        }
        Assert.Equal(Train(1), Train(3));
    }

    [Fact]
    public void Classes_are_needed() =>
        Assert.Equal("mixup mixes classes; the examples of numbers have no class of several each.",
            Assert.Throws<ArgumentException>(() => MemoryDataset.OfFloats("numbers", Shape.Of(2, 2, 1), new float[4], Shape.Scalar, new float[1], []).Augment([new Mixup(1)])).Message);
}
