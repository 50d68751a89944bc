namespace Striate.Onnx;

/// <summary>An operator looks at the examples as at any axis: the graph must be read for a fixed number of them.</summary>
internal sealed class NeedsExamplesException(string what) : Exception(what);
