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
        Assert.Equal([new Shift(4), new Flip(), new Cutout(8), new Shift(2), new Rotation(7.5f)], Augmentations.Parse("crop:4, flip,cutout:8,shift:2,rotate:7.5"));
        Assert.Equal([new Shift(2) { Mirrors = true }], Augmentations.Parse("mirror:2"));
        Assert.Equal([new Flip { Alternates = true }], Augmentations.Parse("alternate"));
        Assert.Empty(Augmentations.Parse(""));
    }

    [Theory]
    [InlineData("flop")]
    [InlineData("flip:2")]
    [InlineData("crop")]
    [InlineData("crop:-1")]
    [InlineData("crop:1.5")]
    [InlineData("rotate:NaN")]
    [InlineData("shift:99999")]
    [InlineData("mirror")]
    public void What_is_not_understood_is_named(string text) =>
        Assert.Equal($"'{text}' is no augmentation. There are: shift:PIXELS, crop:PIXELS (padding and a random crop), mirror:PIXELS (a shift that mirrors the border), flip, alternate (a flip every second epoch), rotate:DEGREES, cutout:SIZE.",
            Assert.Throws<ArgumentException>(() => Augmentations.Parse($"flip,{text}")).Message);

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
        var list = Augmentations.Parse("crop:4,flip,rotate:10,cutout:8");
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
        var data = DataKinds.Open("synthetic:shapes,count=40,test=0").Train.Augment(Augmentations.Parse("crop:4,flip,rotate:10,cutout:8"));
        var (input, target) = (new float[data.InputShape.Length], new float[1]);
        data.Read(0, 0, input, target);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 40; i++) data.Read(i, 1, input, target);
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
