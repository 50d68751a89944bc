namespace Striate.Layers;

/// <summary>How the pixels of a block follow each other as channels.</summary>
public enum BlockOrder
{
    /// <summary>Place by place, all channels of each: channel (i · width + j) · C + c (ONNX's DCR, TensorFlow).</summary>
    DepthColumnRow,

    /// <summary>Channel by channel, all places of each: channel (c · height + i) · width + j (ONNX's CRD, PyTorch's pixel_shuffle).</summary>
    ColumnRowDepth,
}
