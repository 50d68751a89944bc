using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>A network that was saved and loaded is the same network.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly string _folder = TestData.Temporary();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(LayerNetworks.Names), MemberType = typeof(LayerNetworks))]
    public void LoadedEqualsSaved(string name)
    {
        var network = LayerNetworks.All[name]();
        Scramble(network);
        var loaded = SaveAndLoad(network, "a.onnx");

        Assert.Equal(network.Nodes.Select(Describe), loaded.Nodes.Select(Describe));
        Assert.Equal(network.Nodes.Select(node => node.Layer), loaded.Nodes.Select(node => node.Layer));
        Assert.Equal(network.Inputs.Select(node => node.Name), loaded.Inputs.Select(node => node.Name));
        Assert.Equal(network.Outputs.Select(node => node.Name), loaded.Outputs.Select(node => node.Name));
        Assert.Equal(network.Parameters.Select(parameter => parameter.ToString()), loaded.Parameters.Select(parameter => parameter.ToString()));
        Assert.Equal(network.Parameters.Values.ToArray(), loaded.Parameters.Values.ToArray());
        Assert.Equal(network.Parameters.States.ToArray(), loaded.Parameters.States.ToArray());
    }

    [Theory]
    [MemberData(nameof(LayerNetworks.Names), MemberType = typeof(LayerNetworks))]
    public void FilesAreEqualToTheByte(string name)
    {
        var network = LayerNetworks.All[name]();
        SaveAndLoad(network, "a.onnx").Save(Path.Combine(_folder, "b.onnx"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "a.onnx")), File.ReadAllBytes(Path.Combine(_folder, "b.onnx")));
        Assert.Equal(["a.onnx", "b.onnx"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void OutputsAreEqualToTheBit()
    {
        var network = LayerNetworks.All["lenet5"]();
        var input = new Tensor(Shape.Of(3, 28, 28, 1));
        for (var i = 0; i < input.Floats.Length; i++) input.Floats[i] = MathF.Sin(i);
        Assert.Equal(network.Run(input).ToArray(), SaveAndLoad(network, "a.onnx").Run(input).ToArray());
    }

    [Fact]
    public void InformationIsKept()
    {
        var info = new ModelInfo { Name = "lenet", ClassNames = ["zero", "\"one\"", "zwei ü"], Preprocessing = new Preprocessing { Factor = 1f / 255, Mean = [0.1307f], Scale = [0.3081f] } };
        Assert.Equal(info, SaveAndLoad(LayerNetworks.All["lenet5"]().With(info), "a.onnx").Info);
    }

    [Fact]
    public void LayersOfYourOwnAreRefused()
    {
        var network = Network.Sequential(Shape.Of(3), new Own { Name = "mine" });
        var error = Assert.Throws<NotSupportedException>(() => network.Save(Path.Combine(_folder, "a.onnx")));
        Assert.Equal("Own 'mine' has no ONNX form. A layer of your own can be exported once it lowers to layers that have one.", error.Message);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void AFileThatCannotBeWrittenLeavesTheOldOne()
    {
        var network = LayerNetworks.All["dense"]();
        var path = Path.Combine(_folder, "a.onnx");
        network.Save(path);
        var before = File.ReadAllBytes(path);
        // A folder in the way of the temporary name stands for a disk that refuses.
        Directory.CreateDirectory(path + ".tmp");
        Assert.Throws<IOException>(() => network.Save(path));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    private static string Describe(Node node) => $"{node} ← {string.Join(", ", node.Inputs.Select(input => input.Name))}; {string.Join(", ", node.Parameters)}";

    private static void Scramble(Network network)
    {
        network.Initialize(7);
        for (var i = 0; i < network.Parameters.States.Length; i++) network.Parameters.States[i] = 0.1f + i % 17 / 3f;
        if (network.Parameters.LearntLength > 2) (network.Parameters.Values[0], network.Parameters.Values[1]) = (float.NaN, -0f);
    }

    private Network SaveAndLoad(Network network, string name)
    {
        var path = Path.Combine(_folder, name);
        network.Save(path);
        return OnnxModel.Load(path);
    }

    private sealed record Own : Layer
    {
        public override Shape OutputShape(in LayerInputs inputs) => inputs.Shape;

        public override Steps.Value Lower(Lowering lowering) => lowering.Input;
    }
}
