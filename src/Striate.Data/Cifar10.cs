using Striate.Data.Readers;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Data;

/// <summary>CIFAR-10 in its binary form: a label byte and 3072 bytes, red, green and blue planes of 32×32, for each picture (Krizhevsky 2009).</summary>
public static class Cifar10
{
    private const int Pixels = 32 * 32;
    private const int Record = 1 + 3 * Pixels;

    private static readonly string[] Classes = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Reads data_batch_1.bin to data_batch_5.bin, as many as there are, and test_batch.bin (or only its first pictures), each plain or .gz.</summary>
    /// <exception cref="InvalidDataException">There is no batch, or one is damaged; the message names it.</exception>
    public static DataSplits Load(string folder)
    {
        Files.RequireFolder(folder);
        var train = Enumerable.Range(1, 5).Select(i => Files.Find(folder, $"data_batch_{i}.bin")).OfType<string>().ToArray();
        if (train.Length == 0) throw new InvalidDataException($"'{folder}' holds no data_batch_1.bin to data_batch_5.bin, plain or .gz.");
        var test = Directory.EnumerateFiles(folder, "test_batch*").Where(path => path.EndsWith(".bin", StringComparison.Ordinal) || path.EndsWith(".bin.gz", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Take(1).ToArray();
        return new DataSplits(Read(train), Test: test.Length == 0 ? null : Read(test));
    }

    private static MemoryDataset Read(IReadOnlyList<string> paths)
    {
        var (pictures, labels) = (new List<byte[]>(), new List<byte>());
        foreach (var path in paths)
        {
            using var stream = Files.Open(path);
            // A batch has 10,000 records; ten times that is more than any file of this kind.
            var bytes = Files.ReadUpTo(stream, 100_000L * Record, path);
            if (bytes.Length == 0 || bytes.Length % Record != 0) throw new InvalidDataException($"'{path}' holds {bytes.Length} bytes, which are no whole number of records of {Record}.");
            for (var start = 0; start < bytes.Length; start += Record)
            {
                if (bytes[start] > 9) throw new InvalidDataException($"'{path}': label {bytes[start]} of picture {start / Record} is out of range 0 to 9.");
                labels.Add(bytes[start]);
            }
            pictures.Add(ToChannelsLast(bytes));
        }
        return MemoryDataset.OfBytes("cifar10", Shape.Of(32, 32, 3), [.. pictures.SelectMany(part => part)], [.. labels], Classes);
    }

    private static byte[] ToChannelsLast(byte[] records)
    {
        var pictures = new byte[records.Length / Record * 3 * Pixels];
        for (var picture = 0; picture < records.Length / Record; picture++)
        {
            var (from, to) = (picture * Record + 1, picture * 3 * Pixels);
            for (var pixel = 0; pixel < Pixels; pixel++)
                for (var channel = 0; channel < 3; channel++) pictures[to + pixel * 3 + channel] = records[from + channel * Pixels + pixel];
        }
        return pictures;
    }
}
