using System.Buffers.Binary;
using System.Text;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>Tensors by name, there and back; and files that lie.</summary>
public sealed class SafeTensorsTests : IDisposable
{
    private readonly string _folder = TestData.Temporary();

    private string FilePath => Path.Combine(_folder, "a.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TensorsComeBack()
    {
        var tensors = new Dictionary<string, Tensor>
        {
            ["bytes"] = Tensor.From<byte>([1, 2, 255], Shape.Of(3)),
            ["floats"] = Tensor.From([1, float.NaN, -0f, float.MaxValue], 2, 2),
            ["longs"] = Tensor.From<long>([long.MinValue], Shape.Scalar),
            ["ints"] = Tensor.From<int>([7, -7], Shape.Of(2, 1)),
            ["truths"] = Tensor.From<bool>([true, false], Shape.Of(2)),
            ["nothing \"ü\""] = new Tensor(Shape.Of(0, 3)),
        };
        SafeTensors.Write(FilePath, tensors);
        var read = SafeTensors.Read(FilePath);
        Assert.Equal(tensors.Keys.Order(), read.Keys.Order());
        foreach (var (name, tensor) in tensors)
        {
            Assert.Equal(tensor.ToString(), read[name].ToString());
            Assert.Equal(tensor.Bytes.ToArray(), read[name].Bytes.ToArray());
        }
    }

    [Fact]
    public void BytesAreThoseOfTheReference()
    {
        // Python's safetensors 0.4, save({"a": float32 [1.0], "b": int64 [2]}): wider types first, then by name.
        SafeTensors.Write(FilePath, new Dictionary<string, Tensor> { ["a"] = Tensor.From([1], 1), ["b"] = Tensor.From<long>([2], Shape.Of(1)) });
        const string header = """{"b":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""";
        Assert.Equal(File1(header.PadRight(112), [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128, 63]), File.ReadAllBytes(FilePath));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "'{0}': tensor 'a' lies at 0 to 8, the file has 4 bytes of data.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "'{0}': tensor 'a' of 3 takes 12 bytes, 8 are there.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, "'{0}': its tensors cover 8 of 12 bytes of data.")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}}""", 2, "'{0}': tensor 'a' holds F8_E4M3; read are F32, F64, I64, I32, BOOL and U8.")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},"c":{"dtype":"U8","shape":[1],"data_offsets":[4,5]}}""", 5,
        "'{0}': tensor 'b' begins at 1, the one before it ends at 2.")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "'{0}' holds two tensors called 'a'.")]
    public void LiesAreNamed(string header, int data, string message)
    {
        File.WriteAllBytes(FilePath, File1(header, new byte[data]));
        var error = Assert.Throws<InvalidDataException>(() => SafeTensors.Read(FilePath));
        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, message, FilePath), error.Message);
    }

    [Fact]
    public void AFileCutAnywhereIsRefused()
    {
        SafeTensors.Write(FilePath, new Dictionary<string, Tensor> { ["a"] = Tensor.From([1, 2], 2), ["b"] = Tensor.From<long>([2], Shape.Of(1)) });
        var whole = File.ReadAllBytes(FilePath);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            Assert.Contains(FilePath, Assert.Throws<InvalidDataException>(() => SafeTensors.Read(FilePath)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AChangedByteNeverEscapes()
    {
        SafeTensors.Write(FilePath, new Dictionary<string, Tensor> { ["a"] = Tensor.From([1, 2], 2), ["b"] = Tensor.From<long>([2], Shape.Of(1)) });
        var (whole, random) = (File.ReadAllBytes(FilePath), new Random(3));
        for (var i = 0; i < 3000; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var n = random.Next(1, 4); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(FilePath, bytes);
            if (Record.Exception(() => SafeTensors.Read(FilePath)) is { } error) Assert.IsType<InvalidDataException>(error);
        }
    }

    [Fact]
    public void WeightsAreLoadedByName()
    {
        var network = Network.Sequential(Shape.Of(3), new Layers.Dense(2) { Name = "a" }, new Layers.Dense(2) { Name = "b" });
        SafeTensors.Write(FilePath, new Dictionary<string, Tensor>
        {
            ["module.a.weight"] = Tensor.From([1, 2, 3, 4, 5, 6], 2, 3),
            ["module.b.weight"] = Tensor.From([1, 2, 3], 1, 3),
            ["module.b.bias"] = Tensor.From([1, 2], 2),
            ["module.c.bias"] = Tensor.From([1], 1),
        });
        var report = network.LoadWeights(FilePath, name => name["module.".Length..]);
        Assert.Equal(["a.weight", "b.bias"], report.Loaded);
        Assert.Equal(["a.bias"], report.Missing);
        Assert.Equal(["c.bias"], report.Unexpected);
        Assert.Equal(["b.weight: the network has 2×2, the file 1×3 Float32"], report.Mismatched);
        Assert.False(report.IsComplete);
        Assert.Equal([1, 2, 3, 4, 5, 6], network.Parameters["a.weight"].Values.ToArray());
    }

    private static byte[] File1(string header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, Encoding.UTF8.GetByteCount(header));
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. data];
    }
}
