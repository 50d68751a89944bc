using Striate.Data.Augmentation;
using Striate.Kernels.Random;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Data.Tests.Augmentation;

public sealed class AugmentationTests
{
    private static readonly Shape Picture = Shape.Of(5, 6, 2);

    [Fact]
    public void A_list_is_read()
    {
        Assert.Equal([new Shift(4), new Flip(), new Cutout(8), new Shift(2), new Rotation(7.5f)], Augmentations.Parse("crop:4, flip,cutout:8,shift:2,rotate=7.5"));
        Assert.Equal([new Shift(2) { Mirrors = true }], Augmentations.Parse("mirror:2"));
        Assert.Equal([new Flip { Alternates = true }, new Flip { Vertical = true }], Augmentations.Parse("alternate,flip-vertical"));
        Assert.Equal([new RandomResizedCrop(0.08f, 1), new RandomResizedCrop(0.35f, 1), new RandomResizedCrop(0.35f, 0.8f)], Augmentations.Parse("random-resized-crop,random-resized-crop:0.35,random-resized-crop=0.35/0.8"));
        Assert.Equal([new Scaling(0.8f, 1.25f), new Shear(10), new GaussianBlur(2), new GaussianBlur(1), new GaussianNoise(0.05f)], Augmentations.Parse("scale:0.8/1.25,shear:10,blur,blur:1,noise"));
        Assert.Equal([new ColorJitter { Brightness = 0.4f, Contrast = 0.4f, Saturation = 0.4f }, new ColorJitter { Brightness = 0.1f, Contrast = 0.2f, Saturation = 0.3f, Hue = 0.05f }], Augmentations.Parse("color-jitter,colour-jitter:0.1/0.2/0.3/0.05"));
        Assert.Equal([new ColorJitter { Brightness = 0.1f }, new ColorJitter { Contrast = 0.2f }, new ColorJitter { Saturation = 0.3f }, new ColorJitter { Hue = 0.4f }], Augmentations.Parse("brightness:0.1,contrast:0.2,saturation:0.3,hue:0.4"));
        Assert.Equal([new RandAugment(2, 9), new RandAugment(3, 15), new Mixup(0.2f), new Mixup(1), new CutMix(1), new CutMix(0.5f)], Augmentations.Parse("rand-augment,rand-augment:3/15,mixup,mixup:1,cutmix,cutmix:0.5"));
        Assert.Empty(Augmentations.Parse(""));
    }

    [Fact]
    public void Every_word_makes_an_augmentation_of_that_word()
    {
        string[] others = ["crop", "brightness", "contrast", "saturation", "hue"];
        foreach (var help in Augmentations.Known)
        {
            var word = help.Split(':', ' ')[0];
            var settings = word switch { "scale" => ":0.9/1.1", _ when help.Contains(':', StringComparison.Ordinal) => ":0.5", _ => "" };
            if (word is "crop" or "shift" or "mirror" or "cutout" or "rand-augment") settings = ":2";
            if (!others.Contains(word)) Assert.Equal(word, Assert.Single(Augmentations.Parse(word + settings)).Keyword);
            else Assert.Single(Augmentations.Parse(word + (word == "hue" ? ":0.5" : settings)));
        }
    }

    [Fact]
    public void What_is_no_word_is_told_all_words() =>
        Assert.Equal("'flop' is no augmentation. There are: random-resized-crop:LEAST/MOST area, crop:PIXELS (zeros around it and a random crop), shift:PIXELS (the same), mirror:PIXELS (a shift that mirrors the border), flip, flip-vertical, "
            + "alternate (a flip every second epoch), rotate:DEGREES, scale:LEAST/MOST, shear:DEGREES, color-jitter:BRIGHTNESS/CONTRAST/SATURATION/HUE, brightness:AMOUNT, contrast:AMOUNT, saturation:AMOUNT, hue:AMOUNT, blur:PIXELS, "
            + "noise:DEVIATION, cutout:PIXELS, rand-augment:COUNT/MAGNITUDE, mixup:ALPHA, cutmix:ALPHA.",
            Assert.Throws<ArgumentException>(() => Augmentations.Parse("flip,flop")).Message);

    [Theory]
    [InlineData("flip:2", "flip has no settings")]
    [InlineData("crop", "it is crop:PIXELS (zeros around it and a random crop), a whole number from 0 to 10000")]
    [InlineData("crop:-1", "it is crop:PIXELS (zeros around it and a random crop), a whole number from 0 to 10000")]
    [InlineData("crop:1.5", "it is crop:PIXELS (zeros around it and a random crop), a whole number from 0 to 10000")]
    [InlineData("rotate:NaN", "it is rotate:DEGREES, from 0 to 10000")]
    [InlineData("mirror", "it is mirror:PIXELS (a shift that mirrors the border), a whole number from 0 to 10000")]
    [InlineData("scale:1.2/0.8", "it is scale:LEAST/MOST, from 0.01 to 100")]
    [InlineData("scale:1.2", "it is scale:LEAST/MOST, from 0.01 to 100")]
    [InlineData("rand-augment:2/31", "it is rand-augment:COUNT/MAGNITUDE, a whole number from 0 to 14, a whole number from 0 to 30")]
    [InlineData("color-jitter:1/1/1/0.6", "it is color-jitter:BRIGHTNESS/CONTRAST/SATURATION/HUE, from 0 to 10, from 0 to 0.5")]
    [InlineData("mixup:0", "it is mixup:ALPHA, from 0.01 to 100")]
    [InlineData("cutmix:1/2", "it is cutmix:ALPHA, from 0.01 to 100")]
    public void What_is_not_understood_is_named(string text, string why) =>
        Assert.Equal($"'{text}' is no augmentation as it is written; {why}.", Assert.Throws<ArgumentException>(() => Augmentations.Parse($"flip,{text}")).Message);

    [Fact]
    public void A_flip_mirrors_every_second_picture()
    {
        var (from, to) = (Ramp(), new float[60]);
        var mirrored = 0;
        for (ulong i = 0; i < 1000; i++)
        {
            new Flip().Apply(from, to, Picture, new PhiloxStream(1, 16, 0, i));
            if (to.AsSpan().SequenceEqual(from)) continue;
            mirrored++;
            // The first pixel of a row is the last of the row before.
            Assert.Equal([from[10], from[11], from[8], from[9]], to[..4]);
        }
        // Five deviations of a binomial count of 1000 at 1/2: 79.
        Assert.InRange(mirrored, 421, 579);
    }

    [Fact]
    public void Alternating_flips_show_each_picture_from_both_sides_in_two_epochs()
    {
        var source = DataKinds.Open("synthetic:digits,count=1000,test=0").Train;
        var data = source.Augment(Augmentations.Parse("alternate"), seed: 5);
        var mirrored = 0;
        for (var i = 0; i < 1000; i++)
        {
            var (plain, first) = (Read(source, i, 0), Read(data, i, 0));
            var isPlain = first.AsSpan().SequenceEqual(plain);
            mirrored += isPlain ? 0 : 1;
            Assert.Equal(!isPlain, Read(data, i, 1).AsSpan().SequenceEqual(plain));
            Assert.Equal(first, Read(data, i, 2));
        }
        // Five deviations of a binomial count of 1000 at 1/2: 79.
        Assert.InRange(mirrored, 421, 579);
    }

    [Fact]
    public void A_shift_moves_by_up_to_its_pixels_and_brings_in_zeros()
    {
        var (from, to) = (Ramp(), new float[60]);
        var seen = new HashSet<(int, int)>();
        for (ulong i = 0; i < 500; i++)
        {
            new Shift(1).Apply(from, to, Picture, new PhiloxStream(1, 16, 0, i));
            // Where the pixel of row 2, column 3 (values 31 and 32) went.
            var place = Array.IndexOf(to, 31f) / 2;
            var (down, across) = (place / 6 - 2, place % 6 - 3);
            seen.Add((down, across));
            for (var row = 0; row < 5; row++)
            {
                for (var column = 0; column < 6; column++)
                {
                    var (r, c) = (row - down, column - across);
                    Assert.Equal(r is < 0 or > 4 || c is < 0 or > 5 ? 0 : from[(r * 6 + c) * 2 + 1], to[(row * 6 + column) * 2 + 1]);
                }
            }
        }
        Assert.Equal(9, seen.Count);
        // Farther than the picture is wide: nothing is left, nothing fails.
        for (ulong i = 0; i < 100; i++) new Shift(50).Apply(from, to, Picture, new PhiloxStream(1, 16, 0, i));
    }

    // Place k of a list is the picture's row (column) k − 4, mirrored at both ends.
    [Fact]
    public void A_mirrored_shift_brings_in_the_picture()
    {
        var (from, to) = (Ramp(), new float[60]);
        int[] rows = [4, 3, 2, 1, 0, 1, 2, 3, 4, 3, 2, 1, 0], columns = [4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 4, 3, 2, 1];
        var seen = new HashSet<(int, int)>();
        for (ulong i = 0; i < 500; i++)
        {
            new Shift(3) { Mirrors = true }.Apply(from, to, Picture, new PhiloxStream(1, 16, 0, i));
            var matches = Enumerable.Range(0, 49).Where(move => Enumerable.Range(0, 60).All(j => to[j] == from[(rows[j / 12 + 7 - move / 7] * 6 + columns[j / 2 % 6 + 7 - move % 7]) * 2 + j % 2])).ToArray();
            var move = Assert.Single(matches);
            seen.Add((move / 7, move % 7));
        }
        Assert.Equal(49, seen.Count);
        var line = new float[6];
        // One row and farther than the picture is wide: to and fro.
        for (ulong i = 0; i < 100; i++) new Shift(50) { Mirrors = true }.Apply([1, 2, 3, 4, 5, 6], line, Shape.Of(1, 6, 1), new PhiloxStream(1, 16, 0, i));
        Assert.All(line, value => Assert.InRange(value, 1, 6));
    }

    [Fact]
    public void A_cutout_clears_one_square()
    {
        var (from, to) = (Ramp(), new float[60]);
        for (ulong i = 0; i < 200; i++)
        {
            new Cutout(2).Apply(from, to, Picture, new PhiloxStream(1, 16, 0, i));
            // Two by two pixels of two channels, less at the border.
            Assert.Contains(to.Count(value => value == 0), new[] { 2, 4, 8 });
        }
        new Cutout(100).Apply(from, to, Picture, new PhiloxStream(1, 16, 0, 0));
        Assert.All(to, value => Assert.Equal(0f, value));
    }

    [Fact]
    public void A_rotation_by_nothing_changes_nothing_and_by_any_angle_keeps_the_centre()
    {
        var (from, to) = (Ramp(), new float[60]);
        new Rotation(0).Apply(from, to, Picture, new PhiloxStream(1, 16, 0, 0));
        Assert.Equal(from, to);
        var odd = Shape.Of(5, 5, 1);
        var dot = new float[25];
        dot[12] = 1;
        var turned = new float[25];
        new Rotation(90).Apply(dot, turned, odd, new PhiloxStream(1, 16, 0, 0));
        Assert.Equal(1f, turned[12], 1e-6);
    }

    [Fact]
    public void Reading_depends_on_seed_epoch_and_index_alone()
    {
        var source = DataKinds.Open("synthetic:digits,count=40,test=0").Train;
        var list = Augmentations.Parse("random-resized-crop,crop:4,flip,rotate:10,color-jitter:0.4/0.4/0.4/0.1,scale:0.8/1.2,shear:5,blur,noise,rand-augment,cutout:8");
        var data = source.Augment(list, seed: 5);
        var expected = Enumerable.Range(0, 40).Select(i => Read(data, i, 2)).ToArray();
        var found = new float[40][];
        Parallel.For(0, 40, i => found[39 - i] = Read(data, 39 - i, 2));
        Assert.Equal(expected, found);
        Assert.NotEqual(expected[7], Read(data, 7, 3));
        Assert.NotEqual(expected[7], Read(source.Augment(list, seed: 6), 7, 2));
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var data = (AugmentedDataset)DataKinds.Open("synthetic:shapes,count=40,test=0").Train
            .Augment(Augmentations.Parse("random-resized-crop,crop:4,flip,flip-vertical,rotate:10,color-jitter:0.4/0.4/0.4/0.1,scale:0.8/1.2,shear:5,blur,noise,rand-augment,cutout:8,mixup,cutmix"));
        var (inputs, targets, examples) = (new float[40 * data.InputShape.Length], new float[40 * 6], Enumerable.Range(0, 40).ToArray());
        void Epoch(int epoch)
        {
            for (var i = 0; i < 40; i++) data.Read(i, epoch, inputs.AsSpan(i * 3072, 3072), targets.AsSpan(i * 6, 6));
            data.Mix(examples, epoch, inputs, targets);
        }
        // The first crops of all sizes let the tables of the resizing grow.
        for (var epoch = 0; epoch < 5; epoch++) Epoch(epoch);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Epoch(5);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Only_pictures_are_augmented()
    {
        var series = MemoryDataset.OfFloats("series", Shape.Of(4, 1), new float[8], Shape.Scalar, new float[2], []);
        Assert.Equal("Augmentation works on height × width × channels; the examples of series are 4×1.", Assert.Throws<ArgumentException>(() => series.Augment([new Flip()])).Message);
    }

    // 1, 2, 3, …
    private static float[] Ramp() => [.. Enumerable.Range(1, 60).Select(i => (float)i)];

    private static float[] Read(IDataset data, int index, int epoch)
    {
        var (input, target) = (new float[data.InputShape.Length], new float[1]);
        data.Read(index, epoch, input, target);
        return input;
    }
}
