using System.Buffers;
using Striate.Tensors;

namespace Striate.Onnx.Files;

/// <summary>Numbers of a file as a tensor: as they are, or converted part by part.</summary>
internal static class NumberReader
{
    // Numbers of other types than ours go through a buffer of so many bytes.
    private const int Part = 64 * 1024;

    /// <summary>Reads a slice that holds as many numbers as the shape has.</summary>
    /// <param name="slice">The bytes.</param>
    /// <param name="type">ONNX's number of their type, one that is read.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <exception cref="InvalidDataException">A number is too large for the type as which it is read.</exception>
    public static Tensor Read(FileSlice slice, int type, Shape shape)
    {
        var tensor = new Tensor(shape, OnnxTypes.Read(type)!.Value);
        if (OnnxTypes.IsCopied(type))
        {
            slice.Read(0, tensor.Bytes);
            return tensor;
        }
        var buffer = ArrayPool<byte>.Shared.Rent(Part);
        for (long from = 0; from < slice.Length; from += Part)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(Part, slice.Length - from));
            slice.Read(from, part);
            OnnxTypes.Convert(type, part, tensor, (int)(from / OnnxTypes.Size(type)));
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return tensor;
    }
}
