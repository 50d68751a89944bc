namespace Striate.Kernels.Arrays;

/// <summary>What an index of a gathering stands for.</summary>
public enum GatheringRule
{
    /// <summary>A place of the axis with all that is there: y[i…, j…, k…] = x[i…, places[j…], k…], ONNX's Gather.</summary>
    Slices,

    /// <summary>One element: y[i, j, k] = x[i, places[i, j, k], k], ONNX's GatherElements.</summary>
    Elements,

    /// <summary>The last axis of the places holds indices of several axes: y[b…, j…, k…] = x[b…, places[b…, j…]…, k…] behind the first axes b, ONNX's GatherND.</summary>
    Tuples,
}
