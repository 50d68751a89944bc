namespace Striate.Onnx;

/// <summary>A conformance case and what came of it.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">Why it failed, or what is not supported; empty for a pass.</param>
public sealed record ConformanceResult(string Name, ConformanceOutcome Outcome, string Reason);
