namespace Striate.Onnx.Tests;

/// <summary>Where the real data lie, and folders that go away.</summary>
internal static class TestData
{
    /// <summary>The folder of real data: STRIATE_DATA, or <c>shared/data</c> beside a parent of the tests; null if there is none.</summary>
    public static string? Root { get; } = Find();

    public static string Temporary() => Directory.CreateTempSubdirectory("striate-onnx-").FullName;

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
