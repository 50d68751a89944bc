namespace Striate.Onnx;

/// <summary>Files that are whole or not there: written under another name, flushed to the disk, then renamed.</summary>
internal static class SafeFile
{
    /// <summary>What stands behind a file's name until it is whole.</summary>
    public const string Suffix = ".tmp";

    /// <summary>Writes a file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="write">Writes what is in it.</param>
    /// <param name="check">Looks at the file under its other name, and throws if it must not be kept.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string path, Action<Stream> write, Action<string>? check = null)
    {
        var temporary = path + Suffix;
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            check?.Invoke(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception)
        {
            try
            {
                File.Delete(temporary);
            }
            catch (Exception second) when (second is IOException or UnauthorizedAccessException)
            {
                // What could not be written cannot be cleaned up either; the first failure is the one to tell.
            }
            if (exception is not (IOException or UnauthorizedAccessException)) throw;
            throw new IOException($"'{path}' could not be written: {exception.Message}", exception);
        }
    }
}
