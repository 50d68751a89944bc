namespace Striate.Data.Tests;

/// <summary>A fact about real data; skipped, and seen to be, where the folder is missing.</summary>
internal sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute(string folder)
    {
        if (TestData.Root is null || !Directory.Exists(Path.Combine(TestData.Root, folder))) Skip = $"The data folder '{folder}' is not here; STRIATE_DATA names its parent.";
    }
}
