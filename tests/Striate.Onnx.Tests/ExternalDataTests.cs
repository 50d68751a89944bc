using System.Runtime.InteropServices;
using Google.Protobuf;
using Striate.Onnx.Schema;

namespace Striate.Onnx.Tests;

/// <summary>Numbers in files beside the model are read, and no file outside its folder is.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private readonly string _folder = TestData.Temporary();

    private string ModelPath => Path.Combine(_folder, "model", "a.onnx");

    public ExternalDataTests() => Directory.CreateDirectory(Path.Combine(_folder, "model", "weights"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("8", "12", new float[] { 3, 4, 5 })]
    [InlineData("4", "12", new float[] { 2, 3, 4 })]
    [InlineData(null, "12", new float[] { 1, 2, 3 })]
    [InlineData("8", null, new float[] { 3, 4, 5 })]
    public void NumbersAreFound(string? offset, string? length, float[] expected)
    {
        WriteFloats("weights/w.bin", 1, 2, 3, 4, 5);
        List<(string, string)> entries = [("location", "weights/w.bin")];
        if (offset is not null) entries.Add(("offset", offset));
        if (length is not null) entries.Add(("length", length));
        Assert.Equal(expected, Bias(SmallModels.Tensor("w", 1, 3).Elsewhere([.. entries])));
    }

    [Fact]
    public void AnotherTypeIsConverted()
    {
        File.WriteAllBytes(Path.Combine(_folder, "model", "w.bin"), MemoryMarshal.AsBytes<double>([0.1, 2, -3]).ToArray());
        Assert.Equal([0.1f, 2, -3], Bias(SmallModels.Tensor("w", 11, 3).Elsewhere(("location", "w.bin"))));
        Assert.Equal(["Tensor 'w' is float64, narrowed to float32."], OnnxModel.Load(ModelPath).Info.Notes.ToArray());
    }

    [Fact]
    public void AConstantMayLieThereToo()
    {
        WriteFloats("w.bin", 7, 8);
        var model = SmallModels.Sum(SmallModels.Tensor("w", 1, 2), 2);
        model.Graph.Initializer.RemoveAt(0);
        var node = new NodeData { OpType = "Constant", Name = "c" };
        node.Output.Add("w");
        node.Attribute.Add(new Schema.Attribute { Name = "value", Type = Schema.Attribute.Types.Kind.Tensor, T = SmallModels.Tensor("v", 1, 2).Elsewhere(("location", "w.bin")) });
        model.Graph.Node.Insert(0, node);
        File.WriteAllBytes(ModelPath, model.ToByteArray());
        Assert.Equal([7, 8], OnnxModel.Load(ModelPath).Parameters["sum.bias"].Values.ToArray());
    }

    [Theory]
    [InlineData("../secret.bin")]
    [InlineData("weights/../../secret.bin")]
    [InlineData("..\\secret.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("C:/secret.bin")]
    [InlineData("w.bin\0")]
    [InlineData("")]
    public void OtherFoldersAreRefused(string location)
    {
        WriteFloats("../secret.bin", 1, 2, 3);
        RequireMessage($"tensor 'w' has its numbers in '{location}'; a file inside the model's folder is allowed, without '..'.", ("location", location));
    }

    [Fact]
    public void NoLocationIsNoFile() => RequireMessage("tensor 'w' has its numbers in ''; a file inside the model's folder is allowed, without '..'.");

    [Theory]
    [InlineData("link.bin", "../secret.bin", "link.bin")]
    [InlineData("out", "..", "out/secret.bin")]
    [InlineData("second", "first", "second/secret.bin")]
    public void LinksThatLeaveAreRefused(string link, string target, string location)
    {
        WriteFloats("../secret.bin", 1, 2, 3);
        File.CreateSymbolicLink(Path.Combine(_folder, "model", "first"), Path.GetFullPath(_folder));
        File.CreateSymbolicLink(Path.Combine(_folder, "model", link), target);
        RequireMessage($"tensor 'w' has its numbers in '{location}', a link that leaves the model's folder.", ("location", location));
    }

    [Fact]
    public void LinksInsideAreFollowed()
    {
        WriteFloats("weights/w.bin", 1, 2, 3);
        File.CreateSymbolicLink(Path.Combine(_folder, "model", "link.bin"), "weights/w.bin");
        Assert.Equal([1, 2, 3], Bias(SmallModels.Tensor("w", 1, 3).Elsewhere(("location", "link.bin"))));
    }

    [Fact]
    public void TheFolderItselfMayBeALink()
    {
        WriteFloats("w.bin", 1, 2, 3);
        Bias(SmallModels.Tensor("w", 1, 3).Elsewhere(("location", "w.bin")));
        File.CreateSymbolicLink(Path.Combine(_folder, "alias"), "model");
        Assert.Equal([1, 2, 3], OnnxModel.Load(Path.Combine(_folder, "alias", "a.onnx")).Parameters["sum.bias"].Values.ToArray());
    }

    [Fact]
    public void LinksThatGoRoundEnd()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "model", "a"), "b");
        File.CreateSymbolicLink(Path.Combine(_folder, "model", "b"), "a");
        RequireMessage("tensor 'w' has its numbers in 'a', which cannot be read (too many links).", ("location", "a"));
    }

    [Fact]
    public void AMissingFileIsNamed() => RequireMessage("tensor 'w' has its numbers in 'none.bin', which is not there.", ("location", "none.bin"));

    [Theory]
    [InlineData("8", "16", "tensor 'w' takes 16 bytes from 8 on of 'w.bin', which has 20.")]
    [InlineData("24", null, "tensor 'w' takes 0 bytes from 24 on of 'w.bin', which has 20.")]
    [InlineData("0", "9223372036854775807", "tensor 'w' takes 9223372036854775807 bytes from 0 on of 'w.bin', which has 20.")]
    [InlineData("0", "8", "tensor 'w' of 3 takes 12 bytes, 8 are there.")]
    [InlineData("-4", "12", "tensor 'w' has the offset '-4' in its external data, which is no number of bytes.")]
    [InlineData("0", "0x0c", "tensor 'w' has the length '0x0c' in its external data, which is no number of bytes.")]
    public void LengthsAreHeldAgainstTheFile(string offset, string? length, string message)
    {
        WriteFloats("w.bin", 1, 2, 3, 4, 5);
        List<(string, string)> entries = [("location", "w.bin"), ("offset", offset)];
        if (length is not null) entries.Add(("length", length));
        RequireMessage(message, [.. entries]);
    }

    [Fact]
    public void NumbersInTwoPlacesAreRefused()
    {
        WriteFloats("w.bin", 1, 2, 3);
        var tensor = SmallModels.Tensor("w", 1, 3).Elsewhere(("location", "w.bin"));
        tensor.RawData = ByteString.CopyFrom(new byte[12]);
        Require("tensor 'w' has its numbers in two places.", tensor);
    }

    private float[] Bias(TensorData tensor)
    {
        File.WriteAllBytes(ModelPath, SmallModels.Sum(tensor, (int)tensor.Dims[0]).ToByteArray());
        return OnnxModel.Load(ModelPath).Parameters["sum.bias"].Values.ToArray();
    }

    private void WriteFloats(string name, params float[] values) => File.WriteAllBytes(Path.Combine(_folder, "model", name), MemoryMarshal.AsBytes<float>(values).ToArray());

    private void RequireMessage(string message, params ReadOnlySpan<(string, string)> entries) => Require(message, SmallModels.Tensor("w", 1, 3).Elsewhere(entries));

    private void Require(string message, TensorData tensor)
    {
        File.WriteAllBytes(ModelPath, SmallModels.Sum(tensor, 3).ToByteArray());
        var error = Assert.Throws<InvalidDataException>(() => OnnxModel.Load(ModelPath));
        Assert.Equal($"'{ModelPath}' is no sound ONNX model: {message}", error.Message);
    }
}
