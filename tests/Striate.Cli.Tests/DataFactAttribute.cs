namespace Striate.Cli.Tests;

/// <summary>A test that needs a folder of real data, <c>shared/data</c> beside the repository or the folder that STRIATE_DATA names; skipped where it is not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute(string folder)
    {
        if (Find(folder) is null) Skip = $"The data folder '{folder}' is not here; STRIATE_DATA names its parent.";
    }

    /// <summary>The path of a folder of data, or null.</summary>
    public static string? Find(string folder)
    {
        if (Environment.GetEnvironmentVariable("STRIATE_DATA") is { } root) return Directory.Exists(Path.Combine(root, folder)) ? Path.Combine(root, folder) : null;
        for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
            if (Path.Combine(place.FullName, "shared", "data", folder) is var path && Directory.Exists(path)) return path;
        return null;
    }
}
