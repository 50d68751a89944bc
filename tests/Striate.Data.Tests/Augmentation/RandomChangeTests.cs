using Striate.Data.Augmentation;
using Striate.Data.Pictures;
using Striate.Kernels.Random;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Data.Tests.Augmentation;

/// <summary>What the random numbers do: distributions, ends, and what stays as it is.</summary>
public sealed class RandomChangeTests
{
    private static PhiloxStream Stream(int i) => new(7, 16, 0, (ulong)i);

    [Fact]
    public void A_vertical_flip_exchanges_top_and_bottom()
    {
        float[] from = [1, 2, 3, 4, 5, 6], to = new float[6];
        var seen = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            new Flip { Vertical = true }.Apply(from, to, Shape.Of(3, 2, 1), Stream(i));
            seen.Add(string.Join(' ', to));
        }
        Assert.Equal(["1 2 3 4 5 6", "5 6 3 4 1 2"], seen.Order());
        // Colours have a path of their own; other channels go pixel by pixel.
        var colors = new float[6];
        for (var i = 0; i < 20 && colors[0] != 4; i++) new Flip().Apply(from, colors, Shape.Of(1, 2, 3), Stream(i));
        Assert.Equal([4, 5, 6, 1, 2, 3], colors);
        for (var i = 0; i < 20 && colors[0] != 5; i++) new Flip().Apply(from, colors, Shape.Of(1, 3, 2), Stream(i));
        Assert.Equal([5, 6, 3, 4, 1, 2], colors);
    }

    [Fact]
    public void Boxes_follow_torchvisions_rule()
    {
        var crop = new RandomResizedCrop(0.25f, 1);
        double areas = 0, logarithms = 0;
        for (var i = 0; i < 4000; i++)
        {
            var box = crop.Choose(100, 100, Stream(i));
            Assert.True(box.Top >= 0 && box.Left >= 0 && box.Top + box.Height <= 100 && box.Left + box.Width <= 100);
            Assert.InRange(box.Width / box.Height, 0.73, 1.37);
            Assert.InRange(box.Height * box.Width / 10_000, 0.24, 1.0001);
            (areas, logarithms) = (areas + box.Height * box.Width / 10_000, logarithms + Math.Log(box.Width / box.Height));
        }
        // Areas near 1 are refused where the other side does not fit, so their mean lies a little below 0.625; wide and high are equally frequent.
        Assert.InRange(areas / 4000, 0.55, 0.625);
        Assert.InRange(logarithms / 4000, -0.01, 0.01);
        // No box of proportions from 3/4 to 4/3 takes 95 % of a line of pixels: the largest allowed one in the middle.
        Assert.Equal(new Box(0, 43, 10, 13), new RandomResizedCrop(0.95f, 1).Choose(10, 100, Stream(1)));
        Assert.Equal(new Box(43, 0, 13, 10), new RandomResizedCrop(0.95f, 1).Choose(100, 10, Stream(1)));
    }

    [Fact]
    public void Noise_is_normal()
    {
        float[] grey = [.. Enumerable.Repeat(0.5f, 30_000)], noisy = new float[30_000];
        new GaussianNoise(0.1f).Apply(grey, noisy, Shape.Of(100, 100, 3), Stream(1));
        var mean = noisy.Average(value => (double)value);
        var deviation = Math.Sqrt(noisy.Average(value => (value - mean) * (value - mean)));
        // Five deviations of the mean of 30,000: 0.0029; the deviation's own is 0.1 / √60,000 = 0.0004.
        Assert.InRange(mean, 0.4971, 0.5029);
        Assert.InRange(deviation, 0.098, 0.102);
        // 2.3 % of normal numbers lie above two deviations; neighbours have nothing to do with each other.
        Assert.InRange(noisy.Count(value => value > 0.7f) / 30_000.0, 0.018, 0.028);
        Assert.InRange(Enumerable.Range(0, 29_999).Average(i => (noisy[i] - mean) * (noisy[i + 1] - mean)) / 0.01, -0.03, 0.03);
        Assert.Equal(30_000, noisy.Distinct().Count(), 500.0);
        // Cut at black and white.
        new GaussianNoise(1).Apply(grey, noisy, Shape.Of(100, 100, 3), Stream(1));
        Assert.Equal((0f, 1f), (noisy.Min(), noisy.Max()));
    }

    [Theory]
    [InlineData(0.2f)]
    [InlineData(1f)]
    [InlineData(4f)]
    public void Beta_numbers_have_their_mean_and_variance(float alpha)
    {
        double sum = 0, squares = 0;
        const int count = 20_000;
        for (var i = 0; i < count; i++)
        {
            double x = Beta.Symmetric(alpha, Stream(i));
            Assert.InRange(x, 0, 1);
            (sum, squares) = (sum + x, squares + (x - 0.5) * (x - 0.5));
        }
        // The variance of a symmetric beta distribution is 1 / (4 (2 α + 1)); five deviations of the mean of 20,000 numbers are below 0.018.
        Assert.InRange(sum / count, 0.482, 0.518);
        Assert.Equal(1 / (4 * (2 * (double)alpha + 1)), squares / count, 0.006);
    }

    [Fact]
    public void Jitter_stays_within_its_amounts_and_colours_come_back_to_the_networks_numbers()
    {
        // A grey of 0.5 under brightness 0.4 lies between 0.3 and 0.7; the network sees (x / 255 − 0.25) / 0.5.
        byte[] bytes = [.. Enumerable.Repeat((byte)128, 48)];
        var preprocessing = Preprocessing.Bytes with { Mean = [0.25f, 0.25f, 0.25f], Scale = [0.5f, 0.5f, 0.5f] };
        var source = MemoryDataset.OfBytes("grey", Shape.Of(4, 4, 3), bytes, [0], ["only"], preprocessing);
        var (input, target) = (new float[48], new float[1]);
        var data = source.Augment(Augmentations.Parse("brightness:0.4"), seed: 1);
        float least = 1, most = 0;
        for (var epoch = 0; epoch < 200; epoch++)
        {
            data.Read(0, epoch, input, target);
            var color = input[0] * 0.5f + 0.25f;
            Assert.All(input, value => Assert.Equal(input[0], value));
            (least, most) = (Math.Min(least, color), Math.Max(most, color));
        }
        Assert.InRange(least, 0.3011f, 0.32f);
        Assert.InRange(most, 0.68f, 0.7028f);
        // Nothing changes with amounts of nothing.
        var plain = new float[48];
        source.Read(0, 0, plain, target);
        source.Augment(Augmentations.Parse("color-jitter:0/0/0/0,noise:0,rand-augment:0/9")).Read(0, 0, input, target);
        for (var i = 0; i < 48; i++) Assert.Equal(plain[i], input[i], 1e-6f);
    }

    [Fact]
    public void Rand_augment_takes_every_operation()
    {
        var random = new Random(3);
        float[] from = [.. Enumerable.Range(0, 300).Select(_ => random.NextSingle())], to = new float[300];
        var results = new HashSet<string>();
        for (var i = 0; i < 400; i++)
        {
            new RandAugment(1, 9).Apply(from, to, Shape.Of(10, 10, 3), Stream(i));
            Assert.All(to, value => Assert.InRange(value, 0, 1));
            results.Add(string.Join(' ', to));
        }
        // Identity, auto-contrast, equalise, solarise and posterise have one result each, the nine others two; equalising 100 values with 256 grades changes nothing.
        Assert.Equal(4 + 2 * 9, results.Count);
    }

    [Fact]
    public void Colours_of_floats_are_not_known() =>
        Assert.Equal("color-jitter changes colours; the examples of numbers are floats, of which nobody knows black and white.",
            Assert.Throws<ArgumentException>(() => MemoryDataset.OfFloats("numbers", Shape.Of(2, 2, 1), new float[4], Shape.Scalar, new float[1], ["a"]).Augment(Augmentations.Parse("flip,color-jitter"))).Message);
}
