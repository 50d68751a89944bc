using Striate.Data;
using Striate.Data.Pictures;
using Striate.Data.Readers;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>A predictor from a model file, asked about files: two rooms that meet in their caller.</summary>
public sealed class PredictorFilesTests : IDisposable
{
    private readonly string _folder = TestData.Temporary();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AModelFileNamesAPictureFile()
    {
        SaveModel();
        // (100 − 10) / 2 = 45 and (20 − 10) / 2 = 5.
        Png.Write(In("cat.png"), new Picture(1, 2, 1, [100, 20]));
        var cat = Predictor.Load(In("model.onnx")).Predict(In("cat.png"));
        Assert.Equal([45f, 5f], cat.Scores);
        Assert.Equal("left 1.0000", cat.ToString());

        // Resized by half with antialiasing, as Pillow does it: columns of 100, 100, 15 and 25 by shares of 3/7, 3/7 and 1/7 give 615/7 and 220/7.
        Png.Write(In("large.png"), new Picture(2, 4, 1, [50, 150, 20, 20, 150, 50, 10, 30]));
        var large = Predictor.Load(In("model.onnx")).Predict(In("large.png"));
        Assert.Equal((615 / 7f - 10) / 2, large.Scores[0], 1e-4f);
        Assert.Equal((220 / 7f - 10) / 2, large.Scores[1], 1e-4f);

        var bytes = new Tensor(Shape.Of(1, 2, 1), ElementType.UInt8);
        (bytes.Bytes[0], bytes.Bytes[1]) = (100, 20);
        Npy.Write(In("cat.npy"), bytes);
        Assert.Equal(cat.Scores, Predictor.Load(In("model.onnx"), new PlanOptions { Threads = 1 }).Predict(In("cat.npy")).Scores);
        Npy.Write(In("cat.npy"), Tensor.From([45f, 5], 1, 1, 2, 1));
        Assert.Equal(cat.Scores, Predictor.Load(In("model.onnx")).Predict(In("cat.npy")).Scores);
    }

    [Fact]
    public void MessagesNameTheFile()
    {
        SaveModel();
        var array = In("nan.npy");
        Npy.Write(array, Tensor.From([float.NaN, 0], 1, 2, 1));
        Assert.Equal($"'{array}': The score of class 0 ('left') is NaN: look for numbers that are not finite in the input or in the parameters.",
            Assert.Throws<InvalidDataException>(() => Predictor.Load(In("model.onnx")).Predict(array)).Message);

        var maps = In("maps.onnx");
        Network.Sequential(Shape.Of(4, 4, 1), new Convolution(1, 3)).Save(maps);
        Assert.Equal($"'{maps}': A predictor reads a vector of scores; the network's output is 2×2×1. Use network.Run.",
            Assert.Throws<InvalidDataException>(() => Predictor.Load(maps)).Message);
        var none = In("none.onnx");
        Assert.Equal($"'{none}' is no sound ONNX model: it cannot be read (Could not find file '{none}').", Assert.Throws<InvalidDataException>(() => Predictor.Load(none)).Message);
    }

    // Each score is one pixel.
    private void SaveModel()
    {
        var network = Network.Sequential(Shape.Of(1, 2, 1), new Flatten(), new Dense(2) { Name = "fc", HasBias = false });
        new float[] { 1, 0, 0, 1 }.CopyTo(network.Parameters["fc.weight"].Values);
        network.Parameters.MarkChanged();
        network.With(new ModelInfo { ClassNames = ["left", "right"], Preprocessing = new Preprocessing { Factor = 1, Mean = [10], Scale = [2] } }).Save(In("model.onnx"));
    }

    private string In(string name) => Path.Combine(_folder, name);
}
