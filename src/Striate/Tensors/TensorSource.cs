namespace Striate.Tensors;

/// <summary>Writes the numbers of a tensor, as they lie in memory.</summary>
/// <param name="bytes">Where they go: as many bytes as the tensor has.</param>
public delegate void TensorSource(Span<byte> bytes);
