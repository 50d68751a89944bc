namespace Striate.Layers;

/// <summary>What happens when windows do not fill their input exactly.</summary>
public enum Fit
{
    /// <summary>The last rows and columns are never looked at; <c>summary</c> counts them.</summary>
    Floor,

    /// <summary>The shape is refused, with the settings that would fit.</summary>
    Strict,

    /// <summary>Pooling keeps a last, partial window if it starts inside the input or the padding before it (PyTorch's and ONNX's ceil_mode).</summary>
    Ceiling,
}
