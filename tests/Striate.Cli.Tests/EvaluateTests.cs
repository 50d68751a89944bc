using System.Text.Json;
using Striate.Data.Readers;
using Striate.Layers;
using Striate.Networks;
using Striate.Onnx;
using Striate.Tensors;

namespace Striate.Cli.Tests;

public class EvaluateTests
{
    // The network says what it is given. True a a a b b c, answers a b a b c b.
    private static StriateProcess Prepared()
    {
        var striate = new StriateProcess();
        var network = Network.Sequential(Shape.Of(3), new Dense(3) { Name = "same", HasBias = false });
        network.Parameters["same.weight"].Set([1, 0, 0, 0, 1, 0, 0, 0, 1]);
        network.Save(striate.File("same.onnx"));
        Directory.CreateDirectory(striate.File("data"));
        Npy.Write(striate.File("data/inputs.npy"), Tensor.From([9f, 1, 2, 2, 9, 3, 9, 2, 1, 1, 9, 2, 1, 2, 9, 3, 9, 2], 6, 3));
        Npy.Write(striate.File("data/targets.npy"), Tensor.From<long>([0, 0, 0, 1, 1, 2], Shape.Of(6)));
        File.WriteAllText(striate.File("data/classes.txt"), "a\nb\nc\n");
        return striate;
    }

    [Fact]
    public void ClassesAreScored()
    {
        using var striate = Prepared();
        var (code, output, error) = striate.Run("evaluate", "--model", "same.onnx", "--data", "npy:data", "--top", "2");
        Assert.True(code == 0, error);
        var lines = output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(
        [
            "class  examples  precision  recall     f1  a  b  c",
            "a             3      1.000   0.667  0.800  2  1  0",
            "b             2      0.333   0.500  0.400  0  1  1",
            "c             1      0.000   0.000  0.000  0  1  0",
            "mean          6      0.444   0.389  0.400",
        ], lines[..5]);
        // Among the two largest: all but the second example (2, 9, 3) and the last (3, 9, 2).
        Assert.Equal(["top-2 accuracy 0.6667", "accuracy 0.5000 on 6 training examples"], lines[6..8]);
    }

    [Fact]
    public void ScoresAreJsonToo()
    {
        using var striate = Prepared();
        using var json = JsonDocument.Parse(striate.Run("evaluate", "--model", "same.onnx", "--data", "npy:data", "--top", "2", "--json").Output);
        double Number(string name) => json.RootElement.GetProperty(name).GetDouble();
        Assert.Equal((2, 4 / 6.0), (Number("top"), Number("top_accuracy")));
        Assert.Equal(4 / 9.0, Number("precision"), 12);
        Assert.Equal(7 / 18.0, Number("recall"), 12);
        Assert.Equal(0.4, Number("f1"), 12);
        var b = json.RootElement.GetProperty("classes")[1];
        Assert.Equal(("b", 2), (b.GetProperty("class").GetString(), b.GetProperty("examples").GetInt32()));
        Assert.Equal(1 / 3.0, b.GetProperty("precision").GetDouble(), 12);
    }

    [Fact]
    public void NoAnswerAtAllIsRefused()
    {
        using var striate = Prepared();
        var (code, _, error) = striate.Run("evaluate", "--model", "same.onnx", "--data", "npy:data", "--top", "0");
        Assert.Equal((2, "striate: --top 0 must be 1 or more."), (code, error.TrimEnd()));
    }
}
