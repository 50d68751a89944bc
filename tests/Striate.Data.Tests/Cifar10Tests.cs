using Striate.Tensors;

namespace Striate.Data.Tests;

public sealed class Cifar10Tests : IDisposable
{
    private readonly TestData _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Planes_become_channels_last()
    {
        var record = new byte[3073];
        record[0] = 7;
        // Red, green and blue of the second pixel.
        (record[1 + 1], record[1 + 1024 + 1], record[1 + 2048 + 1]) = (255, 51, 102);
        _files.WriteZipped("data_batch_2.bin.gz", [.. new byte[3073], .. record]);
        _files.Write("test_batch_first1.bin", record);
        _files.Write("batches.meta.txt", [.. "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n"u8]);
        var data = DataKinds.Open($"cifar10:{_files.Folder}");
        Assert.Equal((2, 1), (data.Train.Count, data.Test!.Count));
        Assert.Equal("h", data.Train.ClassNames[7]);
        var (input, target) = (new float[3072], new float[1]);
        data.Train.Read(1, 0, input, target);
        Assert.Equal(7f, target[0]);
        Assert.Equal([0f, 1f, 0.2f, 0.4f, 0f], new[] { input[2], input[3], input[4], input[5], input[6] }.Select(value => MathF.Round(value, 6)));
    }

    [Fact]
    public void Damaged_folders_are_refused()
    {
        Refused($"'{_files.Folder}' holds no data_batch_1.bin to data_batch_5.bin, plain or .gz.");
        var path = _files.Write("data_batch_1.bin", new byte[3072]);
        Refused($"'{path}' holds 3072 bytes, which are no whole number of records of 3073.");
        _files.Write("data_batch_1.bin");
        Refused($"'{path}' holds 0 bytes, which are no whole number of records of 3073.");
        _files.Write("data_batch_1.bin", [.. new byte[3073], 10, .. new byte[3072]]);
        Refused($"'{path}': label 10 of picture 1 is out of range 0 to 9.");
        _files.Write("batches.meta.txt", [.. "cat\ndog\n"u8]);
        Refused($"'{_files["batches.meta.txt"]}' holds 2 class names, not 10.");
    }

    [DataFact("cifar10")]
    public void The_published_set_is_whole()
    {
        using var part = new TestData();
        foreach (var name in new[] { "data_batch_1.bin.gz", "test_batch_first1000.bin.gz", "batches.meta.txt" })
            File.Copy(Path.Combine(TestData.Root!, "cifar10", name), part[name]);
        var data = Cifar10.Load(part.Folder);
        Assert.Equal((10000, 1000, Shape.Of(32, 32, 3)), (data.Train.Count, data.Test!.Count, data.Train.InputShape));
        Assert.Equal("airplane automobile bird cat deer dog frog horse ship truck", string.Join(' ', data.Train.ClassNames));
        // The first training picture is the well-known frog, the first test picture a cat.
        var (input, target) = (new float[3072], new float[1]);
        data.Train.Read(0, 0, input, target);
        Assert.Equal(6f, target[0]);
        data.Test.Read(0, 0, input, target);
        Assert.Equal(3f, target[0]);
    }

    private void Refused(string message) => Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Cifar10.Load(_files.Folder)).Message);
}
