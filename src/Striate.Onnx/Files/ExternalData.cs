using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Striate.Onnx.Schema;

namespace Striate.Onnx.Files;

/// <summary>Files beside a model that hold numbers of its tensors; none of them lies outside the model's folder.</summary>
/// <param name="modelPath">The model.</param>
/// <param name="suffix">What stands behind the files' names while they are not finished.</param>
internal sealed class ExternalData(string modelPath, string suffix = "") : IDisposable
{
    private readonly Dictionary<string, (SafeFileHandle Handle, long Length)> _files = new(StringComparer.Ordinal);

    /// <summary>Where a tensor's numbers lie.</summary>
    /// <exception cref="InvalidDataException">The location leaves the folder, the file is missing, or it is too short.</exception>
    public FileSlice Find(TensorData tensor)
    {
        var location = tensor.ExternalData.FirstOrDefault(entry => entry.Key == "location")?.Value ?? "";
        var (handle, size) = Open(tensor.Name, location);
        var offset = Number(tensor, "offset") ?? 0;
        var length = Number(tensor, "length") ?? Math.Max(size - offset, 0);
        if (offset > size || length > size - offset)
            throw new InvalidDataException($"tensor '{tensor.Name}' takes {length} bytes from {offset} on of '{location}', which has {size}");
        return new FileSlice(handle, location, offset, length);
    }

    public void Dispose()
    {
        foreach (var (handle, _) in _files.Values) handle.Dispose();
    }

    private static long? Number(TensorData tensor, string key)
    {
        var text = tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;
        if (text is null) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new InvalidDataException($"tensor '{tensor.Name}' has the {key} '{text}' in its external data, which is no number of bytes");
    }

    private (SafeFileHandle Handle, long Length) Open(string tensor, string location)
    {
        if (_files.TryGetValue(location, out var open)) return open;
        var parts = location.Split('/', '\\');
        if (parts.Any(part => part.Length == 0 || part == ".." || part.Contains(':', StringComparison.Ordinal) || part.Contains('\0', StringComparison.Ordinal)))
            throw new InvalidDataException($"tensor '{tensor}' has its numbers in '{location}'; a file inside the model's folder is allowed, without '..'");
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(modelPath))!;
            var path = Path.Combine([folder, .. parts]) + suffix;
            if (!IsInside(folder, path)) throw new InvalidDataException($"tensor '{tensor}' has its numbers in '{location}', a link that leaves the model's folder");
            var handle = File.OpenHandle(path);
            return _files[location] = (handle, RandomAccess.GetLength(handle));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"tensor '{tensor}' has its numbers in '{location}', which is not there");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidDataException($"tensor '{tensor}' has its numbers in '{location}', which cannot be read ({exception.Message.TrimEnd('.')})");
        }
    }

    // Every part of the path below the folder may be a link; where it ends decides.
    private static bool IsInside(string folder, string path)
    {
        var root = Real(folder, 0);
        return Real(path, 0).StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private static string Real(string path, int links)
    {
        if (links > 40) throw new IOException("too many links");
        if (Path.GetDirectoryName(path) is not { } parent) return path;
        var here = Path.Combine(Real(parent, links), Path.GetFileName(path));
        return new FileInfo(here).LinkTarget is { } target ? Real(Path.GetFullPath(target, Path.GetDirectoryName(here)!), links + 1) : here;
    }
}
