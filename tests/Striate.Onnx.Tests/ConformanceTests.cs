using Xunit.Abstractions;

namespace Striate.Onnx.Tests;

/// <summary>ONNX's own cases: what is read is read right.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    [DataFact("onnx-node")]
    public void OperatorCases() => Require("onnx-node");

    [DataFact("onnx-conformance")]
    public void StoredCases() => Require("onnx-conformance");

    // The totals are those of docs/onnx.md: a row `| … (`folder`) | passed | failed | unsupported |`.
    private void Require(string folder)
    {
        var results = Conformance.Find(Path.Combine(TestData.Root!, folder)).Select(Conformance.Run).ToArray();
        foreach (var result in results) output.WriteLine($"{result.Outcome} {result.Name}: {result.Reason}");
        Assert.Empty(results.Where(result => result.Outcome == ConformanceOutcome.Fail).Select(result => $"{result.Name}: {result.Reason}"));
        Assert.All(results.Where(result => result.Outcome == ConformanceOutcome.Unsupported), result => Assert.NotEmpty(result.Reason));
        int Count(ConformanceOutcome outcome) => results.Count(result => result.Outcome == outcome);
        var row = File.ReadLines(Path.Combine(LayerTableTests.Root(), "docs", "onnx.md")).Single(line => line.Contains($"(`{folder}`)", StringComparison.Ordinal));
        Assert.EndsWith($"| {Count(ConformanceOutcome.Pass)} | {Count(ConformanceOutcome.Fail)} | {Count(ConformanceOutcome.Unsupported)} |", row, StringComparison.Ordinal);
    }
}
