using Striate.Data.Readers;
using Striate.Networks;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Data.Tests.Readers;

public sealed class NpyFolderTests : IDisposable
{
    private readonly TestData _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Bytes_come_back_as_bytes_with_their_classes()
    {
        var data = MemoryDataset.OfBytes("pets", Shape.Of(1, 2, 3), [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255], [2, 0], ["cat", "dog", "fish"]);
        RequireSame(data, WriteAndLoad(data));
        Assert.Equal(ElementType.UInt8, Npy.Read(_files["part/inputs.npy"]).Type);
        // A part knows all classes, whether it has examples of each or not.
        var back = WriteAndLoad(new Subset(data, [1]), "one");
        Assert.Equal(["cat", "dog", "fish"], back.ClassNames);
        Assert.Equal([250, 251, 252, 253, 254, 255], Npy.Read(_files["one/inputs.npy"]).Bytes.ToArray());
    }

    [Fact]
    public void Other_numbers_come_back_as_floats()
    {
        var bytes = MemoryDataset.OfBytes("pets", Shape.Of(2, 1), [0, 1, 2, 3], [0, 1], ["a", "b"], new Preprocessing { Mean = [0.5f], Scale = [0.25f] });
        RequireSame(bytes, WriteAndLoad(bytes, "scaled"));
        var floats = MemoryDataset.OfFloats("numbers", Shape.Of(1, 1), [1.5f, -2.25f], Shape.Of(2), [1, 2, 3, 4.5f], []);
        RequireSame(floats, WriteAndLoad(floats, "floats"));
    }

    [Fact]
    public void What_does_not_go_together_is_refused()
    {
        var data = MemoryDataset.OfBytes("pets", Shape.Of(1, 1), [0, 1], [0, 1], ["a", "b"]);
        WriteAndLoad(data);
        var folder = _files["part"];
        Assert.Equal($"The folder '{folder}' is not empty.", Assert.Throws<ArgumentException>(() => NpyFolder.Write(folder, data)).Message);
        File.WriteAllText(_files["part/classes.txt"], "a\n");
        Assert.Equal($"'{_files["part/classes.txt"]}' names 1 classes; '{_files["part/targets.npy"]}' holds the class index 1.", Assert.Throws<InvalidDataException>(() => NpyFolder.Load(folder)).Message);
        var torn = MemoryDataset.OfBytes("pets", Shape.Of(1, 1), [0], [0], ["a\nb"]);
        Assert.Equal("The class name 'a\\nb' holds a line's end; classes.txt has a name a line.", Assert.Throws<ArgumentException>(() => NpyFolder.Write(_files["torn"], torn)).Message);
        Assert.False(Directory.Exists(_files["torn"]));
    }

    private IDataset WriteAndLoad(IDataset data, string name = "part")
    {
        NpyFolder.Write(_files[name], data);
        return DataKinds.Open($"npy:{_files[name]}").Train;
    }

    private static void RequireSame(IDataset expected, IDataset actual)
    {
        Assert.Equal((expected.Count, expected.InputShape, expected.TargetShape), (actual.Count, actual.InputShape, actual.TargetShape));
        Assert.Equal(expected.ClassNames, actual.ClassNames);
        for (var i = 0; i < expected.Count; i++) Assert.Equal(Numbers(expected, i), Numbers(actual, i));
    }

    private static float[] Numbers(IDataset data, int index)
    {
        var (input, target) = (new float[data.InputShape.Length], new float[data.TargetShape.Length]);
        data.Read(index, 0, input, target);
        return [.. input, .. target];
    }
}
