using System.IO.Enumeration;

namespace Striate.Data.Folders;

/// <summary>The files of a folder and of those below it.</summary>
public static class FolderFiles
{
    // Links to folders are not followed: they may lead back up, and then every file would be found many times, or to other classes. Hidden and system files are left out.
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, IgnoreInaccessible = false };

    /// <summary>The paths of the wanted files in ordinal order. Links to files count as files; links to folders are left out, hidden files and folders too.</summary>
    /// <param name="folder">The folder, or a link to one.</param>
    /// <param name="wanted">Whether a file counts, by its path.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static string[] Find(string folder, Func<string, bool> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var files = new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), Below)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return [.. files.Where(wanted).Order(StringComparer.Ordinal)];
    }
}
