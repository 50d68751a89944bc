using System.Runtime.ExceptionServices;
using Striate.Data.Pictures;
using Striate.Data.Readers;
using Striate.Training;

namespace Striate.Data.Folders;

/// <content>Finding the pictures.</content>
public sealed partial class PictureFolder
{
    private static readonly string[] Train = ["train", "training"], Validation = ["val", "valid", "validation"], Test = ["test", "testing"];

    /// <summary>Finds the pictures of a folder that holds a folder for each class, or a <c>train</c> folder of such folders, and where wanted <c>val</c> (or <c>valid</c>, <c>validation</c>) and <c>test</c> beside it.</summary>
    /// <remarks>A folder named train is a part only if all folders beside it are parts too. The classes are those of the training part; other parts may lack some.</remarks>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Size, preprocessing, and what becomes of unreadable files.</param>
    /// <exception cref="InvalidDataException">There are no two classes, or one without pictures; the message says where.</exception>
    public static DataSplits Load(string folder, PictureFolderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new PictureFolderOptions();
        Files.RequireFolder(folder);
        var parts = Folders(folder);
        string? Part(string[] names) => parts.FirstOrDefault(part => names.Contains(Path.GetFileName(part)));
        if (parts.Length > 0 && parts.All(part => Validation.Concat(Test).Contains(Path.GetFileName(part))))
            throw new InvalidDataException($"'{folder}' holds '{string.Join("', '", parts.Select(Path.GetFileName))}' but no 'train'. One part alone is images:{parts[0]}.");
        if (Part(Train) is not { } train || !parts.All(part => Train.Concat(Validation).Concat(Test).Contains(Path.GetFileName(part)))) return new DataSplits(Open(folder, null, options));
        var learnt = Open(train, null, options);
        return new DataSplits(learnt, Part(Validation) is { } validation ? Open(validation, learnt, options) : null, Part(Test) is { } test ? Open(test, learnt, options) : null);
    }

    private static PictureFolder Open(string folder, PictureFolder? learnt, PictureFolderOptions options)
    {
        var folders = Folders(folder);
        if (folders.Length == 0)
        {
            var pictures = Directory.EnumerateFiles(folder).Count(PictureDecoders.IsPicture);
            throw new InvalidDataException($"'{folder}' holds no folder of a class{(pictures > 0 ? $", but {pictures} pictures" : "")}; pictures lie in a folder for each class, as in {Path.Combine(folder, "cat", "1.jpg")}.");
        }
        string[] names = [.. folders.Select(path => Path.GetFileName(path))];
        if (learnt is null && names.Length == 1) throw new InvalidDataException($"'{folder}' holds pictures of one class, '{names[0]}'; there is nothing to tell apart. Give each class a folder.");
        string[] classes = learnt is null ? names : [.. learnt.ClassNames];
        var (paths, labels) = (new List<string>(), new List<int>());
        foreach (var (path, name) in folders.Zip(names))
        {
            var label = Array.IndexOf(classes, name);
            if (label < 0) throw new InvalidDataException($"'{path}' is a class that the training part does not have. It has: {string.Join(", ", classes)}.");
            var found = FolderFiles.Find(path, PictureDecoders.IsPicture);
            if (found.Length == 0) throw new InvalidDataException($"'{path}' holds no picture; names of pictures end in {string.Join(", ", PictureDecoders.Extensions)}.");
            paths.AddRange(found);
            labels.AddRange(Enumerable.Repeat(label, found.Length));
        }
        return options.Unreadable == Unreadable.Skip ? Readable(folder, paths, labels, classes, options) : new PictureFolder(folder, [.. paths], [.. labels], classes, [], options);
    }

    // In the order of their names, whatever the file system's.
    private static string[] Folders(string folder) => [.. Directory.EnumerateDirectories(folder).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)];

    // Decodes every picture once, as small as its decoder can, which still reads the whole file.
    private static PictureFolder Readable(string folder, List<string> paths, List<int> labels, string[] classes, PictureFolderOptions options)
    {
        var failures = new string?[paths.Count];
        try
        {
            Parallel.For(0, paths.Count, i => failures[i] = Failure(paths[i]));
        }
        catch (AggregateException exception)
        {
            // A decoder that is not installed is no matter of one picture.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
        var kept = Enumerable.Range(0, paths.Count).Where(i => failures[i] is null).ToArray();
        foreach (var label in labels.Distinct())
        {
            if (!Array.Exists(kept, i => labels[i] == label))
                throw new InvalidDataException($"images:{folder}: no picture of class '{classes[label]}' can be read. The first: {failures[labels.IndexOf(label)]}");
        }
        return new PictureFolder(folder, [.. kept.Select(i => paths[i])], [.. kept.Select(i => labels[i])], classes, [.. failures.OfType<string>()], options);
    }

    private static string? Failure(string path)
    {
        try
        {
            PictureFile.Open(path).Decode(new PictureSize(1, 1));
            return null;
        }
        catch (InvalidDataException exception)
        {
            return exception.Message;
        }
    }
}
