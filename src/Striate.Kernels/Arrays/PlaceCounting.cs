namespace Striate.Kernels.Arrays;

/// <summary>From where the place of a number is counted.</summary>
public enum PlaceCounting
{
    /// <summary>The pixel in its own map, row by row.</summary>
    EachMap,

    /// <summary>Through all maps of all examples, <c>N × C × spatial…</c>, row by row (ONNX's MaxPool with a storage_order of 0).</summary>
    AllMaps,

    /// <summary>Through all maps of all examples, the pixels of a map column by column (ONNX's storage_order 1).</summary>
    AllMapsByColumns,
}
