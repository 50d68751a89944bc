namespace Striate.Cli.Tests;

/// <summary>Documents of the checkout that these tests were built from.</summary>
internal static class Documents
{
    /// <summary>docs/cli.md.</summary>
    public static string CommandLine { get; } = Read("docs/cli.md");

    /// <summary>The checkout's folder.</summary>
    public static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Striate.slnx"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Root, name));
}
