using System.Buffers.Binary;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Data.Readers;

/// <summary>The IDX format of MNIST: magic 0, 0, 8 (bytes), rank; sizes as big-endian 32-bit numbers; then the bytes. Plain or gzip.</summary>
public static class Idx
{
    /// <summary>Reads one file of unsigned bytes.</summary>
    /// <exception cref="InvalidDataException">The file is missing, truncated, too long or no IDX file.</exception>
    public static (Shape Shape, byte[] Bytes) Read(string path)
    {
        using var stream = Files.Open(path);
        var head = Files.ReadUpTo(stream, 4, path);
        if (head.Length < 4) throw new InvalidDataException($"'{path}' is no IDX file: it ends after {head.Length} bytes, inside the magic number.");
        if (head[0] != 0 || head[1] != 0 || head[2] != 8 || head[3] is < 1 or > 4)
            throw new InvalidDataException($"'{path}' is no IDX file of bytes: its magic number is {Convert.ToHexString(head)}, not 00000801 to 00000804.");
        var sizes = new int[head[3]];
        var numbers = Files.ReadUpTo(stream, 4 * sizes.Length, path);
        if (numbers.Length < 4 * sizes.Length) throw new InvalidDataException($"'{path}' is truncated: its {sizes.Length} sizes take {4 * sizes.Length} bytes, {numbers.Length} are there.");
        long length = 1;
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(numbers.AsSpan(4 * i));
            if (sizes[i] < 1 || (length *= sizes[i]) > Array.MaxLength) throw new InvalidDataException($"'{path}' announces sizes that cannot be: {string.Join('×', sizes[..(i + 1)])}.");
        }
        var bytes = Files.ReadUpTo(stream, length, path);
        if (bytes.Length < length) throw new InvalidDataException($"'{path}' is truncated: {string.Join('×', sizes)} take {length} bytes, {bytes.Length} are there.");
        if (Files.ReadUpTo(stream, 1, path).Length > 0) throw new InvalidDataException($"'{path}' goes on behind its {string.Join('×', sizes)} = {length} bytes.");
        return (Shape.Of(sizes), bytes);
    }

    /// <summary>Reads the four files of a folder: train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each plain or .gz.</summary>
    /// <param name="folder">The folder; without both t10k files there is no test part.</param>
    /// <param name="name">How the data are called.</param>
    /// <param name="classes">The number of classes; one more than the largest label if null.</param>
    /// <exception cref="InvalidDataException">A file is missing, or not what it should be.</exception>
    public static DataSplits Load(string folder, string name = "idx", int? classes = null)
    {
        Files.RequireFolder(folder);
        var train = LoadPart(folder, "train", classes);
        var hasTest = Files.Find(folder, ImageNames("t10k")) is not null || Files.Find(folder, LabelNames("t10k")) is not null;
        Part? test = hasTest ? LoadPart(folder, "t10k", classes) : null;
        if (test is not null && test.Input != train.Input) throw new InvalidDataException($"'{folder}': test pictures are {test.Input}, training pictures {train.Input}.");
        var count = classes ?? Math.Max(train.Labels.Max(), test?.Labels.Max() ?? 0) + 1;
        string[] names = [.. Enumerable.Range(0, count).Select(c => $"{c}")];
        MemoryDataset Build(Part part) => MemoryDataset.OfBytes(name, part.Input, part.Images, part.Labels, names);
        return new DataSplits(Build(train), Test: test is null ? null : Build(test));
    }

    private static string[] ImageNames(string part) => [$"{part}-images-idx3-ubyte", $"{part}-images.idx3-ubyte", $"{part}-images-idx4-ubyte"];

    private static string[] LabelNames(string part) => [$"{part}-labels-idx1-ubyte", $"{part}-labels.idx1-ubyte"];

    private static Part LoadPart(string folder, string part, int? classes)
    {
        var (imageNames, labelNames) = (ImageNames(part), LabelNames(part));
        var imagePath = Files.Find(folder, imageNames) ?? throw new InvalidDataException($"'{folder}' holds no {imageNames[0]}, plain or .gz.");
        var labelPath = Files.Find(folder, labelNames) ?? throw new InvalidDataException($"'{folder}' holds no {labelNames[0]}, plain or .gz.");
        var (shape, images) = Read(imagePath);
        var (labelShape, labels) = Read(labelPath);
        if (shape.Rank is not (3 or 4)) throw new InvalidDataException($"'{imagePath}' holds {shape}; pictures are count × height × width, perhaps × channels.");
        if (labelShape.Rank != 1 || labelShape[0] != shape[0]) throw new InvalidDataException($"'{labelPath}' holds {labelShape} labels for {shape[0]} pictures.");
        var wrong = classes is null ? -1 : labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes.Value - 1));
        if (wrong >= 0) throw new InvalidDataException($"'{labelPath}': label {labels[wrong]} of picture {wrong} is out of range 0 to {classes - 1}.");
        return new Part(shape.Rank == 3 ? Shape.Of(shape[1], shape[2], 1) : shape[1..], images, labels);
    }

    private sealed record Part(Shape Input, byte[] Images, byte[] Labels);
}
