using System.Runtime.InteropServices;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Data.Readers;

public static partial class NpyFolder
{
    /// <summary>Writes a data set as a folder that <see cref="Load"/> reads back to the same numbers:
    /// bytes as bytes, others as floats; class indices as int64, with their names.</summary>
    /// <param name="folder">Made if it is not there; it must be empty.</param>
    /// <param name="data">The data, as they are in epoch 0.</param>
    /// <exception cref="ArgumentException">The folder holds files, or a class name holds a line's end.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static void Write(string folder, IDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new ArgumentException($"The folder '{folder}' is not empty.");
        if (data.ClassNames.FirstOrDefault(name => name.AsSpan().ContainsAny('\r', '\n')) is { } wrong)
            throw new ArgumentException($"The class name '{wrong.ReplaceLineEndings("\\n")}' holds a line's end; {ClassesFile} has a name a line.");
        Directory.CreateDirectory(folder);
        var bytes = data is IBytePictures { HasBytes: true } pictures ? pictures : null;
        var isClasses = data.ClassNames.Count > 0;
        using var inputs = File.Create(Path.Combine(folder, "inputs.npy"));
        using var targets = File.Create(Path.Combine(folder, "targets.npy"));
        Npy.WriteHeader(inputs, bytes is null ? ElementType.Float32 : ElementType.UInt8, data.InputShape.WithBatch(data.Count));
        Npy.WriteHeader(targets, isClasses ? ElementType.Int64 : ElementType.Float32, data.TargetShape.WithBatch(data.Count));
        var (input, target, pixels) = (new float[data.InputShape.Length], new float[data.TargetShape.Length], new byte[data.InputShape.Length]);
        for (var i = 0; i < data.Count; i++)
        {
            data.Read(i, 0, input, target);
            bytes?.ReadBytes(i, pixels);
            inputs.Write(bytes is null ? MemoryMarshal.AsBytes<float>(input) : pixels);
            targets.Write(isClasses ? MemoryMarshal.AsBytes<long>([.. target.Select(value => (long)value)]) : MemoryMarshal.AsBytes<float>(target));
        }
        if (isClasses) File.WriteAllLines(Path.Combine(folder, ClassesFile), data.ClassNames);
    }
}
