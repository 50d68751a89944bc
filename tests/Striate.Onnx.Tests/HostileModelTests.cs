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

    // The wire format: field · 8 + 2, a length, so many bytes. Field 7 of a model is its graph, 1 of that a node, 5 of that an attribute, 6 of that a graph.
    [Theory]
    [InlineData(new byte[] { 0x3a, 0x05, 1 }, "at byte 2: a field announces 5 bytes, 1 are left")]
    [InlineData(new byte[] { 0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f }, "at byte 10: a field announces 9223372036854775807 bytes, 0 are left")]
    [InlineData(new byte[] { 0x3a, 0xff }, "at byte 2: a number goes beyond the end of what holds it, byte 2")]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0 }, "at byte 10: a number has more than 10 bytes")]
    [InlineData(new byte[] { 0x3b }, "at byte 1: wire type 3 is not used by ONNX")]
    [InlineData(new byte[] { 0x00, 0x00 }, "at byte 1: field number 0 does not exist")]
    public void TheWireFormatIsHeldAgainstTheFile(byte[] bytes, string message)
    {
        var path = Path.Combine(_folder, "changed.onnx");
        File.WriteAllBytes(path, bytes);
        var whole = $"'{path}' is no sound ONNX model: it cannot be parsed ({message}).";
        Assert.Equal(whole, Assert.Throws<InvalidDataException>(() => OnnxModel.Load(path)).Message);
        Assert.Equal(whole, Assert.Throws<InvalidDataException>(() => OnnxModel.InputNames(path)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3000)]
    public void GraphsInGraphsEnd(int padding)
    {
        var attribute = new Schema.Attribute { Name = "body", S = ByteString.CopyFrom(new byte[padding]) };
        var graph = new GraphData { Name = "innermost" };
        for (var i = 0; i < 2000; i++)
        {
            attribute = new Schema.Attribute(attribute) { G = graph };
            var node = new NodeData { OpType = "If" };
            node.Attribute.Add(attribute);
            graph = new GraphData { Name = "outer" };
            graph.Node.Add(node);
            attribute = new Schema.Attribute { Name = "body" };
        }
        var path = Path.Combine(_folder, "changed.onnx");
        using (var stream = File.Create(path)) new ModelData { Graph = graph }.WriteTo(stream);
        var message = Assert.Throws<InvalidDataException>(() => OnnxModel.Load(path)).Message;
        Assert.Matches("^'.*changed.onnx' is no sound ONNX model: it cannot be parsed \\(at byte [0-9]+: messages are nested more than 64 deep\\)\\.$", message);
    }

    [Fact]
    public void NumbersThatAreThereTwiceAreRefused()
    {
        var tensor = SmallModels.Tensor("w", 1, 1000);
        tensor.RawData = ByteString.CopyFrom(new byte[4000]);
        var path = Path.Combine(_folder, "changed.onnx");
        // The same initializer, its bytes two times: protobuf would merge them.
        var twice = new byte[] { 0x2a }.Concat(Variable(2 * tensor.CalculateSize())).Concat(tensor.ToByteArray()).Concat(tensor.ToByteArray()).ToArray();
        File.WriteAllBytes(path, [0x3a, .. Variable(twice.Length), .. twice]);
        var message = Assert.Throws<InvalidDataException>(() => OnnxModel.Load(path)).Message;
        Assert.EndsWith(": a tensor's numbers are there twice).", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "tensor 'w' has a field that ONNX does not have.")]
    [InlineData(-1, "tensor 'w' has a field that ONNX does not have.")]
    public void AFieldThatTheReaderUsesHarmsNothing(int stored, string message)
    {
        var tensor = SmallModels.Tensor("w", 1, 3);
        tensor.FloatData.Add([1, 2, 3]);
        tensor.Stored = stored;
        RequireMessage(SmallModels.Sum(tensor, 3), $"'{{0}}' is no sound ONNX model: {message}");
    }

    [Fact]
    public void NumbersOfAnotherTypeAreNamed()
    {
        var tensor = SmallModels.Tensor("w", 7, 1000);
        tensor.FloatData.Add(new float[1000]);
        RequireMessage(SmallModels.Sum(tensor, 3), "'{0}' is no sound ONNX model: tensor 'w' of int64 has numbers where those of float32 belong.");
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
    public void AnAttributeOfAnotherKindIsNamed()
    {
        var model = ModelData.Parser.ParseFrom(Small());
        var softmax = new NodeData { OpType = "Softmax", Name = "s" };
        softmax.Input.Add(model.Graph.Node[^1].Output[0]);
        softmax.Output.Add("z");
        softmax.Attribute.Add(new Schema.Attribute { Name = "axis", F = 1, Type = Schema.Attribute.Types.Kind.Float });
        model.Graph.Node.Add(softmax);
        RequireMessage(model, "'{0}' is no sound ONNX model: Softmax 's' has attribute 'axis' of kind FLOAT; it must be INT.");
    }

    [Fact]
    public void ANameForTwoValuesIsRefused()
    {
        var model = ModelData.Parser.ParseFrom(Small());
        model.Graph.Node[1].Output[0] = model.Graph.Node[0].Output[0];
        RequireMessage(model, $"'{{0}}' is no sound ONNX model: the value '{model.Graph.Node[0].Output[0]}' is made twice.");
        model = ModelData.Parser.ParseFrom(Small());
        model.Graph.Initializer.Add(model.Graph.Initializer[0]);
        RequireMessage(model, $"'{{0}}' is no sound ONNX model: the value '{model.Graph.Initializer[0].Name}' is made twice.");
    }

    [Fact]
    public void ANodeWithoutOutputsIsRefused()
    {
        var model = ModelData.Parser.ParseFrom(Small());
        model.Graph.Node.Add(new NodeData { OpType = "Relu", Name = "r" });
        RequireMessage(model, "'{0}' is no sound ONNX model: Relu 'r' has no output.");
    }

    // A constant of 4 numbers, each step twice as long as the one before: 2²⁴ numbers and all before them take just less than 128 MB.
    [Fact]
    public void ConstantsThatDoubleEnd()
    {
        var model = SmallModels.Sum(SmallModels.Tensor("b", 1, 4), 4);
        model.Graph.Initializer[0].RawData = ByteString.CopyFrom(new byte[16]);
        for (var i = 0; i < 40; i++)
        {
            var join = new NodeData { OpType = "Concat" };
            join.Input.Add([i == 0 ? "b" : $"t{i}", i == 0 ? "b" : $"t{i}"]);
            join.Output.Add($"t{i + 1}");
            join.Attribute.Add(new Schema.Attribute { Name = "axis", I = 0 });
            model.Graph.Node.Insert(i, join);
        }
        RequireMessage(model, "'{0}' is no sound ONNX model: Joining of constants makes an array of 33554432; all that is made of constants would take more than 128 MB.");
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

    private static IEnumerable<byte> Variable(int value)
    {
        for (; value >= 128; value >>= 7) yield return (byte)(value | 128);
        yield return (byte)value;
    }
}
