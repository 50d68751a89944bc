using Striate.Data.Pictures;
using Striate.Data.Readers;
using Striate.Tensors;

namespace Striate.Data.Tests;

public sealed class PictureInputsTests : IDisposable
{
    private readonly TestData _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_picture_is_resized_by_areas()
    {
        Png.Write(_files["a.png"], new Picture(2, 4, 1, [0, 100, 200, 200, 100, 200, 0, 0]));
        var tensor = PictureInputs.Load(_files["a.png"], Shape.Of(1, 2, 1));
        Assert.Equal((Shape.Of(1, 2, 1), ElementType.UInt8), (tensor.Shape, tensor.Type));
        // Both squares have mean 100.
        Assert.Equal([100, 100], tensor.Bytes.ToArray());
    }

    [Fact]
    public void Grey_becomes_colour_and_colour_becomes_grey()
    {
        Assert.Equal([7, 7, 7], new Picture(1, 1, 1, [7]).WithChannels(3).Bytes);
        // ITU-R BT.601: 0.299 · 255 = 76.2, 0.587 · 255 = 149.7, 0.114 · 255 = 29.1.
        Assert.Equal([76, 150, 29], new Picture(1, 3, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255]).WithChannels(1).Bytes);
        // Clear shows the white behind.
        Assert.Equal([255, 255, 255], new Picture(1, 1, 4, [9, 9, 9, 0]).WithChannels(3).Bytes);
    }

    [Fact]
    public void An_array_is_used_as_it_is()
    {
        var array = new Tensor(Shape.Of(2, 1));
        (array.Floats[0], array.Floats[1]) = (3, -4);
        Npy.Write(_files["a.npy"], array);
        Assert.Equal([3f, -4f], PictureInputs.Load(_files["a.npy"], Shape.Of(2, 1)).ToArray());
        Npy.Write(_files["a.npy"], Tensor.From<byte>([3, 255], Shape.Of(1, 2, 1)));
        Assert.Equal([3, 255], PictureInputs.Load(_files["a.npy"], Shape.Of(2, 1)).Bytes.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var path = _files["a.npy"];
        Npy.Write(path, new Tensor(Shape.Of(2, 1)));
        Refused(path, Shape.Of(3, 1), $"'{path}' is 2×1; the network takes 3×1.");
        Npy.Write(path, new Tensor(Shape.Of(3, 1), ElementType.Int64));
        Refused(path, Shape.Of(3, 1), $"'{path}' holds Int64; inputs are float32 or uint8.");
        var picture = _files["a.png"];
        Png.Write(picture, new Picture(1, 1, 1, [0]));
        Refused(picture, Shape.Of(3, 1), $"'{picture}': the network takes 3×1, which is no grey or RGB picture; give an .npy file.");
    }

    private static void Refused(string path, Shape input, string message) => Assert.Equal(message, Assert.Throws<InvalidDataException>(() => PictureInputs.Load(path, input)).Message);
}
