namespace Striate.Onnx;

/// <summary>Files that are whole or not there: written under another name, flushed to the disk, then renamed.</summary>
internal static class SafeFile
{
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = path + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            try
            {
                File.Delete(temporary);
            }
            catch (Exception second) when (second is IOException or UnauthorizedAccessException)
            {
                // What could not be written cannot be cleaned up either; the first failure is the one to tell.
            }
            throw new IOException($"'{path}' could not be written: {exception.Message}", exception);
        }
    }
}
