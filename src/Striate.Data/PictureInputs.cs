using Striate.Data.Folders;
using Striate.Data.Pictures;
using Striate.Data.Readers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Data;

/// <summary>From a file to what a network is shown.</summary>
public static class PictureInputs
{
    /// <summary>Reads what a network is shown of a file: of a picture the network's numbers, cut, resized and preprocessed as evaluation does it with <c>images:DIR</c>; of an .npy array its bytes or floats, as they are.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network; bytes become 0…1 where it carries no preprocessing.</param>
    /// <exception cref="InvalidDataException">The file is missing, damaged or of another shape.</exception>
    public static Tensor Load(string path, Network network)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(network);
        var shape = network.InputShape;
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase)) return Load(path, shape);
        RequirePicture(path, shape);
        var (file, input) = (PictureFile.Open(path), new Tensor(shape));
        var (size, cutter) = (file.Measure(), new PictureCutter(shape, network.Info.Preprocessing ?? Preprocessing.Bytes));
        cutter.Cut(file, size, cutter.Middle(size), input.Floats);
        return input;
    }

    /// <summary>Reads a picture as bytes, resized and with the network's channels, or an .npy array of the input's shape:
    /// bytes or floats, as they are.</summary>
    /// <param name="path">The file.</param>
    /// <param name="input">The shape of one example.</param>
    /// <returns>A tensor of that shape: <see cref="ElementType.UInt8"/>, or <see cref="ElementType.Float32"/> from an array of floats.</returns>
    /// <exception cref="InvalidDataException">The file is missing, damaged or of another shape.</exception>
    public static Tensor Load(string path, Shape input)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(input);
        if (!path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            RequirePicture(path, input);
            return Tensor.From<byte>(Picture.Read(path, new PictureSize(input[0], input[1])).WithChannels(input.Channels).Resize(input[0], input[1]).Bytes, input);
        }
        var array = Npy.Read(path);
        if (array.Shape != input && array.Shape != input.WithBatch(1)) throw new InvalidDataException($"'{path}' is {array.Shape}; the network takes {input}.");
        if (array.Type is not (ElementType.Float32 or ElementType.UInt8))
            throw new InvalidDataException($"'{path}' holds {array.Type}; inputs are float32 or uint8.");
        return array.Shape == input ? array : array.Reshape(input.AsSpan());
    }

    private static void RequirePicture(string path, Shape input)
    {
        if (input.Rank != 3 || input.Channels is not (1 or 3))
            throw new InvalidDataException($"'{path}': the network takes {input}, which is no grey or RGB picture; give an .npy file.");
    }
}
