using System.Text.Json;
using Striate.Data.Pictures;
using Striate.Data.Readers;
using Striate.Layers;
using Striate.Networks;
using Striate.Onnx;
using Striate.Tensors;

namespace Striate.Cli.Tests;

public class PredictTests
{
    [Fact]
    public void AFolderIsAnsweredInTheOrderOfItsNames()
    {
        using var striate = Prepared();
        var (code, output, error) = striate.Run("predict", "--model", "model.onnx", "pictures", "--top", "2", "--csv", "answers.csv");
        Assert.True(code == 0, error);
        // Scores are (x · 0.01) for the left and the right pixel: a difference of 2, and 1 / (1 + exp(−2)) = 0.8808.
        Assert.Equal(["pictures/a.png: \"right, far\" 0.8808, left 0.1192", "pictures/b.png: left 0.8808, \"right, far\" 0.1192"], output.TrimEnd().Split('\n'));
        var rows = File.ReadAllLines(striate.File("answers.csv"));
        Assert.Equal(["input,rank,class,probability", "pictures/a.png,1,\"\"\"right, far\"\"\",0.88", "pictures/a.png,2,left,0.11"], rows[..3].Select(row => row[..Math.Min(row.Length, row.IndexOf("0.", StringComparison.Ordinal) is var at and >= 0 ? at + 4 : 99)]));

        using var json = JsonDocument.Parse(striate.Run("predict", "--model", "model.onnx", "pictures/b.png", "--json").Output);
        var prediction = json.RootElement.GetProperty("predictions")[0];
        Assert.Equal("pictures/b.png", prediction.GetProperty("input").GetString());
        Assert.Equal(["left", "\"right, far\""], prediction.GetProperty("answers").EnumerateArray().Select(answer => answer.GetProperty("class").GetString()));
        Assert.Equal(1 / (1 + Math.Exp(-2)), prediction.GetProperty("answers")[0].GetProperty("probability").GetDouble(), 1e-6);
    }

    [Fact]
    public void BadInputGivesOneLine()
    {
        using var striate = Prepared();
        Directory.CreateDirectory(striate.File("empty"));
        File.WriteAllText(striate.File("text.png"), "no picture");
        Refused("striate: The folder 'empty' holds no picture and no .npy file.", "empty");
        Refused("striate: 'text.png' is no picture of a known format: it begins with 6E6F2070. PNG, JPEG, BMP and PNM are read.", "text.png");

        void Refused(string message, string input)
        {
            var (code, output, error) = striate.Run("predict", "--model", "model.onnx", input);
            Assert.Equal((2, "", message), (code, output, error.TrimEnd()));
        }
    }

    [Fact]
    public void WithoutTheLibraryForJpegOneLineSaysHowToInstallIt()
    {
        using var striate = Prepared();
        // The head of a JPEG: start of image, a frame of 2×1 grey pixels, a scan.
        File.WriteAllBytes(striate.File("a.jpg"), [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 2, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]);
        striate.Environment["STRIATE_TURBOJPEG"] = striate.File("nowhere.so");
        var (code, output, error) = striate.Run("predict", "--model", "model.onnx", "a.jpg");
        Assert.Equal((2, "", "striate: 'a.jpg' is a JPEG file, which libjpeg-turbo decodes, and libjpeg-turbo is not installed: apt install libturbojpeg0 (Debian), apt install libturbojpeg (Ubuntu), "
            + "dnf install turbojpeg (Fedora), brew install jpeg-turbo (macOS), winget install libjpeg-turbo.libjpeg-turbo.VC (Windows).\n"), (code, output, error));
    }

    [Fact]
    public void RunTakesNumbersAndNoPixels()
    {
        using var striate = Prepared();
        Npy.Write(striate.File("bytes.npy"), new Tensor(Shape.Of(1, 1, 1, 2), ElementType.UInt8));
        var (code, output, error) = striate.Run("run", "--model", "model.onnx", "--input", "bytes.npy", "--output", "out");
        Assert.Equal((2, "", "striate: 'bytes.npy' holds UInt8; the inputs of run are float32, after preprocessing."), (code, output, error.TrimEnd()));
        Npy.Write(striate.File("floats.npy"), Tensor.From([3f, 4], 1, 1, 1, 2));
        (code, output, error) = striate.Run("run", "--model", "model.onnx", "--input", "floats.npy", "--output", "out");
        Assert.True(code == 0, error);
        Assert.Equal("output 1×2 out/output.npy", output.TrimEnd());
        Assert.Equal([3f, 4f], Npy.Read(striate.File("out/output.npy")).ToArray());
    }

    // A network whose scores are the two pixels of a picture, and two pictures.
    private static StriateProcess Prepared()
    {
        var striate = new StriateProcess();
        var network = Network.Sequential(Shape.Of(1, 2, 1), new Flatten(), new Dense(2) { Name = "fc", HasBias = false });
        new float[] { 1, 0, 0, 1 }.CopyTo(network.Parameters["fc.weight"].Values);
        network.Parameters.MarkChanged();
        network.With(new ModelInfo { ClassNames = ["left", "\"right, far\""], Preprocessing = new Preprocessing { Factor = 0.01f } }).Save(striate.File("model.onnx"));
        Directory.CreateDirectory(striate.File("pictures"));
        Png.Write(striate.File("pictures/b.png"), new Picture(1, 2, 1, [200, 0]));
        Png.Write(striate.File("pictures/a.png"), new Picture(1, 2, 1, [0, 200]));
        return striate;
    }
}
