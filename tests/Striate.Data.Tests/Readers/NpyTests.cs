using System.Text;
using Striate.Data.Readers;
using Striate.Tensors;

namespace Striate.Data.Tests.Readers;

public sealed class NpyTests : IDisposable
{
    private readonly TestData _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Boolean)]
    [InlineData(ElementType.UInt8)]
    public void What_is_written_is_read_again(ElementType type)
    {
        foreach (var shape in new[] { Shape.Scalar, Shape.Of(3), Shape.Of(2, 3), Shape.Of(2, 0, 4), Shape.Of(1, 2, 3, 4) })
        {
            var tensor = new Tensor(shape, type);
            for (var i = 0; i < tensor.Bytes.Length; i++) tensor.Bytes[i] = (byte)(type == ElementType.Boolean ? i % 2 : i % 100);
            Npy.Write(_files["a.npy"], tensor);
            var back = Npy.Read(_files["a.npy"]);
            Assert.Equal((shape, type), (back.Shape, back.Type));
            Assert.True(tensor.Bytes.SequenceEqual(back.Bytes));
            // NumPy aligns the data to 64 bytes.
            Assert.Equal(0, (new FileInfo(_files["a.npy"]).Length - tensor.Bytes.Length) % 64);
        }
    }

    [Fact]
    public void Float64_is_rounded()
    {
        var path = Array("<f8", "(2,)", [.. BitConverter.GetBytes(0.1), .. BitConverter.GetBytes(-3.0)]);
        Assert.Equal([0.1f, -3f], Npy.Read(path).ToArray());
    }

    [Fact]
    public void What_cannot_be_read_is_refused()
    {
        Refused(Array("<i2", "(1,)", [1, 2]), path => $"'{path}' holds <i2; read are <f4, <f8, <i8, <i4, |b1, |u1 and |i1.");
        Refused(Array(">f4", "(1,)", [0, 0, 0, 0]), path => $"'{path}' holds >f4; read are <f4, <f8, <i8, <i4, |b1, |u1 and |i1.");
        Refused(Array("<f4", "(2, 2)", new byte[16], "True"), path => $"'{path}' is in Fortran order; save it with numpy.ascontiguousarray.");
        Refused(Array("<f4", "(3,)", new byte[11]), path => $"'{path}' is truncated: 3 elements take 12 bytes, 11 are there.");
        Refused(Array("|u1", "(3,)", new byte[4]), path => $"'{path}' goes on behind its 3 bytes.");
        Refused(Array("<f4", "(99999, 99999)", []), path => $"'{path}' announces 99999×99999 elements of 4 bytes; at most 1073741823 bytes are read.");
        Refused(Array("<f4", "(0, 99999999999)", []), path => $"'{path}' announces 0×99999999999 elements of 4 bytes; at most 1073741823 bytes are read.");
        Refused(_files.Write("empty.npy"), path => $"'{path}' is no .npy file: it does not begin with the magic \\x93NUMPY.");
        Refused(_files.Write("long.npy", [.. Start, 2, 0, 255, 255, 255, 127]), path => $"'{path}' is truncated or announces a header of 2147483647 bytes; at most 65536 are read.");
        Refused(_files.Write("object.npy", [.. Start, 1, 0, 4, 0, .. "abc\n"u8]), path => $"'{path}' has a header that is no array's: abc");
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        Npy.Write(_files["whole.npy"], new Tensor(Shape.Of(2, 2), ElementType.Int32));
        var whole = File.ReadAllBytes(_files["whole.npy"]);
        for (var length = 0; length < whole.Length; length++)
        {
            var path = _files.Write("cut.npy", whole[..length]);
            Assert.StartsWith($"'{path}' ", Assert.Throws<InvalidDataException>(() => Npy.Read(path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_of_bytes_and_class_indices()
    {
        Npy.Write(_files["inputs.npy"], Bytes(Shape.Of(2, 2, 1), 0, 255, 255, 0));
        var targets = new Tensor(Shape.Of(2), ElementType.Int64);
        targets.AsSpan<long>()[1] = 2;
        Npy.Write(_files["targets.npy"], targets);
        var data = DataKinds.Open($"npy:{_files.Folder}").Train;
        Assert.Equal(["0", "1", "2"], data.ClassNames);
        Assert.Equal((2, Shape.Of(2, 1), Shape.Scalar), (data.Count, data.InputShape, data.TargetShape));
        var (input, target) = (new float[2], new float[1]);
        data.Read(1, 0, input, target);
        Assert.Equal([1f, 0f], input);
        Assert.Equal([2f], target);
    }

    [Fact]
    public void A_folder_of_floats_and_numbers_to_predict()
    {
        Npy.Write(_files["inputs.npy"], Floats(Shape.Of(2, 1), 7, -8));
        Npy.Write(_files["targets.npy"], Floats(Shape.Of(2, 2), 1, 2, 3, 4));
        var data = NpyFolder.Load(_files.Folder).Train;
        Assert.Empty(data.ClassNames);
        var (input, target) = (new float[1], new float[2]);
        data.Read(1, 0, input, target);
        Assert.Equal([-8f], input);
        Assert.Equal([3f, 4f], target);
    }

    [Fact]
    public void Folders_that_do_not_hold_together_are_refused()
    {
        var folder = _files.Folder;
        FolderRefused($"'{folder}' holds no inputs.npy.");
        Npy.Write(_files["inputs.npy"], Floats(Shape.Of(2, 1), 7, float.NaN));
        FolderRefused($"'{folder}' holds no targets.npy.");
        Npy.Write(_files["targets.npy"], Floats(Shape.Of(3), 1, 2, 3));
        FolderRefused($"'{folder}/targets.npy' is 3 for 2 inputs.");
        Npy.Write(_files["targets.npy"], Floats(Shape.Of(2), 1, float.NegativeInfinity));
        FolderRefused($"'{folder}/inputs.npy' holds NaN at element 1; training needs finite numbers.");
        Npy.Write(_files["inputs.npy"], Floats(Shape.Of(2, 1), 7, 8));
        FolderRefused($"'{folder}/targets.npy' holds -Infinity at element 1; training needs finite numbers.");
        var negative = new Tensor(Shape.Of(2), ElementType.Int32);
        negative.AsSpan<int>()[1] = -1;
        Npy.Write(_files["targets.npy"], negative);
        FolderRefused($"'{folder}/targets.npy': class index -1 at 1 is out of range 0 to 1000000.");
        Npy.Write(_files["inputs.npy"], new Tensor(Shape.Of(2, 1), ElementType.Int64));
        FolderRefused($"'{folder}/inputs.npy' holds Int64; inputs are float32 or uint8.");
        Npy.Write(_files["inputs.npy"], Floats(Shape.Of(2), 1, 2));
        FolderRefused($"'{folder}/inputs.npy' is 2; inputs are N × spatial × C.");
    }

    private static byte[] Start => [0x93, .. "NUMPY"u8];

    private static Tensor Bytes(Shape shape, params byte[] values)
    {
        var tensor = new Tensor(shape, ElementType.UInt8);
        values.CopyTo(tensor.Bytes);
        return tensor;
    }

    private static Tensor Floats(Shape shape, params float[] values)
    {
        var tensor = new Tensor(shape);
        values.CopyTo(tensor.Floats);
        return tensor;
    }

    private string Array(string type, string shape, byte[] data, string order = "False")
    {
        var header = Encoding.Latin1.GetBytes($"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}\n");
        return _files.Write("made.npy", [.. Start, 1, 0, (byte)header.Length, 0, .. header, .. data]);
    }

    private static void Refused(string path, Func<string, string> message) => Assert.Equal(message(path), Assert.Throws<InvalidDataException>(() => Npy.Read(path)).Message);

    private void FolderRefused(string message) => Assert.Equal(message, Assert.Throws<InvalidDataException>(() => NpyFolder.Load(_files.Folder)).Message);
}
