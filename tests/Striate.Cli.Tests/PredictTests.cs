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
        Refused("striate: The folder 'empty' holds no picture and no .npy file.", "empty");
        Refused("striate: There is no file or folder 'nothing.png'.", "pictures", "nothing.png");

        void Refused(string message, params string[] inputs)
        {
            var (code, output, error) = striate.Run(["predict", "--model", "model.onnx", .. inputs]);
            Assert.Equal((2, "", message), (code, output, error.TrimEnd()));
        }
    }

    // Folders below folders in the order of their paths; a file that cannot be read is told and left out.
    [Fact]
    public void WhatCannotBeReadIsSkipped()
    {
        using var striate = Prepared();
        Directory.CreateDirectory(striate.File("pictures/ab/deep"));
        Png.Write(striate.File("pictures/ab/deep/c.png"), new Picture(1, 2, 1, [200, 0]));
        File.WriteAllText(striate.File("pictures/text.png"), "no picture");
        File.WriteAllText(striate.File("pictures/notes.txt"), "not asked");
        var (code, output, error) = striate.Run("predict", "--model", "model.onnx", "pictures", "--top", "1", "--csv", "answers.csv");
        Assert.Equal(1, code);
        Assert.Equal(["pictures/a.png: \"right, far\" 0.8808", "pictures/ab/deep/c.png: left 0.8808", "pictures/b.png: left 0.8808"], output.TrimEnd().Split('\n'));
        var lines = error.TrimEnd().Split('\n');
        Assert.StartsWith("skipped: 'pictures/text.png' ", lines[0], StringComparison.Ordinal);
        Assert.Equal("1 of 4 inputs could not be read.", lines[1]);
        Assert.Equal(4, File.ReadAllLines(striate.File("answers.csv")).Length);
        using var json = JsonDocument.Parse(striate.Run("predict", "--model", "model.onnx", "pictures", "--json").Output);
        Assert.Equal((3, 1), (json.RootElement.GetProperty("predictions").GetArrayLength(), json.RootElement.GetProperty("skipped").GetArrayLength()));
        Assert.Equal("pictures/text.png", json.RootElement.GetProperty("skipped")[0].GetProperty("input").GetString());
    }

    [Fact]
    public void AContactSheetShowsPicturesAndAnswers()
    {
        using var striate = Prepared();
        Npy.Write(striate.File("pictures/c.npy"), Tensor.From([1f, 0], 1, 2, 1));
        var (code, _, error) = striate.Run("predict", "--model", "model.onnx", "pictures", "--sheet", "sheet.png");
        Assert.True(code == 0, error);
        var sheet = Picture.Read(striate.File("sheet.png"));
        // Three inputs in two columns: cells of 128 + 4 pixels, rows of 128 + 3 · 9 + 8, and 4 around them.
        Assert.Equal((2 * 163 + 4, 2 * 132 + 4, 3), (sheet.Height, sheet.Width, sheet.Channels));
        int At(int row, int column) => sheet.Bytes[(row * sheet.Width + column) * 3];
        // a.png is a black and a light pixel, each 64 large, in the middle of its square; around it is the ground.
        Assert.Equal((0, 200, 24), (At(4 + 64, 4 + 10), At(4 + 64, 4 + 120), At(4 + 10, 4 + 64)));
        // The best answer is written in white, the name in grey: of the letter a of a.png the top of its bow is row 2, columns 1 to 3.
        Assert.Equal([150, 150, 150], Enumerable.Range(1, 3).Select(column => At(4 + 128 + 4 + 2, 4 + column)));
        Assert.Equal(24, At(4 + 128 + 4, 4 + 2));
        Assert.Contains(255, Enumerable.Range(4, 128).Select(column => At(4 + 128 + 4 + 9 + 3, column)));
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
        Assert.Equal((2, "", "striate: The input 'input' takes Float32, not UInt8."), (code, output, error.TrimEnd()));
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
