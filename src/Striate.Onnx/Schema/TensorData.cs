using Striate.Onnx.Files;

namespace Striate.Onnx.Schema;

/// <content>Where numbers lie that are not in the message.</content>
internal sealed partial class TensorData
{
    /// <summary>The numbers as bytes in an open file; null if they are in the message.</summary>
    public FileSlice? Slice { get; set; }
}
