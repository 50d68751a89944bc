namespace Striate.Onnx;

/// <summary>A model is sound but uses something that is not read; the message names it.</summary>
public sealed class UnsupportedOperatorException(string what) : NotSupportedException($"{what} {(what.StartsWith("operators ", StringComparison.Ordinal) ? "are" : "is")} not supported")
{
    /// <summary>The operator, attribute or type.</summary>
    public string What { get; } = what;
}
