using Striate.Data.Readers;
using Striate.Tensors;

namespace Striate.Data.Tests.Readers;

public sealed class IdxTests : IDisposable
{
    private static readonly byte[] TwoPictures = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 255, 51, 102];
    private static readonly byte[] TwoLabels = [0, 0, 8, 1, 0, 0, 0, 2, 1, 0];

    private readonly TestData _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_file_is_read_plain_and_zipped()
    {
        foreach (var path in new[] { _files.Write("a", TwoPictures), _files.WriteZipped("a.gz", TwoPictures) })
        {
            var (shape, bytes) = Idx.Read(path);
            Assert.Equal(Shape.Of(2, 2, 1), shape);
            Assert.Equal([0, 255, 51, 102], bytes);
        }
    }

    [Fact]
    public void A_folder_becomes_pictures_with_classes()
    {
        _files.Write("train-images-idx3-ubyte", TwoPictures);
        _files.WriteZipped("train-labels-idx1-ubyte.gz", TwoLabels);
        var data = DataKinds.Open($"idx:{_files.Folder}");
        Assert.Null(data.Test);
        Assert.Equal(["0", "1"], data.Train.ClassNames);
        Assert.Equal(Shape.Of(2, 1, 1), data.Train.InputShape);
        var (input, target) = (new float[2], new float[1]);
        data.Train.Read(0, 0, input, target);
        Assert.Equal([0f, 1f], input);
        Assert.Equal(1f, target[0]);
        data.Train.Read(1, 0, input, target);
        // 51 / 255 and 102 / 255.
        Assert.Equal([0.2f, 0.4f], input.Select(value => MathF.Round(value, 6)));
        Assert.Equal(0f, target[0]);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (var length = 0; length < TwoPictures.Length; length++)
        {
            var path = _files.Write("cut", TwoPictures[..length]);
            var error = Assert.Throws<InvalidDataException>(() => Idx.Read(path));
            var expected = length < 4 ? $"'{path}' is no IDX file: it ends after {length} bytes, inside the magic number."
                : length < 16 ? $"'{path}' is truncated: its 3 sizes take 12 bytes, {length - 4} are there."
                : $"'{path}' is truncated: 2×2×1 take 4 bytes, {length - 16} are there.";
            Assert.Equal(expected, error.Message);
        }
    }

    [Fact]
    public void A_cut_zipped_file_is_refused_or_whole()
    {
        var whole = File.ReadAllBytes(_files.WriteZipped("whole.gz", TwoPictures));
        // Behind the pictures stand the end mark of the last block, a checksum and a length; a file cut there still holds every byte that it announces.
        var refused = 0;
        for (var length = 0; length < whole.Length; length++)
        {
            var path = _files.Write("cut.gz", whole[..length]);
            try
            {
                Assert.Equal([0, 255, 51, 102], Idx.Read(path).Bytes);
            }
            catch (InvalidDataException exception)
            {
                Assert.StartsWith($"'{path}' ", exception.Message, StringComparison.Ordinal);
                refused = length + 1;
            }
        }
        Assert.InRange(refused, whole.Length - 12, whole.Length);
    }

    [Fact]
    public void Wrong_magic_sizes_and_tails_are_refused()
    {
        Refused("magic", [0, 0, 13, 3, 0, 0, 0, 0], path => $"'{path}' is no IDX file of bytes: its magic number is 00000D03, not 00000801 to 00000804.");
        Refused("zero", [0, 0, 8, 1, 0, 0, 0, 0], path => $"'{path}' announces sizes that cannot be: 0.");
        Refused("negative", [0, 0, 8, 2, 0, 0, 0, 1, 255, 255, 255, 255], path => $"'{path}' announces sizes that cannot be: 1×-1.");
        Refused("huge", [0, 0, 8, 2, 0, 1, 0, 0, 0, 1, 0, 0], path => $"'{path}' announces sizes that cannot be: 65536×65536.");
        Refused("tail", [.. TwoLabels, 7], path => $"'{path}' goes on behind its 2 = 2 bytes.");
        Refused("text.gz", "no gzip at all"u8.ToArray(), path => $"'{path}' is not a whole gzip file: The archive entry was compressed using an unsupported compression method.");
    }

    [Fact]
    public void An_announced_gigabyte_takes_no_gigabyte()
    {
        var path = _files.Write("big", 0, 0, 8, 1, 0x7F, 0, 0, 0, 1, 2, 3);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var error = Assert.Throws<InvalidDataException>(() => Idx.Read(path));
        Assert.Equal($"'{path}' is truncated: 2130706432 take 2130706432 bytes, 3 are there.", error.Message);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 50_000_000);
    }

    [Fact]
    public void A_zip_bomb_is_read_no_further_than_announced()
    {
        var path = _files.WriteZipped("bomb.gz", [0, 0, 8, 1, 0, 0, 0, 2, .. new byte[200_000_000]]);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Equal($"'{path}' goes on behind its 2 = 2 bytes.", Assert.Throws<InvalidDataException>(() => Idx.Read(path)).Message);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 50_000_000);
    }

    [Fact]
    public void Missing_files_are_named()
    {
        var folder = _files.Folder;
        Assert.Equal($"The folder '{folder}/none' does not exist.", Assert.Throws<InvalidDataException>(() => Idx.Load($"{folder}/none")).Message);
        Assert.Equal($"'{folder}' holds no train-images-idx3-ubyte, plain or .gz.", Assert.Throws<InvalidDataException>(() => Idx.Load(folder)).Message);
        _files.Write("train-images-idx3-ubyte", TwoPictures);
        Assert.Equal($"'{folder}' holds no train-labels-idx1-ubyte, plain or .gz.", Assert.Throws<InvalidDataException>(() => Idx.Load(folder)).Message);
        _files.Write("train-labels-idx1-ubyte", TwoLabels);
        _files.Write("t10k-labels-idx1-ubyte", TwoLabels);
        Assert.Equal($"'{folder}' holds no t10k-images-idx3-ubyte, plain or .gz.", Assert.Throws<InvalidDataException>(() => Idx.Load(folder)).Message);
    }

    [Fact]
    public void Labels_that_do_not_go_with_the_pictures_are_refused()
    {
        _files.Write("train-images-idx3-ubyte", TwoPictures);
        var labels = _files.Write("train-labels-idx1-ubyte", 0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 1);
        Assert.Equal($"'{labels}' holds 3 labels for 2 pictures.", Assert.Throws<InvalidDataException>(() => Idx.Load(_files.Folder)).Message);
        _files.Write("train-labels-idx1-ubyte", 0, 0, 8, 1, 0, 0, 0, 2, 1, 10);
        Assert.Equal($"'{labels}': label 10 of picture 1 is out of range 0 to 9.", Assert.Throws<InvalidDataException>(() => Mnist.Load(_files.Folder)).Message);
    }

    [DataFact("mnist")]
    public void Mnist_is_whole()
    {
        var data = Mnist.Load(Path.Combine(TestData.Root!, "mnist"));
        Assert.Equal((60000, 10000), (data.Train.Count, data.Test!.Count));
        Assert.Equal(Shape.Of(28, 28, 1), data.Train.InputShape);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], data.Train.ClassNames);
        // The well-known first digit of each part is a 5 and a 7.
        var (input, target) = (new float[784], new float[1]);
        data.Train.Read(0, 0, input, target);
        Assert.Equal(5f, target[0]);
        data.Test.Read(0, 0, input, target);
        Assert.Equal(7f, target[0]);
        // The well-known mean and deviation of MNIST's training pictures.
        var (mean, deviation) = Statistics.Of(data.Train);
        Assert.Equal((0.1307f, 0.3081f), (MathF.Round(mean[0], 4), MathF.Round(deviation[0], 4)));
    }

    private void Refused(string name, byte[] bytes, Func<string, string> message)
    {
        var path = _files.Write(name, bytes);
        Assert.Equal(message(path), Assert.Throws<InvalidDataException>(() => Idx.Read(path)).Message);
    }
}
