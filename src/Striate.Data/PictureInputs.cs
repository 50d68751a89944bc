using Striate.Data.Pictures;
using Striate.Data.Readers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Data;

/// <summary>From a file to a network's input.</summary>
public static class PictureInputs
{
    /// <summary>Reads a PNG picture, resized and with the network's channels, or an .npy array of the input's shape (bytes are preprocessed, floats used as they are).</summary>
    /// <param name="path">The file.</param>
    /// <param name="input">The shape of one example.</param>
    /// <param name="preprocessing">How bytes become numbers; to 0…1 if null.</param>
    /// <exception cref="InvalidDataException">The file is missing, damaged or of another shape.</exception>
    public static Tensor Load(string path, Shape input, Preprocessing? preprocessing)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(input);
        var tensor = new Tensor(input.WithBatch(1));
        byte[] bytes;
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            var array = Npy.Read(path);
            if (array.Shape != input && array.Shape != input.WithBatch(1)) throw new InvalidDataException($"'{path}' is {array.Shape}; the network takes {input}.");
            if (array.Type == ElementType.Float32)
            {
                array.Floats.CopyTo(tensor.Floats);
                return tensor;
            }
            if (array.Type != ElementType.UInt8) throw new InvalidDataException($"'{path}' holds {array.Type}; inputs are float32 or uint8.");
            bytes = array.Bytes.ToArray();
        }
        else
        {
            if (input.Rank != 3 || input.Channels is not (1 or 3)) throw new InvalidDataException($"'{path}': the network takes {input}, which is no grey or RGB picture; give an .npy file.");
            bytes = Png.Read(path).WithChannels(input.Channels).Resize(input[0], input[1]).Bytes;
        }
        Span<float> label = stackalloc float[1];
        MemoryDataset.OfBytes(path, input, bytes, [0], ["?"], preprocessing).Read(0, 0, tensor.Floats, label);
        return tensor;
    }
}
