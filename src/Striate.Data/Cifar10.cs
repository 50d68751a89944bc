using Striate.Data.Readers;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Data;

/// <summary>CIFAR-10 in its binary form: a label byte and 3072 bytes, red, green and blue planes of 32×32, for each picture (Krizhevsky 2009).</summary>
public static class Cifar10
{
    private const int Pixels = 32 * 32;
    private const int Record = 1 + 3 * Pixels;

    private static readonly string[] StandardNames = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Reads data_batch_1.bin to data_batch_5.bin, as many as there are, and test_batch.bin (or test_batch*.bin with only some of its pictures), each plain or .gz; class names from batches.meta.txt, if it is there.</summary>
    /// <exception cref="InvalidDataException">There is no batch, or one is damaged; the message names it.</exception>
    public static DataSplits Load(string folder)
    {
        Files.RequireFolder(folder);
        var train = Enumerable.Range(1, 5).Select(i => Files.Find(folder, $"data_batch_{i}.bin")).OfType<string>().ToArray();
        if (train.Length == 0) throw new InvalidDataException($"'{folder}' holds no data_batch_1.bin to data_batch_5.bin, plain or .gz.");
        var test = Directory.EnumerateFiles(folder, "test_batch*").Where(path => path.EndsWith(".bin", StringComparison.Ordinal) || path.EndsWith(".bin.gz", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Take(1).ToArray();
        var classes = ClassNames(Path.Combine(folder, "batches.meta.txt"));
        return new DataSplits(Read(train, classes), Test: test.Length == 0 ? null : Read(test, classes));
    }

    private static MemoryDataset Read(IReadOnlyList<string> paths, string[] classes)
    {
        // Batches have 10,000 records; ten times that is more than any file of this kind.
        const long Most = 100_000L * Record;
        var batches = new List<byte[]>();
        foreach (var path in paths)
        {
            using var stream = Files.Open(path);
            var bytes = Files.ReadUpTo(stream, Most, path);
            if (bytes.Length == 0 || bytes.Length % Record != 0) throw new InvalidDataException($"'{path}' holds {bytes.Length} bytes, which are no whole number of records of {Record}.");
            if (bytes.Length == Most && Files.ReadUpTo(stream, 1, path).Length > 0) throw new InvalidDataException($"'{path}' holds more than {Most} bytes; a batch has 10000 records of {Record}.");
            for (var start = 0; start < bytes.Length; start += Record)
                if (bytes[start] > 9) throw new InvalidDataException($"'{path}': label {bytes[start]} of picture {start / Record} is out of range 0 to 9.");
            batches.Add(bytes);
        }
        var count = batches.Sum(batch => batch.Length / Record);
        var (pictures, labels, picture) = (new byte[count * 3 * Pixels], new byte[count], 0);
        foreach (var batch in batches)
        {
            for (var start = 0; start < batch.Length; start += Record, picture++)
            {
                labels[picture] = batch[start];
                ToChannelsLast(batch.AsSpan(start + 1, 3 * Pixels), pictures.AsSpan(picture * 3 * Pixels, 3 * Pixels));
            }
        }
        return MemoryDataset.OfBytes("cifar10", Shape.Of(32, 32, 3), pictures, labels, classes);
    }

    private static void ToChannelsLast(ReadOnlySpan<byte> planes, Span<byte> picture)
    {
        for (var pixel = 0; pixel < Pixels; pixel++)
            for (var channel = 0; channel < 3; channel++) picture[pixel * 3 + channel] = planes[channel * Pixels + pixel];
    }

    private static string[] ClassNames(string path)
    {
        if (!File.Exists(path)) return StandardNames;
        using var stream = Files.Open(path);
        var text = System.Text.Encoding.UTF8.GetString(Files.ReadUpTo(stream, 1 << 16, path));
        var names = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length == 10 ? names : throw new InvalidDataException($"'{path}' holds {names.Length} class names, not 10.");
    }
}
