namespace Striate.Onnx;

/// <summary>What came of a conformance case.</summary>
public enum ConformanceOutcome
{
    /// <summary>Outputs agree.</summary>
    Pass,

    /// <summary>Outputs differ, or the files are damaged.</summary>
    Fail,

    /// <summary>The case uses what is not supported.</summary>
    Unsupported,
}
