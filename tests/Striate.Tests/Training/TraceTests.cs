using System.Globalization;
using System.IO.Compression;
using System.Text;
using Striate.Models;
using Striate.Networks;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Tests.Training;

/// <summary>Fifty steps beside PyTorch's, from the same weights, over the same pictures in the same order. <c>Traces/*.csv</c> is the output of <c>tests/peers/training_traces.py</c>, which says what is computed.</summary>
public class TraceTests
{
    private const int Batch = 32;

    [DataFact("cifar10")]
    public void ResNet20WithMomentum() => Compare("resnet20-sgd", ResNet(), new Pictures(asRegions: false), Momentum);

    [DataFact("cifar10")]
    public void ResNet20WithAdam() => Compare("resnet20-adam", ResNet(), new Pictures(asRegions: false), Adam);

    [DataFact("cifar10")]
    public void UNetWithMomentum() => Compare("unet-sgd", Segmenter(), new Pictures(asRegions: true), Momentum);

    [DataFact("cifar10")]
    public void UNetWithAdam() => Compare("unet-adam", Segmenter(), new Pictures(asRegions: true), Adam);

    private static Optimizer Momentum => new Sgd(0.01f) { Momentum = 0.9f, WeightDecay = 5e-4f };

    private static Optimizer Adam => new Adam(1e-3f) { WeightDecay = 1e-4f };

    private static Network ResNet() => CifarResNet.ResNet20(Shape.Of(32, 32, 3), 10);

    private static Network Segmenter() => UNet.Build(Shape.Of(32, 32, 3), 4, levels: 3, width: 8);

    private static void Compare(string name, Network network, IDataset data, Optimizer optimizer)
    {
        foreach (var parameter in network.Parameters)
        {
            if (parameter.Shape.Rank > 1) parameter.Set(Draw(parameter.Name, parameter.Shape));
        }
        var losses = new List<double>();
        new Trainer(network, Loss.SoftmaxCrossEntropy, optimizer).Fit(data, 1, Batch, new TrainingOptions { Shuffle = false, OnStep = report => losses.Add(report.Loss) });
        var reference = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Training", "Traces", name + ".csv")).Skip(2)
            .Select(line => line.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        Assert.Equal(reference.Length, losses.Count);
        var drift = 0.0;
        for (var step = 0; step < losses.Count; step++)
        {
            drift = Math.Max(drift, reference[step][3]);
            // What both sides round when a loss becomes a float comes on top: 1 ulp.
            var allowed = 3 * drift + MathF.BitIncrement((float)reference[step][1]) - (float)reference[step][1];
            var difference = Math.Abs(losses[step] - reference[step][1]);
            Assert.True(difference <= allowed, string.Create(CultureInfo.InvariantCulture, $"step {step + 1}: {losses[step]} instead of {reference[step][1]}, a difference of {difference:0.0e0}; allowed {allowed:0.0e0}"));
        }
    }

    // Weights of both sides, drawn by a formula.
    private static float[] Draw(string name, Shape shape)
    {
        var x = 0xCBF29CE484222325;
        foreach (var letter in Encoding.UTF8.GetBytes(name)) x = (x ^ letter) * 0x100000001B3;
        var bound = Math.Sqrt(6.0 / shape[1..].Length);
        var values = new float[shape.Length];
        for (var i = 0; i < values.Length; i++)
        {
            x = x * 6364136223846793005 + 1442695040888963407;
            values[i] = (float)((2 * ((x >> 40) / (double)(1 << 24)) - 1) * bound);
        }
        return values;
    }

    /// <summary>The first pictures of CIFAR-10: their classes, or a class of brightness for each pixel.</summary>
    private sealed class Pictures : IDataset
    {
        private const int Pixels = 32 * 32;
        private readonly byte[] _bytes = new byte[50 * Batch * (1 + 3 * Pixels)];
        private readonly bool _asRegions;

        public Pictures(bool asRegions)
        {
            _asRegions = asRegions;
            using var file = new GZipStream(File.OpenRead(Path.Combine(DataFactAttribute.Find("cifar10")!, "data_batch_1.bin.gz")), CompressionMode.Decompress);
            file.ReadExactly(_bytes);
        }

        public string Name => "cifar10";

        public int Count => 50 * Batch;

        public Shape InputShape => Shape.Of(32, 32, 3);

        public Shape TargetShape => _asRegions ? Shape.Of(32, 32) : Shape.Scalar;

        public IReadOnlyList<string> ClassNames => [.. Enumerable.Range(0, _asRegions ? 4 : 10).Select(i => $"{i}")];

        public void Read(int index, int epoch, Span<float> input, Span<float> target)
        {
            var record = _bytes.AsSpan(index * (1 + 3 * Pixels), 1 + 3 * Pixels);
            for (var pixel = 0; pixel < Pixels; pixel++)
            {
                var sum = 0;
                for (var c = 0; c < 3; c++)
                {
                    var value = record[1 + c * Pixels + pixel];
                    input[3 * pixel + c] = (value - 128) / 64f;
                    sum += value;
                }
                if (_asRegions) target[pixel] = sum / 192;
            }
            if (!_asRegions) target[0] = record[0];
        }
    }
}
