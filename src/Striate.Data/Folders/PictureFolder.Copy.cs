namespace Striate.Data.Folders;

/// <content>Parts as folders of their own.</content>
public sealed partial class PictureFolder
{
    /// <summary>Copies the files of some examples into a folder of class folders, which <see cref="Load"/> reads.</summary>
    /// <param name="folder">Made if it is not there; it must be empty.</param>
    /// <param name="examples">Their numbers.</param>
    /// <exception cref="ArgumentException">The folder holds files, or lies among the pictures.</exception>
    public void Copy(string folder, IReadOnlyList<int> examples)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(examples);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new ArgumentException($"The folder '{folder}' is not empty.");
        static string Whole(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + Path.DirectorySeparatorChar;
        if (Whole(folder).StartsWith(Whole(_folder), StringComparison.Ordinal))
            throw new ArgumentException($"The folder '{folder}' lies in '{_folder}': its copies would count as pictures there.");
        foreach (var example in examples)
        {
            var target = Path.Combine(folder, ClassNames[_labels[example]]);
            Directory.CreateDirectory(target);
            // Folders below a class's may hold files of the same name.
            var name = Path.GetFileName(_paths[example]);
            for (var i = 2; File.Exists(Path.Combine(target, name)); i++) name = $"{Path.GetFileNameWithoutExtension(_paths[example])}-{i}{Path.GetExtension(name)}";
            File.Copy(_paths[example], Path.Combine(target, name));
        }
    }
}
