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
            ["signed"] = Tensor.From<sbyte>([1, -2, -128], Shape.Of(3)),
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
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}}""", 2, "'{0}': tensor 'a' holds F8_E4M3; read are F32, F64, F16, BF16, I64, I32, I16, U64, U32, U16, U8, I8 and BOOL.")]
    [InlineData("""{"a":{"dtype":"U64","shape":[1],"data_offsets":[0,8]}}""", -8, "'{0}': tensor 'a': the uint64 18446744073709551615 is larger than an int64 can be.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2000000000],"data_offsets":[0,8]}}""", 8, "'{0}': tensor 'a' of 2000000000 takes 8000000000 bytes, 8 are there.")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "'{0}' is no safetensors file: its header is damaged (The given key was not present in the dictionary.).")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},"c":{"dtype":"U8","shape":[1],"data_offsets":[4,5]}}""", 5,
        "'{0}': tensor 'b' begins at 1, the one before it ends at 2.")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "'{0}' holds two tensors called 'a'.")]
    public void LiesAreNamed(string header, int data, string message)
    {
        File.WriteAllBytes(FilePath, File1(header, data > 0 ? new byte[data] : [.. Enumerable.Repeat((byte)255, -data)]));
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
        Assert.Equal(["b.weight: the network has 2×2 = 4, the file 1×3 = 3"], report.Mismatched);
        Assert.False(report.IsComplete);
        Assert.Equal([1, 2, 3, 4, 5, 6], network.Parameters["a.weight"].Values.ToArray());
    }

    // F16 1.5 = 0x3e00, BF16 −2 = 0xc000, F64 0.5; three bytes of shorts and words beside.
    [Fact]
    public void OtherTypesAreConverted()
    {
        const string header = """
            {"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"u":{"dtype":"U64","shape":[1],"data_offsets":[8,16]},"w":{"dtype":"U32","shape":[1],"data_offsets":[16,20]},"h":{"dtype":"F16","shape":[1],"data_offsets":[20,22]},"b":{"dtype":"BF16","shape":[1],"data_offsets":[22,24]},"s":{"dtype":"I16","shape":[1],"data_offsets":[24,26]},"t":{"dtype":"U16","shape":[1],"data_offsets":[26,28]}}
            """;
        File.WriteAllBytes(FilePath, File1(header, [0, 0, 0, 0, 0, 0, 0xe0, 0x3f, 7, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0x3e, 0, 0xc0, 255, 255, 255, 255]));
        var read = SafeTensors.Read(FilePath);
        Assert.Equal([0.5f, 1.5f, -2], new[] { read["d"], read["h"], read["b"] }.Select(tensor => tensor.Floats[0]));
        Assert.Equal([7L, 4294967295], new[] { read["u"], read["w"] }.Select(tensor => tensor.AsSpan<long>()[0]));
        Assert.Equal([-1, 65535], new[] { read["s"], read["t"] }.Select(tensor => tensor.AsSpan<int>()[0]));
    }

    [Fact]
    public void TheReportSaysWhatBecameOfEachTensor()
    {
        const string header = """
            {"a.bias":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"a.weight":{"dtype":"F32","shape":[3,2],"data_offsets":[4,28]},"a.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[28,36]},"a.odd":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[36,37]},"c":{"dtype":"F32","shape":[],"data_offsets":[37,41]}}
            """;
        File.WriteAllBytes(FilePath, File1(header, [0, 0x3e, 0, 0xc0, .. new byte[37]]));
        var network = Network.Sequential(Shape.Of(3), new Layers.Dense(2) { Name = "a" }, new Layers.Dense(2) { HasBias = false, Name = "b" });
        var report = network.LoadWeights(FilePath);
        Assert.Equal("""
            loaded 1, missing 1, unexpected 1, mismatched 1
            missing b.weight
            unexpected c
            mismatched a.weight: the network has 2×3 = 6, the file 3×2 = 6; with its axes in reverse order it would fit
            note: Tensor 'a.bias' is F16, widened to float32.
            note: 2 tensors that are no floats were left out: 'a.num_batches_tracked' (I64), 'a.odd' (F8_E4M3).
            """.ReplaceLineEndings("\n"), report.ToString());
        Assert.Equal([1.5f, -2], network.Parameters["a.bias"].Values.ToArray());
    }

    [Fact]
    public void TwoTensorsOfOneNameAreRefused()
    {
        SafeTensors.Write(FilePath, new Dictionary<string, Tensor> { ["x.weight"] = Tensor.From([1], 1), ["y.weight"] = Tensor.From([2], 1) });
        var network = Network.Sequential(Shape.Of(1), new Layers.Dense(1));
        Assert.Equal($"'{FilePath}': tensors 'x.weight' and 'y.weight' are both called 'z.weight' by the map.",
            Assert.Throws<InvalidDataException>(() => network.LoadWeights(FilePath, NameMap.Parse(["x=z", "y=z"]).Apply)).Message);
    }

    [Theory]
    [InlineData("PK\u0003\u0004 and more")]
    [InlineData("\u0080\u0002}q ")]
    public void CheckpointsOfPyTorchAreNamed(string start)
    {
        File.WriteAllBytes(FilePath, Encoding.Latin1.GetBytes(start));
        Assert.Equal($"'{FilePath}' is a checkpoint of PyTorch, not safetensors; save it as safetensors: safetensors.torch.save_file(model.state_dict(), 'model.safetensors').",
            Assert.Throws<InvalidDataException>(() => SafeTensors.Read(FilePath)).Message);
    }

    [DataFact("models")]
    public void EveryPublishedCheckpointIsReadOrNamed()
    {
        var files = Directory.GetFiles(Path.Combine(TestData.Root!, "models"), "*.*", SearchOption.AllDirectories);
        var read = files.Where(file => file.EndsWith(".safetensors", StringComparison.Ordinal)).ToDictionary(file => Path.GetFileName(file), file => SafeTensors.Read(file).Count);
        Assert.Equal(9, read["multi_layer.safetensors"]);
        Assert.Equal(20, read["mnist.safetensors"]);
        foreach (var file in files.Where(file => Path.GetExtension(file) is ".pt" or ".th"))
        {
            var message = Assert.Throws<InvalidDataException>(() => SafeTensors.Read(file)).Message;
            Assert.True(message.StartsWith($"'{file}' is a checkpoint of PyTorch,", StringComparison.Ordinal) || Path.GetFileName(file) == "broken.pt", message);
        }
    }

    private static byte[] File1(string header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, Encoding.UTF8.GetByteCount(header));
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. data];
    }
}
