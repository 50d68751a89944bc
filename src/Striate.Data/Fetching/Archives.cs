using System.Formats.Tar;
using System.IO.Compression;

namespace Striate.Data.Fetching;

/// <summary>Archives of data sets, unpacked without their folders.</summary>
internal static class Archives
{
    public static bool IsArchive(string name) => name.EndsWith(".tar.gz", StringComparison.Ordinal);

    // The note that an archive was unpacked says which.
    public static bool IsUnpacked(string folder, RemoteFile file) => File.Exists(Note(folder, file)) && File.ReadAllText(Note(folder, file)).Trim() == file.Md5;

    /// <summary>Writes the files of an archive into a folder and deletes the archive. Only plain files are taken, by the last part of their names.</summary>
    public static async Task Unpack(string path, string folder, RemoteFile file, CancellationToken cancellation)
    {
        try
        {
            using (var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
            {
                using var archive = new TarReader(stream);
                while (await archive.GetNextEntryAsync(cancellationToken: cancellation).ConfigureAwait(false) is { } entry)
                {
                    if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
                    var name = entry.Name[(entry.Name.LastIndexOfAny(['/', '\\']) + 1)..];
                    if (name.Length == 0 || name is "." or "..") continue;
                    await entry.ExtractToFileAsync(Path.Combine(folder, name), overwrite: true, cancellation).ConfigureAwait(false);
                }
            }
            await File.WriteAllTextAsync(Note(folder, file), file.Md5, cancellation).ConfigureAwait(false);
            File.Delete(path);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"'{path}' is no whole archive: {exception.Message}", exception);
        }
    }

    private static string Note(string folder, RemoteFile file) => Path.Combine(folder, $"{file.Name}.md5");
}
