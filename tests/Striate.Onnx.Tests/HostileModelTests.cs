using Google.Protobuf;
using Striate.Onnx.Schema;

namespace Striate.Onnx.Tests;

/// <summary>Damaged models give one message that names the file, and take no more memory than they have bytes.</summary>
public sealed class HostileModelTests : IDisposable
{
    private readonly string _folder = TestData.Temporary();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AFileCutAnywhereIsRefused()
    {
        var whole = Small();
        for (var length = 0; length < whole.Length; length++) RequireRefusalOrNetwork(whole[..length], mustFail: length < whole.Length - 400);
    }

    [Fact]
    public void AChangedByteNeverEscapes()
    {
        var random = new Random(5);
        var whole = Small();
        for (var i = 0; i < 3000; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var n = random.Next(1, 4); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            RequireRefusalOrNetwork(bytes, mustFail: false);
        }
    }

    [Theory]
    [InlineData(1L << 40, 1L << 40, "'{0}' is no sound ONNX model: tensor 'dense1.weight' announces the sizes 1099511627776×1099511627776, which cannot be.")]
    [InlineData(40000L, 40000L, "'{0}' is no sound ONNX model: tensor 'dense1.weight' of 40000×40000 takes 6400000000 bytes, 24 are there.")]
    [InlineData(-1L, 3L, "'{0}' is no sound ONNX model: tensor 'dense1.weight' announces the sizes -1×3, which cannot be.")]
    public void AnnouncedSizesAreHeldAgainstTheFile(long rows, long columns, string message)
    {
        var model = ModelData.Parser.ParseFrom(Small());
        var weights = model.Graph.Initializer.Single(tensor => tensor.Name == "dense1.weight");
        weights.Dims.Clear();
        weights.Dims.Add(rows);
        weights.Dims.Add(columns);
        var before = GC.GetAllocatedBytesForCurrentThread();
        RequireMessage(model, message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void AnUnknownOperatorIsNamed()
    {
        var model = ModelData.Parser.ParseFrom(Small());
        model.Graph.Node[1].OpType = "Mystery";
        RequireMessage(model, "'{0}': operator Mystery is not supported.");
    }

    [Fact]
    public void AnUnknownAttributeIsNamed()
    {
        var model = ModelData.Parser.ParseFrom(Small());
        model.Graph.Node[1].Attribute.Add(new Schema.Attribute { Name = "odd", I = 3 });
        RequireMessage(model, "'{0}': Relu with attribute 'odd' is not supported.");
    }

    [Fact]
    public void AMissingFileIsNamed()
    {
        var path = Path.Combine(_folder, "none.onnx");
        var error = Assert.Throws<InvalidDataException>(() => OnnxModel.Load(path));
        Assert.StartsWith($"'{path}' ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private byte[] Small()
    {
        var path = Path.Combine(_folder, "small.onnx");
        Networks.Network.Sequential(Tensors.Shape.Of(3), new Layers.Dense(2), new Layers.Relu()).Save(path);
        return File.ReadAllBytes(path);
    }

    private void RequireMessage(ModelData model, string message)
    {
        var path = Path.Combine(_folder, "changed.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        var error = Assert.Throws<InvalidDataException>(() => OnnxModel.Load(path));
        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, message, path), error.Message);
    }

    private void RequireRefusalOrNetwork(byte[] bytes, bool mustFail)
    {
        var path = Path.Combine(_folder, "changed.onnx");
        File.WriteAllBytes(path, bytes);
        try
        {
            OnnxModel.Load(path);
        }
        catch (InvalidDataException exception)
        {
            Assert.Contains(path, exception.Message, StringComparison.Ordinal);
            return;
        }
        Assert.False(mustFail, $"The first {bytes.Length} bytes were read as a network.");
    }
}
