using System.IO.Compression;
using Striate.Data.Readers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>Models that others published give the outputs that others computed.</summary>
public sealed class StoredModelTests
{
    // The reference outputs are those of ONNX's own numpy evaluator on the first 100 test pictures.
    [DataFact("models")]
    public void MnistOfOnnxRuntime() => RequireMnist("ort-examples/mnist.onnx", "ort-examples/mnist_logits_first100test.npy");

    [DataFact("models")]
    public void MnistOfWindows() => RequireMnist("winml/mnist.onnx", "winml/mnist_logits_first100test.npy");

    [DataFact("models")]
    public void MnistOfWonnx() => RequireMnist("wonnx/opt-mnist.onnx", "wonnx/opt-mnist_logits_first100test.npy");

    [DataFact("models")]
    public void SingleRelu() => Assert.Equal(["Relu"], Load("wonnx/single_relu.onnx").Nodes.Where(node => !node.IsInput).Select(node => node.Layer!.Kind));

    // ONNX's numpy evaluator again, of a model without an opset: Add with an axis, Reshape with its shape as an attribute.
    [DataFact("models")]
    public void SuperResolution()
    {
        using var reference = new NpzReader("onnx-tutorials/super_resolution_reference.npz");
        var model = OnnxModel.Import(Path.Combine(TestData.Root!, "models", "onnx-tutorials/super_resolution.onnx"));
        RequireClose(reference["out_27"].Floats, model.Run(new Dictionary<string, Tensor> { ["1"] = reference["in_1"] })["27"].Floats);
    }

    [DataFact("models")]
    public void FaceDetector()
    {
        using var reference = new NpzReader("ultraface/rfb320_reference.npz");
        var model = OnnxModel.Import(Path.Combine(TestData.Root!, "models", "ultraface/version-RFB-320_simplified.onnx"));
        var outputs = model.Run(new Dictionary<string, Tensor> { ["input"] = reference["in_input"] });
        RequireClose(reference["out_scores"].Floats, outputs["scores"].Floats);
        RequireClose(reference["out_boxes"].Floats, outputs["boxes"].Floats);
        // The second of the two numbers of a prior is that of a face: 86 are above 0.7 in the reference.
        Assert.Equal(86, outputs["scores"].ToArray().Where((score, i) => i % 2 == 1 && score > 0.7f).Count());
    }

    [DataFact("models")]
    public void CustomOperatorsAreNamed()
    {
        var path = Path.Combine(TestData.Root!, "models", "ort-examples", "pytorch_superresolution_with_pre_post_processing_op18.onnx");
        Assert.Equal($"'{path}': operators com.microsoft.extensions.DecodeImage and com.microsoft.extensions.EncodeImage are not supported.", Assert.Throws<InvalidDataException>(() => OnnxModel.Load(path)).Message);
    }

    // The reference outputs are PyTorch's for the first 1000 test pictures: 915 are right.
    [DataFact("models")]
    public void ResNet20WeightsLoad()
    {
        var network = Models.CifarResNet.ResNet20(Shape.Of(32, 32, 3), 10, Models.Shortcut.Padded);
        var report = network.LoadWeights(Path.Combine(TestData.Root!, "models", "resnet-cifar10", "resnet20.safetensors"));
        Assert.True(report.IsComplete, string.Join("; ", [.. report.Missing, .. report.Unexpected, .. report.Mismatched]));
        var expected = Npy.Read(Path.Combine(TestData.Root!, "models", "resnet-cifar10", "resnet20_logits_first1000test.npy"));
        var bytes = Unzip(Path.Combine("cifar10", "test_batch_first1000.bin.gz"));
        const int count = 20;
        var input = new Tensor(Shape.Of(count, 32, 32, 3));
        float[] mean = [0.485f, 0.456f, 0.406f], scale = [0.229f, 0.224f, 0.225f];
        for (var n = 0; n < count; n++)
            for (var pixel = 0; pixel < 1024; pixel++)
                for (var c = 0; c < 3; c++) input.Floats[(n * 1024 + pixel) * 3 + c] = (bytes[n * 3073 + 1 + c * 1024 + pixel] / 255f - mean[c]) / scale[c];
        RequireClose(expected.Floats[..(count * 10)], network.Run(input).Floats);
    }

    [CheckerFact]
    public void DebiansCheckerAcceptsWhatIsWritten()
    {
        var folder = TestData.Temporary();
        foreach (var (name, make) in LayerNetworks.All) make().Save(Path.Combine(folder, $"{name}.onnx"));
        var said = CheckerFactAttribute.Run($"import onnx, glob\nfor f in glob.glob('{folder}/*.onnx'): onnx.checker.check_model(f, full_check=True)");
        Directory.Delete(folder, recursive: true);
        Assert.Equal("", said);
    }

    private static void RequireMnist(string model, string reference)
    {
        var network = Load(model);
        var expected = Npy.Read(Path.Combine(TestData.Root!, "models", reference));
        var bytes = Unzip(Path.Combine("mnist", "t10k-images-idx3-ubyte.gz"));
        var input = new Tensor(Shape.Of(100, 28, 28, 1));
        for (var i = 0; i < input.Floats.Length; i++) input.Floats[i] = bytes[16 + i];
        RequireClose(expected.Floats, network.Run(input).Floats);
    }

    // Arrays in a zip file.
    private sealed class NpzReader(string path) : IDisposable
    {
        private readonly ZipArchive _archive = ZipFile.OpenRead(Path.Combine(TestData.Root!, "models", path));

        public Tensor this[string name]
        {
            get
            {
                var file = Path.GetTempFileName();
                _archive.GetEntry(name + ".npy")!.ExtractToFile(file, overwrite: true);
                var tensor = Npy.Read(file);
                File.Delete(file);
                return tensor;
            }
        }

        public void Dispose() => _archive.Dispose();
    }

    private static Network Load(string model) => OnnxModel.Load(Path.Combine(TestData.Root!, "models", model));

    private static void RequireClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = 0f;
        foreach (var value in expected) largest = Math.Max(largest, Math.Abs(value));
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * largest, $"{actual[i]} at {i}, not {expected[i]}");
    }

    private static byte[] Unzip(string path)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(TestData.Root!, path)), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
