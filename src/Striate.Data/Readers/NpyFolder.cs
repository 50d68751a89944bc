using Striate.Tensors;
using Striate.Training;

namespace Striate.Data.Readers;

/// <summary>A folder with <c>inputs.npy</c> (N × spatial × C) and <c>targets.npy</c>: whole numbers are class indices, floats are numbers to predict.
/// <c>classes.txt</c> names the classes, one a line.</summary>
public static partial class NpyFolder
{
    private const string ClassesFile = "classes.txt";

    /// <summary>Reads the folder. Bytes are scaled to 0…1, floats are used as they are.</summary>
    /// <exception cref="InvalidDataException">A file is missing or damaged, a number is not finite, or the files do not go together.</exception>
    public static DataSplits Load(string folder)
    {
        Files.RequireFolder(folder);
        var (inputPath, targetPath) = (Path.Combine(folder, "inputs.npy"), Path.Combine(folder, "targets.npy"));
        foreach (var path in new[] { inputPath, targetPath })
            if (!File.Exists(path)) throw new InvalidDataException($"'{folder}' holds no {Path.GetFileName(path)}.");
        var (inputs, targets) = (Npy.Read(inputPath), Npy.Read(targetPath));
        if (inputs.Type is not (ElementType.Float32 or ElementType.UInt8))
            throw new InvalidDataException($"'{inputPath}' holds {inputs.Type}; inputs are float32 or uint8.");
        if (inputs.Shape.Rank < 2 || inputs.Shape.Length == 0) throw new InvalidDataException($"'{inputPath}' is {inputs.Shape}; inputs are N × spatial × C.");
        if (targets.Shape.Rank < 1 || targets.Shape[0] != inputs.Shape[0])
            throw new InvalidDataException($"'{targetPath}' is {targets.Shape} for {inputs.Shape[0]} inputs.");
        RequireFinite(inputs, inputPath);
        RequireFinite(targets, targetPath);
        var (values, classes) = targets.Type == ElementType.Float32 ? (targets.ToArray(), []) : Classes(targets, targetPath, Path.Combine(folder, ClassesFile));
        var (input, target) = (inputs.Shape[1..], targets.Shape[1..]);
        return new DataSplits(inputs.Type == ElementType.UInt8
            ? MemoryDataset.OfBytes("npy", input, inputs.Bytes.ToArray(), target, values, classes)
            : MemoryDataset.OfFloats("npy", input, inputs.ToArray(), target, values, classes));
    }

    private static (float[] Values, string[] Names) Classes(Tensor targets, string path, string namesPath)
    {
        var values = new float[targets.Shape.Length];
        long most = 0;
        for (var i = 0; i < values.Length; i++)
        {
            long value = targets.Type switch
            {
                ElementType.Int64 => targets.AsSpan<long>()[i],
                ElementType.Int32 => targets.AsSpan<int>()[i],
                _ => targets.Bytes[i],
            };
            if (value is < 0 or > 1_000_000) throw new InvalidDataException($"'{path}': class index {value} at {i} is out of range 0 to 1000000.");
            most = Math.Max(most, value);
            values[i] = value;
        }
        if (!File.Exists(namesPath)) return (values, [.. Enumerable.Range(0, (int)most + 1).Select(c => $"{c}")]);
        var names = File.ReadAllLines(namesPath);
        if (most >= names.Length) throw new InvalidDataException($"'{namesPath}' names {names.Length} classes; '{path}' holds the class index {most}.");
        return (values, names);
    }

    private static void RequireFinite(Tensor tensor, string path)
    {
        if (tensor.Type != ElementType.Float32) return;
        var floats = tensor.Floats;
        for (var i = 0; i < floats.Length; i++)
            if (!float.IsFinite(floats[i])) throw new InvalidDataException($"'{path}' holds {floats[i]} at element {i}; training needs finite numbers.");
    }
}
