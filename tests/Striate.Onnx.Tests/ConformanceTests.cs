using Xunit.Abstractions;

namespace Striate.Onnx.Tests;

/// <summary>ONNX's own cases: what is read is read right.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    [DataFact("onnx-node")]
    public void OperatorCases() => Require("onnx-node", least: 44);

    [DataFact("onnx-conformance")]
    public void StoredCases() => Require("onnx-conformance", least: 33);

    private void Require(string folder, int least)
    {
        var results = Conformance.Find(Path.Combine(TestData.Root!, folder)).Select(Conformance.Run).ToArray();
        foreach (var result in results) output.WriteLine($"{result.Outcome} {result.Name}: {result.Reason}");
        var passes = results.Count(result => result.Outcome == ConformanceOutcome.Pass);
        output.WriteLine($"{passes} of {results.Length} pass, {results.Count(result => result.Outcome == ConformanceOutcome.Unsupported)} are not supported.");
        Assert.Empty(results.Where(result => result.Outcome == ConformanceOutcome.Fail).Select(result => $"{result.Name}: {result.Reason}"));
        Assert.All(results.Where(result => result.Outcome == ConformanceOutcome.Unsupported), result => Assert.NotEmpty(result.Reason));
        Assert.True(passes >= least, $"{passes} cases pass; it was {least}.");
    }
}
