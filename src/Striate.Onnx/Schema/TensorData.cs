using Striate.Onnx.Files;
using Striate.Tensors;

namespace Striate.Onnx.Schema;

/// <content>Where numbers lie that are not in the message.</content>
internal sealed partial class TensorData
{
    /// <summary>The numbers as bytes in an open file; null if they are in the message.</summary>
    public FileSlice? Slice { get; set; }

    /// <summary>Whether one node alone reads the tensor: only then its numbers may go straight to where that node wants them.</summary>
    public bool IsReadOnce { get; set; }

    /// <summary>The tensor, once it was asked for, if its numbers are not read yet.</summary>
    public Tensor? Deferred { get; set; }
}
