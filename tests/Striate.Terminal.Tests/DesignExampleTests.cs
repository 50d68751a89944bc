using Striate.Data;
using Striate.Insight;
using Striate.Layers;
using Striate.Networks;
using Striate.Onnx;
using Striate.Plans;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Terminal.Tests;

/// <summary>The examples by which the library was designed: that they compile is the test, that they run is more.</summary>
public sealed class DesignExampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("striate-example").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TrainLookAndSave()
    {
        var (folder, file) = (_folder, Path.Combine(_folder, "lenet.onnx"));
        WriteIdx();

        var lenet = Network.Sequential(Shape.Of(28, 28, 1),
            new Convolution(6, kernel: 5) { Padding = Padding.Same }, new Tanh(), new AveragePooling(2),
            new Convolution(16, kernel: 5), new Tanh(), new AveragePooling(2),
            new Flatten(), new Dense(120), new Tanh(), new Dense(84), new Tanh(), new Dense(10));

        var trainer = new Trainer(lenet, Loss.SoftmaxCrossEntropy, new Sgd(0.05f) { Momentum = 0.9f }, seed: 1);
        var history = trainer.Fit(Mnist.Load(folder), epochs: 5, batch: 128, progress: Progress.Console());

        var summary = lenet.Summary();
        lenet.Save(file);

        Assert.Equal(5, history.Count);
        Assert.Equal(61_706, summary.Parameters);
        var tensor = new Tensor(Shape.Of(1, 28, 28, 1));
        Assert.Equal(lenet.Run(tensor).ToArray(), Predictor.Load(file).Predict(tensor).Scores);
    }

    [Fact]
    public void AGraph()
    {
        var x = Network.Input(32, 32, 3);
        var y = x.Then(new Convolution(16, 3) { Padding = Padding.Same }, new BatchNormalization(), new Relu());
        var z = y.Then(new Convolution(16, 3) { Padding = Padding.Same }, new BatchNormalization());
        var network = Network.Of((z + y).Then(new Relu(), new GlobalAveragePooling(), new Dense(10)));
        Assert.Equal(Shape.Of(10), network.OutputShape);
    }

    // IDX: two zeros, the type (8: bytes), the number of axes, their sizes as 32 bits with the highest byte first, the bytes.
    private void WriteIdx()
    {
        foreach (var (part, count) in new[] { ("train", 40), ("t10k", 10) })
        {
            var pixels = new byte[count * 784];
            new Random(count).NextBytes(pixels);
            File.WriteAllBytes(Path.Combine(_folder, $"{part}-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 28, 0, 0, 0, 28, .. pixels]);
            File.WriteAllBytes(Path.Combine(_folder, $"{part}-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, (byte)count, .. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);
        }
    }
}
