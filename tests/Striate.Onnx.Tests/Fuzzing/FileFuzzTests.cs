using Google.Protobuf;
using Striate.Data.Readers;
using Striate.Onnx.Schema;
using Striate.Tensors;

namespace Striate.Onnx.Tests.Fuzzing;

/// <summary>Files spoilt at random from a fixed seed. STRIATE_FUZZ asks for another number of them for each test.</summary>
public sealed class FileFuzzTests : IDisposable
{
    private readonly string _folder = TestData.Temporary();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void OnnxBytes()
    {
        var files = Networks();
        var random = new Random(1);
        Run(600, "a.onnx", () => Mutation.Change(files[random.Next(files.Length)], files[random.Next(files.Length)], random), path => OnnxModel.Load(path));
    }

    [Fact]
    public void OnnxGraphs()
    {
        var models = Networks().Select(ModelData.Parser.ParseFrom).ToArray();
        var (operators, random) = (Operators(models), new Random(2));
        Run(600, "a.onnx", () => ModelMutation.Change(models[random.Next(models.Length)], operators, random), path => OnnxModel.Load(path));
    }

    [DataFact("onnx-node")]
    public void OnnxCases()
    {
        var models = Directory.EnumerateFiles(Path.Combine(TestData.Root!, "onnx-node"), "model.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(bytes => bytes.Length < 5000)
            .Select(ModelData.Parser.ParseFrom).ToArray();
        var (operators, random) = (Operators(models), new Random(3));
        Run(600, "a.onnx", () => ModelMutation.Change(models[random.Next(models.Length)], operators, random), path => OnnxModel.Load(path), mustRead: false);
    }

    [Fact]
    public void OnnxWithExternalData()
    {
        File.WriteAllBytes(Path.Combine(_folder, "w.bin"), new byte[40]);
        var tensor = SmallModels.Tensor("w", 1, 3).Elsewhere(("location", "w.bin"), ("offset", "8"), ("length", "12"));
        var (file, random) = (SmallModels.Sum(tensor, 3).ToByteArray(), new Random(4));
        Run(600, "a.onnx", () => Mutation.Change(file, file, random), path => OnnxModel.Load(path));
    }

    [Fact]
    public void SafeTensorsBytes()
    {
        var path = Path.Combine(_folder, "w.safetensors");
        SafeTensors.Write(path, new Dictionary<string, Tensor>
        {
            ["a.weight"] = Tensor.From([1, 2, 3, 4, 5, 6], 2, 3),
            ["a.bias"] = Tensor.From([1, 2], 2),
            ["steps"] = Tensor.From<long>([7], Shape.Scalar),
            ["mask"] = Tensor.From<bool>([true, false, true], Shape.Of(3)),
            ["none"] = new Tensor(Shape.Of(0, 4)),
        });
        var (file, random) = (File.ReadAllBytes(path), new Random(5));
        var network = Striate.Networks.Network.Sequential(Shape.Of(3), new Layers.Dense(2) { Name = "a" });
        Run(2000, "a.safetensors", () => Mutation.Change(file, file, random), name =>
        {
            network.LoadWeights(name);
            SafeTensors.Read(name);
        });
    }

    [Fact]
    public void NpyBytes()
    {
        byte[][] files = [Array(new Tensor(Shape.Of(3, 4, 2))), Array(Tensor.From<long>([1, 2, 3], Shape.Of(3))), Array(new Tensor(Shape.Scalar)), Array(Tensor.From<byte>([1, 2, 3, 4], Shape.Of(2, 2)))];
        var random = new Random(6);
        Run(2000, "a.npy", () => Mutation.Change(files[random.Next(files.Length)], files[random.Next(files.Length)], random), path => Npy.Read(path));
    }

    private void Run(int count, string name, Func<byte[]> make, Action<string> read, bool mustRead = true)
    {
        var path = Path.Combine(_folder, name);
        count = Fuzzer.Count(count);
        var readable = Fuzzer.Run(count, _ =>
        {
            File.WriteAllBytes(path, make());
            return path;
        }, read);
        // Neither all spoilt beyond reading nor all unharmed.
        Assert.InRange(readable, mustRead ? count / 50 : 0, count * 49 / 50);
    }

    private static string[] Operators(ModelData[] models) => [.. models.SelectMany(model => model.Graph.Node).Select(node => node.OpType).Distinct().Order(StringComparer.Ordinal)];

    private byte[] Array(Tensor tensor)
    {
        var path = Path.Combine(_folder, "x.npy");
        Npy.Write(path, tensor);
        return File.ReadAllBytes(path);
    }

    private byte[][] Networks()
    {
        var path = Path.Combine(_folder, "network.onnx");
        return [.. LayerNetworks.All.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair =>
        {
            pair.Value().Save(path, new SaveOptions { Check = false });
            return File.ReadAllBytes(path);
        }).Where(bytes => bytes.Length < 20_000)];
    }
}
