using System.IO.Compression;

namespace Striate.Data.Tests;

/// <summary>Where the real data lie, and folders that go away.</summary>
internal sealed class TestData : IDisposable
{
    /// <summary>The folder of real data: STRIATE_DATA, or <c>shared/data</c> beside a parent of the tests; null if there is none.</summary>
    public static string? Root { get; } = Find();

    /// <summary>A folder of this test's own.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("striate-data-").FullName;

    /// <summary>The path of a file in the folder.</summary>
    public string this[string name] => Path.Combine(Folder, name);

    public string Write(string name, params byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public string WriteZipped(string name, byte[] bytes)
    {
        using var stream = new GZipStream(File.Create(this[name]), CompressionLevel.Fastest);
        stream.Write(bytes);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("STRIATE_DATA") is { Length: > 0 } stated) return Directory.Exists(stated) ? stated : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(data)) return data;
        }
        return null;
    }
}
