namespace Striate.Architecture.Tests.Requirements;

/// <summary>docs/requirements-map.md says what the tests show; STRIATE_REGENERATE=1 rewrites it.</summary>
public class RequirementsMapTests
{
    [Fact]
    public void TheMapShowsTheTests()
    {
        var path = Path.Combine(Repository.Root, "docs", "requirements-map.md");
        if (Environment.GetEnvironmentVariable("STRIATE_REGENERATE") == "1") File.WriteAllText(path, RequirementsMap.Write());
        else Assert.Equal(RequirementsMap.Write(), File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void TestsAreFoundByMethodAndByClass()
    {
        // With a letter that is not there, so that this source names no rows.
        const string Source = """
            [Tr?it("Row", "7")]
            public sealed class Sums
            {
                [Fact]
                [Tr?it("Row", "8")]
                [Tr?it("Row", "9")]
                public void Add() { }

                public void Other() { }

                [Tr?it("Row", "8")]
                public async Task Wait() { }
            }
            """;
        Assert.Equal(["7: Sums", "8: Sums.Add, Sums.Wait", "9: Sums.Add"], CoveredRows.Read([Source.Replace('?', 'a')]).Select(row => $"{row.Key}: {string.Join(", ", row.Value)}"));
    }
}
